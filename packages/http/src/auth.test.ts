import { describe, expect, test } from "vitest";
import { authenticate, authorise, type Caller } from "./auth.ts";

const OPERATOR = {
  email: "owner@example.com",
  key: "the-right-key-0123",
  token: "the-right-token-0123",
};
const KEY = { "x-auth-key": OPERATOR.key, "x-auth-email": OPERATOR.email };

function attempt(headers: Record<string, string>): Promise<Caller> {
  return authenticate(new Headers(headers), OPERATOR);
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
