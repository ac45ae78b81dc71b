import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody } from "../json-body.ts";
import { presentVariant } from "../variant-body.ts";
import { listNamedVariants } from "../variant-lookup.ts";
import {
  createVariant,
  deleteVariant,
  getVariant,
  NEW_VARIANT_FIELDS,
  updateVariant,
  VARIANT_CHANGE_FIELDS,
} from "../variants.ts";
import { VARIANT } from "../reference/answers.ts";
import { jsonBody, result } from "../reference/description.ts";
import { OPTION_PROBLEMS } from "../reference/problems.ts";
import { map, object } from "../reference/schema.ts";
import type { Route } from "./route.ts";

const VARIANTS = "accounts/:account/images/v1/variants";

const ANSWER = result(object({ variant: VARIANT }));

/** The variants of an account: named sets of options. */
export function variantRoutes(deps: AppDeps): readonly Route[] {
  return [
    {
      method: "POST",
      path: VARIANTS,
      scope: "edit",
      about: {
        tag: "variants",
        operation: "createVariant",
        summary: "Make a variant",
        body: jsonBody(NEW_VARIANT_FIELDS),
        answer: ANSWER,
        problems: ["variant_exists", "variants_full", ...OPTION_PROBLEMS],
      },
      async handle({ request, account }) {
        const variant = await createVariant(deps, account, await readJsonBody(request));
        return success({ variant: presentVariant(variant) });
      },
    },
    {
      method: "GET",
      path: VARIANTS,
      scope: "read",
      about: {
        tag: "variants",
        operation: "listVariants",
        summary: "List variants",
        answer: result(object({ variants: map(VARIANT, "The variants, by their names.") })),
      },
      async handle({ account }) {
        const variants = await listNamedVariants(deps.variants, account.tag);
        // Members of its own, whatever the names are: `fromEntries` asks no prototype.
        return success({
          variants: Object.fromEntries(variants.map((variant) => [variant.name, presentVariant(variant)])),
        });
      },
    },
    {
      method: "GET",
      path: `${VARIANTS}/:variant`,
      scope: "read",
      about: {
        tag: "variants",
        operation: "getVariant",
        summary: "Look at a variant",
        answer: ANSWER,
        problems: ["variant_missing"],
      },
      async handle({ account, parameters }) {
        return success({ variant: presentVariant(await getVariant(deps, account, parameters["variant"]!)) });
      },
    },
    {
      method: "PATCH",
      path: `${VARIANTS}/:variant`,
      scope: "edit",
      about: {
        tag: "variants",
        operation: "changeVariant",
        summary: "Change a variant",
        doc: "What is left out stays as it is; `options` replaces all options. The change holds from the next request on.",
        body: jsonBody(VARIANT_CHANGE_FIELDS),
        answer: ANSWER,
        problems: ["variant_missing", "variant_fixed", ...OPTION_PROBLEMS],
      },
      async handle({ request, account, parameters }) {
        const body = await readJsonBody(request);
        const variant = await updateVariant(deps, account, parameters["variant"]!, body);
        return success({ variant: presentVariant(variant) });
      },
    },
    {
      method: "DELETE",
      path: `${VARIANTS}/:variant`,
      scope: "edit",
      about: {
        tag: "variants",
        operation: "deleteVariant",
        summary: "Delete a variant",
        doc: "A built-in one has its own options back.",
        answer: result(object({})),
        problems: ["variant_missing", "variant_fixed"],
      },
      async handle({ account, parameters }) {
        await deleteVariant(deps, account, parameters["variant"]!);
        return success({});
      },
    },
  ];
}
