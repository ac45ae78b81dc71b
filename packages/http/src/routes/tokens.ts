import { expectedSentence } from "@darkroom/core";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { HttpError } from "../errors.ts";
import { readJsonBody } from "../json-body.ts";
import { pageOf } from "../page.ts";
import { PERMISSION_GROUPS, RESOURCE_KIND } from "../permission-groups.ts";
import { NEW_TOKEN_FIELDS, readNewToken, readTokenChanges, TOKEN_CHANGE_FIELDS } from "../token-fields.ts";
import {
  changeToken,
  createToken,
  deleteToken,
  findToken,
  presentOwnToken,
  presentToken,
  rollToken,
} from "../tokens.ts";
import { NEW_TOKEN, OWN_TOKEN, PERMISSION_GROUP, TOKEN } from "../reference/answers.ts";
import { jsonBody, optionalBody, pagedResult, PAGE_QUERY, result } from "../reference/description.ts";
import { list, object, string, words } from "../reference/schema.ts";
import type { Call, Route } from "./route.ts";

const TOKENS = "accounts/:account/tokens";

/** The API tokens of an account, in the shapes of Cloudflare's account-owned tokens. */
export function tokenRoutes(deps: AppDeps): readonly Route[] {
  const verify = async ({ caller }: Call): Promise<Response> =>
    success(presentOwnToken(caller.token, deps.now()));

  return [
    {
      method: "GET",
      path: "user/tokens/verify",
      scope: "read",
      about: {
        tag: "tokens",
        operation: "verifyToken",
        summary: "Verify the token that is sent",
        answer: result(OWN_TOKEN),
      },
      handle: verify,
    },
    {
      method: "GET",
      path: `${TOKENS}/verify`,
      scope: "read",
      about: {
        tag: "tokens",
        operation: "verifyAccountToken",
        summary: "Verify the token that is sent, by its account",
        answer: result(OWN_TOKEN),
      },
      handle: verify,
    },
    {
      method: "GET",
      path: `${TOKENS}/permission_groups`,
      scope: "admin",
      about: {
        tag: "tokens",
        operation: "listPermissionGroups",
        summary: "List groups of permissions",
        doc: "What `policies` of a token may name: one group for each scope.",
        query: {
          name: string("Only the group of this name."),
          scope: string("Only groups for this kind of resource."),
        },
        answer: result(list(PERMISSION_GROUP, "The groups.")),
      },
      handle: async ({ url }) => success(permissionGroups(url)),
    },
    {
      method: "POST",
      path: TOKENS,
      scope: "admin",
      about: {
        tag: "tokens",
        operation: "createToken",
        summary: "Make a token",
        doc: "The answer is the only one that shows its secret, `value`.",
        body: jsonBody(NEW_TOKEN_FIELDS),
        answer: result(NEW_TOKEN),
        problems: ["tokens_full"],
      },
      async handle({ request, account }) {
        const fields = readNewToken(await readJsonBody(request), account);
        const { token, value } = await createToken(deps, account, fields);
        return success({ ...presentToken(token, deps.now()), value });
      },
    },
    {
      method: "GET",
      path: TOKENS,
      scope: "admin",
      about: {
        tag: "tokens",
        operation: "listTokens",
        summary: "List tokens",
        query: {
          ...PAGE_QUERY,
          direction: words(["asc", "desc"], "The oldest first, or last.", { default: "desc" }),
          include_expired: words(["true", "false"], "Whether expired ones are shown.", { default: "true" }),
        },
        answer: pagedResult(list(TOKEN, "The tokens.")),
      },
      async handle({ url, account }) {
        const now = deps.now();
        const tokens = (await deps.tokens.listTokens(account.tag)).map((token) => presentToken(token, now));
        const withExpired = includesExpired(url);
        const shown = tokens.filter(({ status }) => withExpired || status !== "expired");
        const { items, info } = pageOf(shown, "desc", url);
        return success(items, info);
      },
    },
    {
      method: "PUT",
      path: `${TOKENS}/:token/value`,
      scope: "admin",
      about: {
        tag: "tokens",
        operation: "rollToken",
        summary: "Give a token a new secret",
        doc: "The old one ends at once.",
        body: optionalBody(jsonBody({})),
        answer: result(string("The secret, which is shown only here.", { examples: ["darkroom_…"] })),
        problems: ["token_missing"],
      },
      handle: async ({ account, parameters }) =>
        success(await rollToken(deps, account, parameters["token"]!)),
    },
    {
      method: "GET",
      path: `${TOKENS}/:token`,
      scope: "admin",
      about: {
        tag: "tokens",
        operation: "getToken",
        summary: "Look at a token",
        answer: result(TOKEN),
        problems: ["token_missing"],
      },
      handle: async ({ account, parameters }) =>
        success(presentToken(await findToken(deps, account, parameters["token"]!), deps.now())),
    },
    {
      method: "PUT",
      path: `${TOKENS}/:token`,
      scope: "admin",
      about: {
        tag: "tokens",
        operation: "changeToken",
        summary: "Change a token",
        doc: "What is left out stays as it is.",
        body: jsonBody(TOKEN_CHANGE_FIELDS),
        answer: result(TOKEN),
        problems: ["token_missing"],
      },
      async handle({ request, account, parameters }) {
        const fields = readTokenChanges(await readJsonBody(request), account);
        const token = await changeToken(deps, account, parameters["token"]!, fields);
        return success(presentToken(token, deps.now()));
      },
    },
    {
      method: "DELETE",
      path: `${TOKENS}/:token`,
      scope: "admin",
      about: {
        tag: "tokens",
        operation: "deleteToken",
        summary: "Delete a token",
        answer: result(object({ id: string("Id of the token.") })),
        problems: ["token_missing"],
      },
      async handle({ account, parameters }) {
        await deleteToken(deps, account, parameters["token"]!);
        return success({ id: parameters["token"]! });
      },
    },
  ];
}

/** The groups that a query asks for, as it does at Cloudflare, by their name or what they are for. */
function permissionGroups({ searchParams }: URL): readonly object[] {
  const wanted = searchParams.get("name");
  const isKind = (searchParams.get("scope") ?? RESOURCE_KIND) === RESOURCE_KIND;
  return Object.values(PERMISSION_GROUPS)
    .filter(({ name }) => isKind && (wanted === null || wanted === name))
    .map(({ id, name }) => ({ id, name, category: "media", scopes: [RESOURCE_KIND] }));
}

/** Expired tokens are shown unless they are not wanted: they count among those that an account may have. */
function includesExpired(url: URL): boolean {
  const text = url.searchParams.get("include_expired") ?? "true";
  if (text !== "true" && text !== "false")
    throw new HttpError("field_invalid", expectedSentence("`true` or `false`", "include_expired", text));
  return text === "true";
}
