import { describe, expect, test } from "vitest";
import { openAccounts, type CredentialName, type CredentialStore } from "./credentials.ts";

const NOTHING_GIVEN = {
  account: undefined,
  accountHash: undefined,
  authEmail: undefined,
  authKey: undefined,
  apiToken: undefined,
};

function memoryStore(kept: Map<CredentialName, string>): CredentialStore {
  return {
    read: async (name) => kept.get(name),
    write: async (name, value) => void kept.set(name, value),
  };
}

function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

describe("the credentials of an account", () => {
  test("are made on the first run, apart from each other, and found on the next", async () => {
    const kept = new Map<CredentialName, string>();
    const { first } = await openAccounts(NOTHING_GIVEN, memoryStore(kept), randomBytes);
    expect(first.tag).toMatch(/^[0-9a-f]{32}$/);
    expect(first.key).toMatch(/^[\w-]{32}$/);
    expect(first.token).toMatch(/^[\w-]{32}$/);
    expect(first.token).not.toBe(first.key);
    expect(first.email).toBe("owner@darkroom.local");
    expect((await openAccounts(NOTHING_GIVEN, memoryStore(kept), randomBytes)).first).toEqual(first);
  });

  test("from the environment win, and are not written down", async () => {
    const kept = new Map<CredentialName, string>([["key", "kept-key"]]);
    const given = {
      ...NOTHING_GIVEN,
      account: "acme",
      authKey: "given-key",
      authEmail: "a@b",
      apiToken: "given-token",
    };
    const { first } = await openAccounts(given, memoryStore(kept), randomBytes);
    expect(first).toMatchObject({ tag: "acme", key: "given-key", email: "a@b", token: "given-token" });
    expect([...kept]).toEqual([["key", "kept-key"]]);
  });

  test("that an editor left with a line end, or emptied, are still right", async () => {
    const kept = new Map<CredentialName, string>([
      ["key", "kept-key\n"],
      ["token", "\n"],
    ]);
    const { first } = await openAccounts(NOTHING_GIVEN, memoryStore(kept), randomBytes);
    expect(first.key).toBe("kept-key");
    expect(first.token).toMatch(/^[\w-]{32}$/);
  });
});
