import type { PurgeAnswer } from "../answers.ts";
import type { Delivery } from "../deliver.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody } from "../json-body.ts";
import { PREWARM_FIELDS, prewarmRequest } from "../prewarm-request.ts";
import { purge, PURGE_FIELDS } from "../purge.ts";
import { PREWARMED, PURGED } from "../reference/answers.ts";
import { jsonBody, result } from "../reference/description.ts";
import type { Route } from "./route.ts";

const ACCOUNT = "accounts/:account/darkroom/v1";

/** What is kept of images that were computed: emptied, and filled ahead of need. */
export function cacheRoutes(deps: AppDeps, delivery: Delivery): readonly Route[] {
  return [
    {
      method: "POST",
      path: `${ACCOUNT}/purge`,
      scope: "edit",
      about: {
        tag: "cache",
        operation: "purge",
        summary: "Remove images that were computed",
        doc: "Those of one image, of one variant, of one creator's images, or all of the account: the body has exactly one of its members. Originals stay, and what is asked for afterwards is computed again.",
        body: jsonBody(PURGE_FIELDS),
        answer: result(PURGED),
        problems: ["image_missing", "variant_missing"],
      },
      async handle({ request, account }) {
        const answer: PurgeAnswer = await purge(deps, account, await readJsonBody(request));
        return success(answer);
      },
    },
    {
      method: "POST",
      path: `${ACCOUNT}/prewarm`,
      scope: "edit",
      about: {
        tag: "cache",
        operation: "prewarm",
        summary: "Compute images ahead of their visitors",
        doc: "Variants of `images`, of a `creator`'s images, or of all of the account, of which the body has exactly one; in time that no visitor needs. It ends when its budget is spent: ask again with the `continuation_token` to go on.",
        body: jsonBody(PREWARM_FIELDS, { all: true, variants: ["public"], formats: ["avif", "webp"] }),
        answer: result(PREWARMED),
        problems: ["variant_missing"],
      },
      async handle({ request, account }) {
        const body = await readJsonBody(request);
        return success(await prewarmRequest(deps, delivery, account, body, { signal: request.signal }));
      },
    },
  ];
}
