import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TokenRecord, TokenStore } from "../token-store.ts";
import type { StoresUnderTest } from "./account-store.ts";

/** Tests a token store; `create` makes an empty one for each test. */
export function describeTokenStore(name: string, create: () => Promise<StoresUnderTest>): void {
  describe(`${name}, as a token store`, () => {
    let subject: StoresUnderTest;
    let store: TokenStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.stores.tokens;
    });
    afterEach(async () => {
      await subject.stores.records.close();
      await subject.close?.();
    });

    const names = async (account: string): Promise<readonly string[]> =>
      (await store.listTokens(account)).map((token) => token.name);

    describe("a token", () => {
      test.each([
        ["that never expires", {}],
        ["with every property", { disabled: true, scope: "admin", expires: 4_102_444_800_123, lastUsed: 7 }],
        ["with an awkward name", { name: "deploy 🦊; DROP TABLE tokens; --'\"" }],
      ] as const)("%s comes back as it was inserted", async (_name, part) => {
        const token = newToken(part);
        expect(await store.insertToken(token, 10)).toBe("inserted");
        expect(await store.getToken(token.account, token.id)).toEqual(token);
        expect(await store.findToken(token.hash)).toEqual(token);
        expect(await store.listTokens(token.account)).toEqual([token]);
      });

      test("is found by no other id, account or hash", async () => {
        const token = newToken({ account: "mine" });
        await store.insertToken(token, 10);
        for (const id of ["", "x", token.hash, token.id.toUpperCase(), `${token.id}\0`, "\ud800"])
          expect(await store.getToken("mine", id)).toBeUndefined();
        expect(await store.getToken("other", token.id)).toBeUndefined();
        for (const hash of ["", token.id, token.hash.slice(0, -1)])
          expect(await store.findToken(hash)).toBeUndefined();
      });

      test.each(["a\0b", "a\ud800b"])("with %j in its name is refused", async (text) => {
        const refusal = { code: "record_invalid" };
        await expect(store.insertToken(newToken({ name: text }), 10)).rejects.toMatchObject(refusal);
        const token = newToken();
        await store.insertToken(token, 10);
        await expect(store.updateToken(token.account, token.id, { name: text })).rejects.toMatchObject(
          refusal,
        );
      });
    });

    test("an account has at most so many, also when they are made at once", async () => {
      const results = await Promise.all(
        Array.from({ length: 8 }, () => store.insertToken(newToken({ account: "a" }), 3)),
      );
      expect(results.filter((result) => result === "inserted")).toHaveLength(3);
      expect(await store.listTokens("a")).toHaveLength(3);
      expect(await store.insertToken(newToken({ account: "b" }), 3)).toBe("inserted");
      await store.deleteToken("a", (await store.listTokens("a"))[0]!.id);
      expect(await store.insertToken(newToken({ account: "a" }), 3)).toBe("inserted");
    });

    test("the list is the account's own, the newest first", async () => {
      for (const [title, issued] of [
        ["first", 1],
        ["third", 3],
        ["second", 2],
      ] as const) {
        await store.insertToken(newToken({ account: "a", name: title, issued }), 10);
      }
      await store.insertToken(newToken({ account: "b", name: "of b" }), 10);
      for (const id of ["x", "z", "y"])
        await store.insertToken(newToken({ account: "c", id, name: id, issued: 1 }), 10);
      expect(await names("c")).toEqual(["z", "y", "x"]);
      expect(await names("a")).toEqual(["third", "second", "first"]);
      expect(await names("b")).toEqual(["of b"]);
    });

    describe("updating", () => {
      test("changes what is given and nothing else", async () => {
        const token = newToken({ account: "a", expires: 5 });
        await store.insertToken(token, 10);
        expect(await store.updateToken("a", token.id, { scope: "edit" })).toEqual({
          ...token,
          scope: "edit",
        });
        const changes = { name: "new", disabled: true, expires: null, modified: 9, hash: "ef".repeat(32) };
        const changed = { ...token, scope: "edit", ...changes };
        expect(await store.updateToken("a", token.id, changes)).toEqual(changed);
        expect(await store.updateToken("a", token.id, {})).toEqual(changed);
        expect(await store.updateToken("a", token.id, { name: undefined, expires: undefined })).toEqual(
          changed,
        );
        expect(await store.getToken("a", token.id)).toEqual(changed);
        expect(await store.findToken(token.hash)).toBeUndefined();
        expect(await store.findToken(changes.hash)).toEqual(changed);
      });

      test("finds nothing under another account or id", async () => {
        const token = newToken({ account: "a" });
        await store.insertToken(token, 10);
        expect(await store.updateToken("b", token.id, { name: "stolen" })).toBeUndefined();
        expect(await store.updateToken("a", "x", { name: "stolen" })).toBeUndefined();
        expect(await names("a")).toEqual([token.name]);
      });
    });

    test("a use is noted unless one was noted after the given time", async () => {
      const token = newToken();
      await store.insertToken(token, 10);
      const lastUsed = async () => (await store.getToken(token.account, token.id))?.lastUsed;
      await store.touchToken(token.id, 100, 40);
      expect(await lastUsed()).toBe(100);
      await store.touchToken(token.id, 150, 90);
      expect(await lastUsed()).toBe(100);
      await store.touchToken(token.id, 160, 100);
      expect(await lastUsed()).toBe(160);
      await expect(store.touchToken("x", 1, 1)).resolves.toBeUndefined();
    });

    test("a deleted one is gone, and only from its own account", async () => {
      const token = newToken({ account: "a" });
      await store.insertToken(token, 10);
      expect(await store.deleteToken("b", token.id)).toBe(false);
      expect(await store.deleteToken("a", token.id)).toBe(true);
      expect(await store.deleteToken("a", token.id)).toBe(false);
      expect(await store.findToken(token.hash)).toBeUndefined();
      expect(await store.listTokens("a")).toEqual([]);
    });
  });
}

/** A token with an id and a hash of its own, changed in `part`. */
export function newToken(part: Partial<TokenRecord> = {}): TokenRecord {
  const unique = crypto.randomUUID().replaceAll("-", "");
  return {
    id: unique,
    account: "0123456789abcdef0123456789abcdef",
    name: "deployment",
    hash: unique.repeat(2),
    scope: "read",
    disabled: false,
    issued: 1_700_000_000_000,
    modified: 1_700_000_000_000,
    expires: null,
    lastUsed: null,
    ...part,
  };
}
