import type { SigningKey } from "@darkroom/storage";
import { authorise } from "../auth.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody, refuseUnknown } from "../json-body.ts";
import { deleteSigningKey, listSigningKeys, putSigningKey } from "../signing-keys.ts";
import type { Call, Route } from "./route.ts";

const KEYS = "accounts/:account/images/v1/keys";

/** Signing keys. Listing them needs the scope of changes: whoever sees a key can open every private image. */
export function signingKeyRoutes(deps: AppDeps): readonly Route[] {
  return [
    {
      method: "GET",
      path: KEYS,
      scope: "edit",
      handle: async ({ account }) => answer(await listSigningKeys(deps, account)),
    },
    {
      method: "PUT",
      path: `${KEYS}/:key`,
      scope: "edit",
      async handle(call) {
        const value = await readValue(call);
        return answer(await putSigningKey(deps, call.account, call.parameters["key"]!, value));
      },
    },
    {
      method: "DELETE",
      path: `${KEYS}/:key`,
      scope: "edit",
      handle: async ({ account, parameters }) =>
        answer(await deleteSigningKey(deps, account, parameters["key"]!)),
    },
  ];
}

function answer(keys: readonly SigningKey[]): Response {
  return success({ keys: keys.map(({ name, value }) => ({ name, value })) });
}

/** The value that the body brings, if it brings one. Cloudflare's clients send an empty body. */
async function readValue({ request, caller, account }: Call): Promise<unknown> {
  const { headers } = request;
  const isEmpty = !headers.has("content-type") && !headers.has("transfer-encoding");
  if (isEmpty && Number(headers.get("content-length") ?? 0) === 0) return undefined;
  const body = await readJsonBody(request);
  refuseUnknown(body, ["value"]);
  // A value that was chosen may be a weak one, or one that others know.
  if (body["value"] !== undefined) authorise(caller, account, "admin");
  return body["value"];
}
