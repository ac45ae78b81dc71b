import type { PurgeAnswer } from "../answers.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody } from "../json-body.ts";
import { purge } from "../purge.ts";
import type { Route } from "./route.ts";

const ACCOUNT = "accounts/:account/darkroom/v1";

/** What is kept of images that were computed: emptied. */
export function cacheRoutes(deps: AppDeps): readonly Route[] {
  return [
    {
      method: "POST",
      path: `${ACCOUNT}/purge`,
      scope: "edit",
      async handle({ request, account }) {
        const { files, bytes } = await purge(deps, account, await readJsonBody(request));
        const answer: PurgeAnswer = { files, bytes };
        return success(answer);
      },
    },
  ];
}
