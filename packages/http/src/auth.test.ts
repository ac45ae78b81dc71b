import { beforeEach, describe, expect, test } from "vitest";
import { createMemoryStores, type TokenRecord } from "@darkroom/storage";
import { createAccounts } from "./account.ts";
import { authenticate, authorise, type AuthDeps, type Caller } from "./auth.ts";
import { createLog } from "./log.ts";
import { makeTokenSecret } from "./token-secret.ts";

const OPERATOR = {
  email: "owner@example.com",
  key: "the-right-key-0123",
  token: "the-right-token-0123",
};
const KEY = { "x-auth-key": OPERATOR.key, "x-auth-email": OPERATOR.email };
const NOW = 1_000_000;

let deps: AuthDeps;
let deferred: Promise<unknown>[];
let log: string[];
beforeEach(() => {
  deferred = [];
  log = [];
  const stores = createMemoryStores();
  const owner = { account: { tag: "first", hash: "h" }, operator: OPERATOR };
  deps = {
    accounts: createAccounts(owner, stores.accountRecords),
    tokens: stores.tokens,
    now: () => NOW,
    defer: (work) => void deferred.push(work),
    log: createLog({ format: "json", level: "debug", now: () => 0, write: (line) => log.push(line) }),
  };
});

function attempt(headers: Record<string, string>): Promise<Caller> {
  return authenticate(new Headers(headers), deps);
}

/** Keeps a token and gives the headers that send it. */
async function tokenHeaders(part: Partial<TokenRecord> = {}): Promise<{ authorization: string }> {
  const { value, hash } = await makeTokenSecret((length) => crypto.getRandomValues(new Uint8Array(length)));
  const token: TokenRecord = {
    id: "t1",
    account: "acme",
    name: "a token",
    hash,
    scope: "edit",
    disabled: false,
    issued: 0,
    modified: 0,
    expires: null,
    lastUsed: null,
    ...part,
  };
  await deps.tokens.insertToken(token, 10);
  return { authorization: `Bearer ${value}` };
}

describe("authentication", () => {
  test.each([
    ["key and email", KEY],
    ["an email in other case", { ...KEY, "x-auth-email": "Owner@Example.com" }],
    ["a token", { authorization: `Bearer ${OPERATOR.token}` }],
    [
      "a token although the key is wrong",
      { ...KEY, "x-auth-key": "wrong", authorization: `bearer ${OPERATOR.token}` },
    ],
  ])("takes %s", async (_name, headers) => {
    await expect(attempt(headers)).resolves.toEqual({ scope: "admin" });
  });

  test.each([
    ["nothing", {}],
    ["a key alone", { "x-auth-key": OPERATOR.key }],
    ["an email alone", { "x-auth-email": OPERATOR.email }],
    ["another scheme", { authorization: `Basic ${OPERATOR.token}` }],
    ["an empty token", { authorization: "Bearer " }],
  ])("misses a credential in %s", async (_name, headers: Record<string, string>) => {
    await expect(attempt(headers)).rejects.toMatchObject({ code: "credential_missing" });
  });

  test.each([
    ["a wrong token although the key is right", { ...KEY, authorization: "Bearer wrong" }],
    ["a prefix of the key", { ...KEY, "x-auth-key": OPERATOR.key.slice(0, -1) }],
    ["the key and one character more", { ...KEY, "x-auth-key": `${OPERATOR.key}x` }],
    ["the key in other case", { ...KEY, "x-auth-key": OPERATOR.key.toUpperCase() }],
    ["another email", { ...KEY, "x-auth-email": "other@example.com" }],
    ["the token as key", { ...KEY, "x-auth-key": OPERATOR.token }],
    ["the key as token", { authorization: `Bearer ${OPERATOR.key}` }],
  ])("refuses %s", async (_name, headers) => {
    await expect(attempt(headers)).rejects.toMatchObject({ code: "credential_wrong" });
  });
});

describe("an API token", () => {
  test("gives its account and its scope, and wins over key and email", async () => {
    const headers = await tokenHeaders();
    const caller = { account: "acme", scope: "edit", token: { id: "t1" } };
    await expect(attempt(headers)).resolves.toMatchObject(caller);
    await expect(attempt({ ...KEY, ...headers })).resolves.toMatchObject(caller);
  });

  test.each([
    ["disabled", { disabled: true }],
    ["expired just now", { expires: NOW }],
    ["expired long ago", { expires: 1 }],
  ])("that is %s is refused, although the key beside it is right", async (_name, part) => {
    const headers = await tokenHeaders(part);
    await expect(attempt({ ...KEY, ...headers })).rejects.toMatchObject({ code: "credential_wrong" });
    expect(deferred).toEqual([]);
  });

  test("that expires in a millisecond is taken", async () => {
    await expect(attempt(await tokenHeaders({ expires: NOW + 1 }))).resolves.toMatchObject({ scope: "edit" });
  });

  test("is refused as soon as it is deleted", async () => {
    const headers = await tokenHeaders();
    await attempt(headers);
    await deps.tokens.deleteToken("acme", "t1");
    await expect(attempt(headers)).rejects.toMatchObject({ code: "credential_wrong" });
  });

  test("is known by its secret alone, not by the hash that is stored", async () => {
    const headers = await tokenHeaders();
    const { hash } = (await deps.tokens.getToken("acme", "t1"))!;
    const secret = headers.authorization.slice("Bearer ".length);
    for (const wrong of [
      hash,
      `darkroom_${hash.slice(0, 43)}`,
      secret.slice(0, -1),
      secret.toUpperCase(),
      "t1",
    ])
      await expect(attempt({ authorization: `Bearer ${wrong}` })).rejects.toMatchObject({
        code: "credential_wrong",
      });
  });

  test.each([
    ["was not used before", null, NOW],
    ["was used a minute ago", NOW - 60_000, NOW],
    ["was used within the minute", NOW - 59_999, NOW - 59_999],
  ])("that %s is noted as used", async (_name, lastUsed, expected) => {
    await attempt(await tokenHeaders({ lastUsed }));
    await Promise.all(deferred);
    expect((await deps.tokens.getToken("acme", "t1"))?.lastUsed).toBe(expected);
  });

  test("is taken also when its use cannot be noted, and the log says so", async () => {
    const headers = await tokenHeaders();
    deps = { ...deps, tokens: { ...deps.tokens, touchToken: () => Promise.reject(new Error("read-only")) } };
    await expect(attempt(headers)).resolves.toMatchObject({ account: "acme" });
    await Promise.all(deferred);
    expect(log.join("\n")).toContain("read-only");
    expect(log.join("\n")).not.toContain(headers.authorization.slice("Bearer ".length));
  });
});

describe("authorisation", () => {
  const here = { tag: "here", hash: "h" };

  test.each([
    ["read", "read"],
    ["edit", "read"],
    ["edit", "edit"],
    ["admin", "edit"],
    ["admin", "admin"],
  ] as const)("lets a token of scope %s do what needs %s", (scope, needed) => {
    expect(() => authorise({ account: "here", scope }, here, needed)).not.toThrow();
  });

  test.each([
    ["read", "edit"],
    ["read", "admin"],
    ["edit", "admin"],
  ] as const)("refuses a token of scope %s what needs %s", (scope, needed) => {
    expect(() => authorise({ account: "here", scope }, here, needed)).toThrow(
      expect.objectContaining({ code: "scope_missing" }),
    );
  });

  test.each([
    ["another account", { tag: "there", hash: "t" }],
    ["an account that is not there", undefined],
  ])("answers the token of one account the same for %s", (_name, account) => {
    expect(() => authorise({ account: "here", scope: "admin" }, account, "read")).toThrow(
      expect.objectContaining({ code: "credential_wrong" }),
    );
  });

  test("lets the operator act for every account", () => {
    expect(() => authorise({ scope: "admin" }, here, "admin")).not.toThrow();
  });
});
