import type { BatchTokenAnswer } from "../answers.ts";
import { createBatchToken } from "../batch-token.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { BATCH_TOKEN } from "../reference/answers.ts";
import { result } from "../reference/description.ts";
import type { Route } from "./route.ts";

/**
 * Whether a path is one of those that Cloudflare's batch host answers. No delivery address is: `images` is neither an
 * account hash nor a variant's name.
 */
export function isBatchPath(pathname: string): boolean {
  return /^\/images\/v[12](?:\/|$)/.test(pathname);
}

/** The path of a route that answers batches, as requests have it. */
export function batchPath(path: Route["path"]): string {
  return path.replace(/^accounts\/:account/, "");
}

/** Gives out the token for them. */
export function batchTokenRoutes(deps: AppDeps): readonly Route[] {
  return [
    {
      method: "GET",
      path: "accounts/:account/images/v1/batch_token",
      scope: "edit",
      about: {
        tag: "batches",
        operation: "createBatchToken",
        summary: "Ask for a batch token",
        doc: "For the addresses under `/images/v1` and `/images/v2`, which name no account and take `Authorization: Bearer <batch token>` only: upload, look at, change, delete and list images, and ask for upload addresses. It is good for an hour, and not longer than the credential that asks for it.",
        answer: result(BATCH_TOKEN),
      },
      async handle({ account, caller }) {
        const { token, expires } = await createBatchToken(deps, account, caller);
        const answer: BatchTokenAnswer = { token, expiresAt: new Date(expires).toISOString() };
        return success(answer);
      },
    },
  ];
}
