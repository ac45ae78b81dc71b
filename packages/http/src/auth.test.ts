import { describe, expect, test } from "vitest";
import { authenticate } from "./auth.ts";

const ACCOUNT = {
  tag: "a",
  hash: "h",
  email: "owner@example.com",
  key: "the-right-key-0123",
  token: "the-right-token-0123",
};
const KEY = { "x-auth-key": ACCOUNT.key, "x-auth-email": ACCOUNT.email };

function attempt(headers: Record<string, string>): Promise<void> {
  return authenticate(new Headers(headers), ACCOUNT);
}

describe("authentication", () => {
  test.each([
    ["key and email", KEY],
    ["an email in other case", { ...KEY, "x-auth-email": "Owner@Example.com" }],
    ["a token", { authorization: `Bearer ${ACCOUNT.token}` }],
    [
      "a token although the key is wrong",
      { ...KEY, "x-auth-key": "wrong", authorization: `bearer ${ACCOUNT.token}` },
    ],
  ])("takes %s", async (_name, headers) => {
    await expect(attempt(headers)).resolves.toBeUndefined();
  });

  test.each([
    ["nothing", {}],
    ["a key alone", { "x-auth-key": ACCOUNT.key }],
    ["an email alone", { "x-auth-email": ACCOUNT.email }],
    ["another scheme", { authorization: `Basic ${ACCOUNT.token}` }],
    ["an empty token", { authorization: "Bearer " }],
  ])("misses a credential in %s", async (_name, headers: Record<string, string>) => {
    await expect(attempt(headers)).rejects.toMatchObject({ code: "credential_missing" });
  });

  test.each([
    ["a wrong token although the key is right", { ...KEY, authorization: "Bearer wrong" }],
    ["a prefix of the key", { ...KEY, "x-auth-key": ACCOUNT.key.slice(0, -1) }],
    ["the key and one character more", { ...KEY, "x-auth-key": `${ACCOUNT.key}x` }],
    ["the key in other case", { ...KEY, "x-auth-key": ACCOUNT.key.toUpperCase() }],
    ["another email", { ...KEY, "x-auth-email": "other@example.com" }],
    ["the token as key", { ...KEY, "x-auth-key": ACCOUNT.token }],
    ["the key as token", { authorization: `Bearer ${ACCOUNT.key}` }],
  ])("refuses %s", async (_name, headers) => {
    await expect(attempt(headers)).rejects.toMatchObject({ code: "credential_wrong" });
  });
});
