import { describe, expect, test } from "vitest";
import { openOwner, type CredentialName, type CredentialStore } from "./credentials.ts";

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
    const owner = await openOwner(NOTHING_GIVEN, memoryStore(kept), randomBytes);
    expect(owner.account.tag).toMatch(/^[0-9a-f]{32}$/);
    expect(owner.operator.key).toMatch(/^[\w-]{32}$/);
    expect(owner.operator.token).toMatch(/^[\w-]{32}$/);
    expect(owner.operator.token).not.toBe(owner.operator.key);
    expect(owner.operator.email).toBe("owner@darkroom.local");
    expect(await openOwner(NOTHING_GIVEN, memoryStore(kept), randomBytes)).toEqual(owner);
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
    const { account, operator } = await openOwner(given, memoryStore(kept), randomBytes);
    expect(account.tag).toBe("acme");
    expect(operator).toEqual({ key: "given-key", email: "a@b", token: "given-token" });
    expect([...kept]).toEqual([["key", "kept-key"]]);
  });

  test("that an editor left with a line end, or emptied, are still right", async () => {
    const kept = new Map<CredentialName, string>([
      ["key", "kept-key\n"],
      ["token", "\n"],
    ]);
    const owner = await openOwner(NOTHING_GIVEN, memoryStore(kept), randomBytes);
    expect(owner.operator.key).toBe("kept-key");
    expect(owner.operator.token).toMatch(/^[\w-]{32}$/);
  });
});
