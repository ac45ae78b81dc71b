import type { Exchange } from "./exchanges.ts";

const OPERATOR = { authorization: "Bearer a-token-from-the-environment" };
const JSON_TYPE = { "content-type": "application/json" };
const ACCOUNTS = "/client/v4/accounts";
const SECOND = `${ACCOUNTS}/second`;

/** An operation on JSON, the operator's unless another credential is given. */
function json(
  what: string,
  method: string,
  path: string,
  body?: object,
  rest: Partial<Exchange> = {},
): Exchange {
  const sent = body === undefined ? {} : { body: async () => JSON.stringify(body) };
  return { what, method, path, ...sent, ...rest, headers: { ...OPERATOR, ...JSON_TYPE, ...rest.headers } };
}

/** Sends what an earlier answer showed under a name. */
const as = (name: string) => ({ headers: { authorization: `Bearer {${name}}` } });

const KEEP_TOKEN = { token: /"id":"([0-9a-f]{32})"/, secret: /"value":"(darkroom_[\w-]{43})"/ };
const KEEP_WRITER = { writer: KEEP_TOKEN.token, writing: KEEP_TOKEN.secret };
const EDIT_POLICY = {
  effect: "allow",
  permission_groups: [{ name: "Images Write" }],
  resources: { "com.cloudflare.api.account.second": "*" },
};

/** Accounts beside the first, and their tokens. */
export const TOKEN_EXCHANGES: readonly Exchange[] = [
  json("add an account", "POST", ACCOUNTS, { name: "Zweites Konto", id: "second" }),
  json("add it again", "POST", ACCOUNTS, { name: "Zweites Konto", id: "second" }),
  json("add an account with a wrong hash", "POST", ACCOUNTS, { name: "x", hash: "short" }),
  json("list accounts", "GET", ACCOUNTS),
  json("list accounts from the end", "GET", `${ACCOUNTS}?direction=desc&per_page=1`),
  json("an account", "GET", SECOND),
  json("the first account cannot go", "DELETE", `${ACCOUNTS}/acme`),

  json("make a token", "POST", `${SECOND}/tokens`, { name: "reader" }, { keep: KEEP_TOKEN }),
  json("list tokens", "GET", `${SECOND}/tokens`),
  json("a token", "GET", `${SECOND}/tokens/{token}`),
  json("a token of another account", "GET", `${ACCOUNTS}/acme/tokens/{token}`),
  json("groups of permissions", "GET", `${SECOND}/tokens/permission_groups`),
  json("make a token with an unknown field", "POST", `${SECOND}/tokens`, { name: "a", expires: 1 }),
  json("make a token with a wrong time", "POST", `${SECOND}/tokens`, {
    name: "a",
    expires_on: "2030-02-30T00:00:00Z",
  }),
  json(
    "make a token from a form",
    "POST",
    `${SECOND}/tokens`,
    {},
    { headers: { "content-type": "text/plain" } },
  ),

  json("verify a token", "GET", "/client/v4/user/tokens/verify", undefined, as("secret")),
  json("verify it by its account", "GET", `${SECOND}/tokens/verify`, undefined, as("secret")),
  json("read with it", "GET", `${SECOND}/images/v1`, undefined, as("secret")),
  json("write with what may read", "DELETE", `${SECOND}/images/v1/none`, undefined, as("secret")),
  json("list tokens with it", "GET", `${SECOND}/tokens`, undefined, as("secret")),
  json("read another account with it", "GET", "{api}", undefined, as("secret")),
  json("list accounts with it", "GET", ACCOUNTS, undefined, as("secret")),

  // Another, for a token that was used shows the time of it, which may be noted after the answer.
  json("make a second token", "POST", `${SECOND}/tokens`, { name: "writer" }, { keep: KEEP_WRITER }),
  json("let it write", "PUT", `${SECOND}/tokens/{writer}`, { policies: [EDIT_POLICY] }),
  json("write with it", "DELETE", `${SECOND}/images/v1/none`, undefined, as("writing")),
  json(
    "roll the first",
    "PUT",
    `${SECOND}/tokens/{token}/value`,
    {},
    { keep: { rolled: /"(darkroom_[\w-]{43})"/ } },
  ),
  json("use the old secret", "GET", `${SECOND}/images/v1`, undefined, as("secret")),
  json("use the new secret", "GET", `${SECOND}/images/v1`, undefined, as("rolled")),
  json("delete the first", "DELETE", `${SECOND}/tokens/{token}`),
  json("use what was deleted", "GET", `${SECOND}/images/v1`, undefined, as("rolled")),
  json("delete the first again", "DELETE", `${SECOND}/tokens/{token}`),
  json("remove the account", "DELETE", SECOND),
  json("an account that is gone", "GET", SECOND),
];
