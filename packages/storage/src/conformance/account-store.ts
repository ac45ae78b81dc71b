import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_ACCOUNT_CONFIG, type AccountRecord } from "../account-store.ts";
import type { Stores } from "../stores.ts";
import { newDraft } from "./drafts.ts";
import { newRecord } from "./new-record.ts";
import { newToken } from "./token-store.ts";

export interface StoresUnderTest {
  readonly stores: Stores;
  /** Removes what the stores left behind, after they themselves were closed. */
  readonly close?: () => Promise<void>;
}

/** Tests an account store with the stores beside it; `create` makes empty ones for each test. */
export function describeAccountStore(name: string, create: () => Promise<StoresUnderTest>): void {
  describe(`${name}, as an account store`, () => {
    let subject: StoresUnderTest;
    let store: Stores["accountRecords"];
    beforeEach(async () => {
      subject = await create();
      store = subject.stores.accountRecords;
    });
    afterEach(async () => {
      await subject.stores.records.close();
      await subject.close?.();
    });

    describe("an account", () => {
      test("comes back as it was inserted, by its tag and by its hash", async () => {
        const account = newAccount({ name: "Zoë’s 🦊 “shop”; DROP TABLE accounts; --" });
        expect(await store.insertAccount(account)).toBe(true);
        expect(await store.getAccount(account.tag)).toEqual(account);
        expect(await store.getAccountByHash(account.hash)).toEqual(account);
      });

      test("that was not inserted is not found", async () => {
        await store.insertAccount(newAccount({ tag: "here", hash: "h".repeat(22) }));
        for (const tag of ["there", "Here", "here ", "", "h".repeat(22), "__proto__", "here\0", "\ud800"])
          expect(await store.getAccount(tag)).toBeUndefined();
        for (const hash of ["here", "H".repeat(22), "", "\0"])
          expect(await store.getAccountByHash(hash)).toBeUndefined();
      });

      test.each([
        ["tag", { tag: "same" }],
        ["hash", { hash: "s".repeat(22) }],
      ])("whose %s is taken is refused, and the first one stays", async (_name, same) => {
        const first = newAccount(same);
        await store.insertAccount(first);
        expect(await store.insertAccount(newAccount({ ...same, name: "second" }))).toBe(false);
        expect(await store.listAccounts()).toEqual([first]);
      });

      test("is made once by many inserts at once", async () => {
        const made = await Promise.all(
          Array.from({ length: 10 }, () => store.insertAccount(newAccount({ tag: "same" }))),
        );
        expect(made.filter(Boolean)).toHaveLength(1);
      });

      test.each(["a\0b", "a\ud800b"])("with %j in its name is refused", async (text) => {
        await expect(store.insertAccount(newAccount({ name: text }))).rejects.toMatchObject({
          code: "record_invalid",
        });
      });
    });

    test("the list is in order of making", async () => {
      for (const [tag, created] of [
        ["b", 20],
        ["c", 10],
        ["a", 20],
      ] as const) {
        await store.insertAccount(newAccount({ tag, created }));
      }
      expect((await store.listAccounts()).map(({ tag }) => tag)).toEqual(["c", "a", "b"]);
    });

    describe("deleting", () => {
      test("removes an account with its tokens and settings, and no other's", async () => {
        const { tokens } = subject.stores;
        for (const tag of ["going", "staying"]) {
          await store.insertAccount(newAccount({ tag }));
          await tokens.insertToken(newToken({ account: tag }), 10);
          await store.updateAccountConfig(tag, { flexibleVariants: true });
        }
        expect(await store.deleteAccount("going")).toBe(true);
        expect(await store.getAccount("going")).toBeUndefined();
        expect(await tokens.listTokens("going")).toEqual([]);
        expect(await store.getAccountConfig("going")).toEqual(DEFAULT_ACCOUNT_CONFIG);
        expect((await store.listAccounts()).map(({ tag }) => tag)).toEqual(["staying"]);
        expect(await tokens.listTokens("staying")).toHaveLength(1);
        expect(await store.getAccountConfig("staying")).toMatchObject({ flexibleVariants: true });
        expect(await store.deleteAccount("going")).toBe(false);
      });

      test("is refused while the account has images, and removes nothing then", async () => {
        const { records, tokens } = subject.stores;
        await store.insertAccount(newAccount({ tag: "used" }));
        await tokens.insertToken(newToken({ account: "used" }), 10);
        const image = newRecord({ account: "used" });
        await records.beginUpload({ blobKey: image.blobKey, begun: 1 });
        await records.insertImage(image);
        expect(await store.deleteAccount("used")).toBe(false);
        expect(await store.getAccount("used")).toBeDefined();
        expect(await tokens.listTokens("used")).toHaveLength(1);
        await records.deleteImage("used", image.id);
        expect(await store.deleteAccount("used")).toBe(true);
      });

      test("is refused while a draft may become an image; one that was used goes with the account", async () => {
        const { records } = subject.stores;
        await store.insertAccount(newAccount({ tag: "drafting" }));
        const draft = newDraft({ account: "drafting" });
        await records.insertDraft(draft);
        expect(await store.deleteAccount("drafting")).toBe(false);
        const image = newRecord({ account: "drafting", id: draft.id });
        await records.beginUpload({ blobKey: image.blobKey, begun: 1 });
        await records.completeDraft(image, { tokenHash: draft.tokenHash, at: draft.created });
        expect(await store.deleteAccount("drafting")).toBe(false);
        await records.deleteImage("drafting", draft.id);
        expect(await store.deleteAccount("drafting")).toBe(true);
        expect(await records.findDraft("drafting", draft.tokenHash, draft.created)).toBeUndefined();
      });

      test("of an account that was never added leaves what is stored under its tag", async () => {
        const { tokens } = subject.stores;
        await tokens.insertToken(newToken({ account: "first" }), 10);
        await store.updateAccountConfig("first", { browserTtl: 3600 });
        for (const tag of ["first", "first\0", ""]) expect(await store.deleteAccount(tag)).toBe(false);
        expect(await tokens.listTokens("first")).toHaveLength(1);
        expect(await store.getAccountConfig("first")).toMatchObject({ browserTtl: 3600 });
      });
    });

    describe("the settings of an account", () => {
      test("are the defaults until it sets something", async () => {
        expect(await store.getAccountConfig("any")).toEqual(DEFAULT_ACCOUNT_CONFIG);
        expect(await store.updateAccountConfig("any", {})).toEqual(DEFAULT_ACCOUNT_CONFIG);
      });

      test("change one by one, and keep the others", async () => {
        expect(await store.updateAccountConfig("a", { flexibleVariants: true })).toEqual({
          ...DEFAULT_ACCOUNT_CONFIG,
          flexibleVariants: true,
        });
        const both = { ...DEFAULT_ACCOUNT_CONFIG, flexibleVariants: true, browserTtl: 31_536_000 };
        expect(await store.updateAccountConfig("a", { browserTtl: 31_536_000 })).toEqual(both);
        expect(await store.getAccountConfig("a")).toEqual(both);
        expect(await store.updateAccountConfig("a", {})).toEqual(both);
        const nothing = { flexibleVariants: undefined, browserTtl: undefined };
        expect(await store.updateAccountConfig("a", nothing)).toEqual(both);
        expect(await store.updateAccountConfig("a", { flexibleVariants: false, browserTtl: null })).toEqual(
          DEFAULT_ACCOUNT_CONFIG,
        );
      });

      test("hold what is computed after uploads, as it was given", async () => {
        const prewarm = { variants: ["public", "Zoë’s", "__proto__"], formats: ["avif"] };
        await store.updateAccountConfig("a", { flexibleVariants: true, prewarm });
        await store.updateAccountConfig("a", { browserTtl: 60 });
        const config = { flexibleVariants: true, browserTtl: 60, prewarm };
        expect(await store.getAccountConfig("a")).toEqual(config);
        expect(await store.updateAccountConfig("a", { prewarm: null })).toEqual({ ...config, prewarm: null });
      });

      test("are each account's own", async () => {
        await store.updateAccountConfig("a", { flexibleVariants: true });
        await store.updateAccountConfig("b", { browserTtl: 60 });
        expect(await store.getAccountConfig("a")).toMatchObject({ flexibleVariants: true, browserTtl: null });
        expect(await store.getAccountConfig("b")).toMatchObject({ flexibleVariants: false, browserTtl: 60 });
        expect(await store.getAccountConfig("A")).toEqual(DEFAULT_ACCOUNT_CONFIG);
      });
    });
  });
}

/** An account with a tag and a hash of its own, changed in `part`. */
function newAccount(part: Partial<AccountRecord> = {}): AccountRecord {
  const unique = crypto.randomUUID().replaceAll("-", "");
  return { tag: unique, hash: unique.slice(0, 22), name: "A shop", created: 1_700_000_000_000, ...part };
}
