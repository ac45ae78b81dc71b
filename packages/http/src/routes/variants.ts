import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody } from "../json-body.ts";
import { presentVariant } from "../variant-body.ts";
import { listNamedVariants } from "../variant-lookup.ts";
import { createVariant, deleteVariant, getVariant, updateVariant } from "../variants.ts";
import type { Route } from "./route.ts";

const VARIANTS = "accounts/:account/images/v1/variants";

/** The variants of an account: named sets of options. */
export function variantRoutes(deps: AppDeps): readonly Route[] {
  return [
    {
      method: "POST",
      path: VARIANTS,
      scope: "edit",
      async handle({ request, account }) {
        const variant = await createVariant(deps, account, await readJsonBody(request));
        return success({ variant: presentVariant(variant) });
      },
    },
    {
      method: "GET",
      path: VARIANTS,
      scope: "read",
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
      async handle({ account, parameters }) {
        return success({ variant: presentVariant(await getVariant(deps, account, parameters["variant"]!)) });
      },
    },
    {
      method: "PATCH",
      path: `${VARIANTS}/:variant`,
      scope: "edit",
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
      async handle({ account, parameters }) {
        await deleteVariant(deps, account, parameters["variant"]!);
        return success({});
      },
    },
  ];
}
