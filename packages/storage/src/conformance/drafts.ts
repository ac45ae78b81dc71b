import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DraftRecord, NewDraftRecord } from "../draft-store.ts";
import type { ImageRecord, Json, NewImageRecord, RecordStore } from "../record-store.ts";
import { ACCOUNT, newRecord } from "./new-record.ts";
import type { RecordStoreUnderTest } from "./record-store.ts";

const CREATED = 1000;
const EXPIRES = 2000;
/** A time at which drafts are open. */
const OPEN = 1500;

/** Tests the drafts of a record store; `create` makes an empty one for each test. */
export function describeDrafts(name: string, create: () => Promise<RecordStoreUnderTest>): void {
  describe(`${name}, as a store of drafts`, () => {
    let subject: RecordStoreUnderTest;
    let store: RecordStore;
    beforeEach(async () => {
      subject = await create();
      ({ store } = subject);
    });
    afterEach(async () => {
      await store.close();
      await subject.close?.();
    });

    /** Inserts what must be accepted. */
    async function drafted(part: Partial<NewDraftRecord> = {}): Promise<DraftRecord> {
      const draft = newDraft(part);
      expect(await store.insertDraft(draft)).toBe(true);
      return { ...draft, used: false };
    }

    async function upload(part: Partial<NewImageRecord>): Promise<ImageRecord | undefined> {
      const record = newRecord({ uploaded: OPEN, ...part });
      await store.beginUpload({ blobKey: record.blobKey, begun: 1 });
      return store.insertImage(record);
    }

    /** An upload for a draft from its beginning to its record. */
    async function complete(
      { account, id, tokenHash }: Pick<DraftRecord, "account" | "id" | "tokenHash">,
      at = OPEN,
      part: Partial<NewImageRecord> = {},
    ): Promise<ImageRecord | undefined> {
      const record = newRecord({ account, id, ...part });
      await store.beginUpload({ blobKey: record.blobKey, begun: 1 });
      return store.completeDraft(record, { tokenHash, at });
    }

    const abandoned = async (): Promise<readonly string[]> =>
      (await store.listAbandoned(Number.MAX_SAFE_INTEGER, 100)).map(({ blobKey }) => blobKey);

    describe("a draft", () => {
      test("comes back as it was inserted, by its id and by its token", async () => {
        const meta = JSON.parse(`{"__proto__":{"a":1},"🦊":["\\u0000",null]}`) as DraftRecord["meta"];
        const draft = await drafted({ id: "über/🦊", creator: "someone", meta, requireSignedURLs: true });
        expect(await store.getDraft(ACCOUNT, draft.id, OPEN)).toEqual(draft);
        const found = await store.findDraft(ACCOUNT, draft.tokenHash, OPEN);
        expect(found).toEqual(draft);
        expect(JSON.stringify(found?.meta)).toBe(JSON.stringify(meta));
      });

      test("is neither listed, counted nor found as an image", async () => {
        const { id } = await drafted();
        expect(await store.getImage(ACCOUNT, id)).toBeUndefined();
        expect(await store.deleteImage(ACCOUNT, id)).toBeUndefined();
        expect(await store.countImages(ACCOUNT)).toBe(0);
        expect(await store.listImages(ACCOUNT, { order: "asc", limit: 10 })).toEqual([]);
      });

      test("belongs to one account", async () => {
        const draft = await drafted({ account: "one", id: "same" });
        const other = await drafted({ account: "two", id: "same" });
        expect(await store.findDraft("two", draft.tokenHash, OPEN)).toBeUndefined();
        expect(await complete({ ...draft, account: "two" })).toBeUndefined();
        expect(await store.deleteDraft("two", "same", OPEN)).toBe(true);
        expect(await store.getDraft("one", "same", OPEN)).toEqual(draft);
        expect(await store.findDraft("two", other.tokenHash, OPEN)).toBeUndefined();
      });

      test("is gone from the moment it expires", async () => {
        const draft = await drafted({ id: "late" });
        expect(await store.getDraft(ACCOUNT, "late", EXPIRES - 1)).toEqual(draft);
        expect(await store.getDraft(ACCOUNT, "late", EXPIRES)).toBeUndefined();
        expect(await store.findDraft(ACCOUNT, draft.tokenHash, EXPIRES)).toBeUndefined();
        expect(await store.updateDraft(ACCOUNT, "late", { creator: "x" }, EXPIRES)).toBeUndefined();
        expect(await store.deleteDraft(ACCOUNT, "late", EXPIRES)).toBe(false);
      });

      test("is gone once it is deleted", async () => {
        const draft = await drafted();
        expect(await store.deleteDraft(ACCOUNT, draft.id, OPEN)).toBe(true);
        expect(await store.deleteDraft(ACCOUNT, draft.id, OPEN)).toBe(false);
        expect(await store.findDraft(ACCOUNT, draft.tokenHash, OPEN)).toBeUndefined();
        expect(await complete(draft)).toBeUndefined();
        expect(await abandoned()).toHaveLength(1);
      });

      test("changes in what is given", async () => {
        const draft = await drafted({ id: "one", creator: "someone", meta: { old: true } });
        await drafted({ id: "two" });
        const expected: Record<string, unknown> = { ...draft };
        for (const changes of [{ meta: { a: [1] } }, { creator: null }, { requireSignedURLs: true }, {}]) {
          Object.assign(expected, changes);
          expect(await store.updateDraft(ACCOUNT, "one", changes, OPEN)).toEqual(expected);
          expect(await store.getDraft(ACCOUNT, "one", OPEN)).toEqual(expected);
        }
        expect(await store.getDraft(ACCOUNT, "two", OPEN)).toMatchObject({ requireSignedURLs: false });
      });

      test("does not change with the objects that it was made of, nor with those that were read", async () => {
        const meta = { list: ["as inserted"] };
        await drafted({ id: "mine", meta });
        meta.list.push("changed");
        const read = (await store.getDraft(ACCOUNT, "mine", OPEN))?.meta as { list: Json[] } | undefined;
        read?.list.push("changed");
        expect(await store.getDraft(ACCOUNT, "mine", OPEN)).toMatchObject({
          meta: { list: ["as inserted"] },
        });
      });

      test.each([
        ["NUL", "a\0b"],
        ["half of a surrogate pair", "a\ud800b"],
      ])("with %s in a text is refused, and such an id finds nothing", async (_name, bad) => {
        await drafted({ id: "a" });
        await drafted({ id: "a\ufffdb" });
        const refusal = { name: "StorageError", code: "record_invalid" };
        await expect(store.insertDraft(newDraft({ id: bad }))).rejects.toMatchObject(refusal);
        await expect(store.insertDraft(newDraft({ creator: bad }))).rejects.toMatchObject(refusal);
        await expect(store.updateDraft(ACCOUNT, "a", { creator: bad }, OPEN)).rejects.toMatchObject(refusal);
        expect(await store.getDraft(ACCOUNT, bad, OPEN)).toBeUndefined();
        expect(await store.updateDraft(ACCOUNT, bad, {}, OPEN)).toBeUndefined();
        expect(await store.deleteDraft(ACCOUNT, bad, OPEN)).toBe(false);
      });
    });

    describe("an id", () => {
      test("of an image is refused to drafts", async () => {
        await upload({ id: "one" });
        expect(await store.insertDraft(newDraft({ id: "one" }))).toBe(false);
        expect(await store.getDraft(ACCOUNT, "one", OPEN)).toBeUndefined();
        expect(await store.insertDraft(newDraft({ id: "one", account: "another" }))).toBe(true);
      });

      test("of an open draft is refused to drafts and to images, whose bytes go to the collector", async () => {
        const draft = await drafted({ id: "one" });
        expect(await store.insertDraft(newDraft({ id: "one", created: OPEN }))).toBe(false);
        expect(await upload({ id: "one" })).toBeUndefined();
        expect(await abandoned()).toHaveLength(1);
        expect(await store.getDraft(ACCOUNT, "one", OPEN)).toEqual(draft);
      });

      test("of an expired draft is free, for a draft", async () => {
        const old = await drafted({ id: "one" });
        const next = await drafted({ id: "one", created: EXPIRES, expires: EXPIRES + 1000 });
        expect(await store.getDraft(ACCOUNT, "one", EXPIRES)).toEqual(next);
        expect(await store.findDraft(ACCOUNT, old.tokenHash, OPEN)).toBeUndefined();
        // Begun in time, but another has the id now.
        expect(await complete(old)).toBeUndefined();
      });

      test("of an expired draft is free, for an image", async () => {
        const old = await drafted({ id: "one" });
        expect(await upload({ id: "one", uploaded: EXPIRES })).toMatchObject({ id: "one" });
        expect(await complete(old)).toBeUndefined();
        await store.deleteImage(ACCOUNT, "one");
        expect(await store.getDraft(ACCOUNT, "one", EXPIRES)).toBeUndefined();
      });

      test("is judged by when an image is inserted, not by when it was uploaded elsewhere", async () => {
        await drafted({ id: "one" });
        const imported = newRecord({ id: "one", uploaded: CREATED - 1 });
        await store.beginUpload({ blobKey: imported.blobKey, begun: 1 });
        expect(await store.insertImage(imported, OPEN)).toBeUndefined();
        const again = newRecord({ id: "one", uploaded: CREATED - 1 });
        await store.beginUpload({ blobKey: again.blobKey, begun: 1 });
        expect(await store.insertImage(again, EXPIRES)).toMatchObject({ uploaded: CREATED - 1 });
      });

      test("goes to exactly one of many drafts at once", async () => {
        const won = await Promise.all(
          Array.from({ length: 10 }, () => store.insertDraft(newDraft({ id: "one" }))),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
      });

      test("goes to exactly one of drafts and images at once", async () => {
        const won = await Promise.all(
          Array.from({ length: 10 }, (_, number) =>
            number % 2 === 0 ? upload({ id: "one" }) : store.insertDraft(newDraft({ id: "one" })),
          ),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
      });
    });

    describe("completing", () => {
      test("makes the image, with what the draft says at that moment, and uses the draft up", async () => {
        const draft = await drafted({ creator: "someone", meta: { a: 1 } });
        await store.updateDraft(ACCOUNT, draft.id, { meta: { a: 2 }, requireSignedURLs: true }, OPEN);
        const image = await complete(draft, OPEN, { filename: "mine.jpg", creator: "ignored" });
        expect(image).toMatchObject({
          id: draft.id,
          filename: "mine.jpg",
          creator: "someone",
          meta: { a: 2 },
          requireSignedURLs: true,
        });
        expect(await store.getImage(ACCOUNT, draft.id)).toEqual(image);
        expect(await abandoned()).toEqual([]);
        expect(await store.getDraft(ACCOUNT, draft.id, OPEN)).toBeUndefined();
        expect(await store.updateDraft(ACCOUNT, draft.id, { creator: "x" }, OPEN)).toBeUndefined();
        expect(await store.deleteDraft(ACCOUNT, draft.id, OPEN)).toBe(false);
        expect(await store.findDraft(ACCOUNT, draft.tokenHash, OPEN)).toMatchObject({ used: true });
      });

      test("happens once, even after the image was deleted", async () => {
        const draft = await drafted();
        await complete(draft);
        expect(await complete(draft)).toBeUndefined();
        await store.deleteImage(ACCOUNT, draft.id);
        expect(await complete(draft)).toBeUndefined();
        expect(await store.findDraft(ACCOUNT, draft.tokenHash, OPEN)).toMatchObject({ used: true });
      });

      test("does not keep the id from a new draft after the image was deleted", async () => {
        const draft = await drafted();
        await complete(draft);
        expect(await store.insertDraft(newDraft({ id: draft.id, created: OPEN }))).toBe(false);
        await store.deleteImage(ACCOUNT, draft.id);
        const next = await drafted({ id: draft.id, created: OPEN });
        expect(await complete(draft)).toBeUndefined();
        expect(await complete(next)).toMatchObject({ id: draft.id });
      });

      test.each([
        ["another token", { tokenHash: "another" }],
        ["another id", { id: "another" }],
        ["another account", { account: "another" }],
      ])("with %s is refused, and leaves the draft open", async (_name, part) => {
        const draft = await drafted();
        expect(await complete({ ...draft, ...part })).toBeUndefined();
        expect(await abandoned()).toHaveLength(1);
        expect(await store.getDraft(ACCOUNT, draft.id, OPEN)).toEqual(draft);
        expect(await complete(draft)).toBeDefined();
      });

      test("that began in time may end later; one that began too late may not", async () => {
        const one = await drafted();
        const two = await drafted();
        expect(await complete(one, EXPIRES - 1, { uploaded: EXPIRES + 500 })).toBeDefined();
        expect(await complete(two, EXPIRES)).toBeUndefined();
        expect(await abandoned()).toHaveLength(1);
      });

      test("with bytes that may have been collected is refused, and leaves the draft open", async () => {
        const draft = await drafted();
        const record = newRecord({ id: draft.id });
        const never = store.completeDraft(record, { tokenHash: draft.tokenHash, at: OPEN });
        await expect(never).rejects.toMatchObject({ code: "upload_expired" });
        expect(await abandoned()).toEqual([record.blobKey]);
        const claimed = newRecord({ id: draft.id });
        await store.beginUpload({ blobKey: claimed.blobKey, begun: 1 });
        await store.claimUpload(claimed.blobKey);
        const late = store.completeDraft(claimed, { tokenHash: draft.tokenHash, at: OPEN });
        await expect(late).rejects.toMatchObject({ code: "upload_expired" });
        expect(await complete(draft)).toBeDefined();
      });

      test("of 50 at once exactly one wins, and the bytes of the others go to the collector", async () => {
        const draft = await drafted({ id: "one" });
        const won = await Promise.all(Array.from({ length: 50 }, () => complete(draft)));
        const winners = won.filter((record) => record !== undefined);
        expect(winners).toHaveLength(1);
        expect(await store.getImage(ACCOUNT, "one")).toEqual(winners[0]);
        const left = await abandoned();
        expect(left).toHaveLength(49);
        expect(left).not.toContain(winners[0]?.blobKey);
      });
    });

    test("those that expired are removed, the oldest first, at most so many at a time", async () => {
      for (const expires of [30, 10, 20, 40]) {
        await drafted({ id: `until ${expires}`, created: 0, expires });
      }
      const used = await drafted({ created: 0, expires: 25 });
      await complete(used, 5);
      expect(await store.removeExpiredDrafts(10, 100)).toBe(0);
      expect(await store.removeExpiredDrafts(40, 2)).toBe(2);
      expect(await store.getDraft(ACCOUNT, "until 20", 5)).toBeUndefined();
      expect(await store.getDraft(ACCOUNT, "until 30", 5)).toBeDefined();
      expect(await store.removeExpiredDrafts(40, 100)).toBe(2);
      expect(await store.findDraft(ACCOUNT, used.tokenHash, 5)).toBeUndefined();
      expect(await store.getDraft(ACCOUNT, "until 40", 5)).toBeDefined();
      expect(await store.getImage(ACCOUNT, used.id)).toBeDefined();
    });
  });
}

/** A draft with an id and a token of its own, changed in `part`. */
export function newDraft(part: Partial<NewDraftRecord> = {}): NewDraftRecord {
  const unique = crypto.randomUUID();
  return {
    account: ACCOUNT,
    id: unique,
    tokenHash: unique.replaceAll("-", "").repeat(2),
    creator: null,
    meta: {},
    requireSignedURLs: false,
    created: CREATED,
    expires: EXPIRES,
    ...part,
  };
}
