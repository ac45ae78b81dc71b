import { expectedSentence } from "@darkroom/core";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { HttpError } from "../errors.ts";
import { readJsonBody } from "../json-body.ts";
import { pageOf } from "../page.ts";
import { PERMISSION_GROUPS, RESOURCE_KIND } from "../permission-groups.ts";
import { readNewToken, readTokenChanges } from "../token-fields.ts";
import {
  changeToken,
  createToken,
  deleteToken,
  findToken,
  presentOwnToken,
  presentToken,
  rollToken,
} from "../tokens.ts";
import type { Call, Route } from "./route.ts";

const TOKENS = "accounts/:account/tokens";

/** The API tokens of an account, in the shapes of Cloudflare's account-owned tokens. */
export function tokenRoutes(deps: AppDeps): readonly Route[] {
  const verify = async ({ caller }: Call): Promise<Response> =>
    success(presentOwnToken(caller.token, deps.now()));

  return [
    { method: "GET", path: "user/tokens/verify", scope: "read", handle: verify },
    { method: "GET", path: `${TOKENS}/verify`, scope: "read", handle: verify },
    {
      method: "GET",
      path: `${TOKENS}/permission_groups`,
      scope: "admin",
      handle: async ({ url }) => success(permissionGroups(url)),
    },
    {
      method: "POST",
      path: TOKENS,
      scope: "admin",
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
      handle: async ({ account, parameters }) =>
        success(await rollToken(deps, account, parameters["token"]!)),
    },
    {
      method: "GET",
      path: `${TOKENS}/:token`,
      scope: "admin",
      handle: async ({ account, parameters }) =>
        success(presentToken(await findToken(deps, account, parameters["token"]!), deps.now())),
    },
    {
      method: "PUT",
      path: `${TOKENS}/:token`,
      scope: "admin",
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
