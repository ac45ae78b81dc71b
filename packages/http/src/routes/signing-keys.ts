import type { SigningKey } from "@darkroom/storage";
import { authorise } from "../auth.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody, refuseUnknown } from "../json-body.ts";
import { deleteSigningKey, listSigningKeys, putSigningKey } from "../signing-keys.ts";
import { SIGNING_KEYS } from "../reference/answers.ts";
import { jsonBody, optionalBody, result } from "../reference/description.ts";
import { optional, string } from "../reference/schema.ts";
import type { Call, Route } from "./route.ts";

const KEYS = "accounts/:account/images/v1/keys";

const KEY_FIELDS = {
  value: optional(
    string("A value of your own; without it, a random one is made.", {
      examples: ["a-secret-of-33-characters-or-more"],
    }),
  ),
};

/** Signing keys. Listing them needs the scope of changes: whoever sees a key can open every private image. */
export function signingKeyRoutes(deps: AppDeps): readonly Route[] {
  return [
    {
      method: "GET",
      path: KEYS,
      scope: "edit",
      about: {
        tag: "signing keys",
        operation: "listSigningKeys",
        summary: "List signing keys",
        doc: "Whoever sees a key can open every private image: this needs the scope of changes.",
        answer: result(SIGNING_KEYS),
      },
      handle: async ({ account }) => answer(await listSigningKeys(deps, account)),
    },
    {
      method: "PUT",
      path: `${KEYS}/:key`,
      scope: "edit",
      about: {
        tag: "signing keys",
        operation: "putSigningKey",
        summary: "Make a signing key, or give it a new value",
        doc: "A new value ends every address that the old one has signed. A value of your own, such as one of another service whose addresses shall stay valid, needs the scope `admin`.",
        body: optionalBody(jsonBody(KEY_FIELDS)),
        answer: result(SIGNING_KEYS),
        problems: ["signing_keys_full"],
      },
      async handle(call) {
        const value = await readValue(call);
        return answer(await putSigningKey(deps, call.account, call.parameters["key"]!, value));
      },
    },
    {
      method: "DELETE",
      path: `${KEYS}/:key`,
      scope: "edit",
      about: {
        tag: "signing keys",
        operation: "deleteSigningKey",
        summary: "Delete a signing key",
        doc: "With it, every address that it has signed ends. After the last one there is a fresh `default`.",
        answer: result(SIGNING_KEYS),
        problems: ["signing_key_missing"],
      },
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
  refuseUnknown(body, Object.keys(KEY_FIELDS));
  // A value that was chosen may be a weak one, or one that others know.
  if (body["value"] !== undefined) authorise(caller, account, "admin");
  return body["value"];
}
