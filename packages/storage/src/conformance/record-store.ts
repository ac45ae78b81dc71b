import type { ImageFacts } from "@darkroom/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ImageRecord, Json, NewImageRecord, RecordStore } from "../record-store.ts";
import { describeDrafts } from "./drafts.ts";
import { ACCOUNT, FACTS, newRecord } from "./new-record.ts";
import { describeRecordFilters } from "./record-filters.ts";

export interface RecordStoreUnderTest {
  readonly store: RecordStore;
  /** Removes what the store left behind, after the store itself was closed. */
  readonly close?: () => Promise<void>;
}

/** Tests a record store; `create` makes an empty one for each test. */
export function describeRecordStore(name: string, create: () => Promise<RecordStoreUnderTest>): void {
  describeDrafts(name, create);
  describeRecordFilters(name, create);

  describe(`${name}, as a record store`, () => {
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

    /** An upload from its beginning to its record. */
    async function upload(part: Partial<NewImageRecord> = {}): Promise<ImageRecord | undefined> {
      const record = newRecord(part);
      await store.beginUpload({ blobKey: record.blobKey, begun: 1 });
      return store.insertImage(record);
    }

    const abandoned = async (before = Number.MAX_SAFE_INTEGER): Promise<readonly string[]> =>
      (await store.listAbandoned(before, 100)).map(({ blobKey }) => blobKey);

    const list = async (
      options: Partial<Parameters<RecordStore["listImages"]>[1]> = {},
      account = ACCOUNT,
    ): Promise<readonly string[]> =>
      (await store.listImages(account, { order: "asc", limit: 100, ...options })).map(({ id }) => id);

    test("answers a check", async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });

    describe("a record", () => {
      test("comes back as it was inserted, with a seq", async () => {
        const record = newRecord({ requireSignedURLs: true, creator: "someone" });
        await store.beginUpload({ blobKey: record.blobKey, begun: 1 });
        const inserted = await store.insertImage(record);
        expect(inserted).toEqual({ ...record, seq: expect.any(Number) });
        expect(await store.getImage(record.account, record.id)).toEqual(inserted);
      });

      test("that was not inserted is not found", async () => {
        await upload({ id: "here" });
        expect(await store.getImage(ACCOUNT, "there")).toBeUndefined();
        expect(await store.deleteImage(ACCOUNT, "there")).toBeUndefined();
      });

      const IDS: readonly [string, string][] = [
        ["slashes", "a/b/c"],
        ["dots", "../../etc/passwd"],
        ["the name of a prototype", "__proto__"],
        ["the name of a method", "constructor"],
        ["quotes of SQL", `'; DROP TABLE images; --"`],
        ["wildcards of SQL", "%_*?"],
        ["percent signs", "%2e%2e%2f"],
        ["emoji", "🦊/👩‍👩‍👧"],
        ["digits that look like a number", "0001e3"],
        ["spaces at its ends", " id "],
        ["1,024 characters", "ä".repeat(1024)],
      ];
      test.each(IDS)("may have an id with %s", async (_name, id) => {
        await upload({ id });
        await upload({ id: "another" });
        expect((await store.getImage(ACCOUNT, id))?.id).toBe(id);
        expect((await store.deleteImage(ACCOUNT, id))?.id).toBe(id);
        expect(await store.getImage(ACCOUNT, id)).toBeUndefined();
        expect(await store.countImages(ACCOUNT)).toBe(1);
      });

      test.each([
        ["case", "Id", "id"],
        ["Unicode normal form", "\u00e9", "e\u0301"],
        ["a space at the end", "id", "id "],
        ["a leading zero", "1", "01"],
      ])("is another when its id differs only in %s", async (_name, one, other) => {
        await upload({ id: one, filename: "one" });
        expect(await store.getImage(ACCOUNT, other)).toBeUndefined();
        await upload({ id: other, filename: "other" });
        expect((await store.getImage(ACCOUNT, one))?.filename).toBe("one");
        expect((await store.getImage(ACCOUNT, other))?.filename).toBe("other");
      });

      test("keeps metadata and facts as they are, awkward names and all", async () => {
        const meta = JSON.parse(
          `{"__proto__":{"a":1},"constructor":null,"":[],"🦊":"\\u0000\\ud800 \\u2028","n":[1.5,-0.1,true,{"deep":[[]]}]}`,
        ) as { readonly [key: string]: Json };
        const facts: ImageFacts = { ...FACTS, clap: { left: 1, top: 2, width: 3, height: 4 } };
        await upload({ id: "awkward", meta, facts });
        const read = await store.getImage(ACCOUNT, "awkward");
        expect(JSON.stringify(read?.meta)).toBe(JSON.stringify(meta));
        expect(Object.keys(read?.meta ?? {})).toEqual(Object.keys(meta));
        expect(read?.facts).toEqual(facts);
      });

      test("does not change with the objects that it was made of, nor with those that were read", async () => {
        const meta = { list: ["as inserted"] };
        await upload({ id: "mine", meta });
        meta.list.push("changed");
        const read = (await store.getImage(ACCOUNT, "mine")) as { meta: { list: string[] } } | undefined;
        read?.meta.list.push("changed");
        expect((await store.getImage(ACCOUNT, "mine"))?.meta).toEqual({ list: ["as inserted"] });
      });

      test("keeps its placeholder, and takes one later", async () => {
        const placeholder = { thumbHash: "1QcSHQRnh493V4dIh4eXh1h4kJUI", colour: "#ca1111" };
        const other = { thumbHash: "3OcRJYB4d3h/iIeHeEh3eIhw+j3A", colour: "#0b4f6c" };
        await upload({ id: "with", placeholder });
        const without = await upload({ id: "without" });
        expect((await store.getImage(ACCOUNT, "with"))?.placeholder).toEqual(placeholder);
        expect((await store.getImage(ACCOUNT, "without"))?.placeholder).toBeNull();
        await store.setPlaceholder(without!.blobKey, other);
        await store.setPlaceholder("originals/deleted", other);
        expect(await store.getImage(ACCOUNT, "without")).toEqual({ ...without, placeholder: other });
        expect((await store.getImage(ACCOUNT, "with"))?.placeholder).toEqual(placeholder);
      });

      test("keeps large numbers exactly", async () => {
        await upload({ id: "numbers", size: 2 ** 40 + 1, uploaded: 4_102_444_800_123 });
        expect(await store.getImage(ACCOUNT, "numbers")).toMatchObject({
          size: 2 ** 40 + 1,
          uploaded: 4_102_444_800_123,
        });
      });

      test.each([
        ["NUL", "a\0b"],
        ["half of a surrogate pair", "a\ud800b"],
      ])("with %s in a text is refused, and such an id finds nothing", async (_name, bad) => {
        await upload({ id: "a" });
        await upload({ id: "a\ufffdb" });
        await expect(upload({ id: bad })).rejects.toMatchObject({
          name: "StorageError",
          code: "record_invalid",
        });
        await expect(upload({ filename: bad })).rejects.toMatchObject({ code: "record_invalid" });
        await expect(upload({ creator: bad })).rejects.toMatchObject({ code: "record_invalid" });
        expect(await store.getImage(ACCOUNT, bad)).toBeUndefined();
        expect(await store.deleteImage(ACCOUNT, bad)).toBeUndefined();
        expect(await store.countImages(ACCOUNT)).toBe(2);
      });
    });

    describe("an id that is taken", () => {
      test("refuses the insert and keeps the first record", async () => {
        await upload({ id: "one", filename: "first" });
        expect(await upload({ id: "one", filename: "second" })).toBeUndefined();
        expect((await store.getImage(ACCOUNT, "one"))?.filename).toBe("first");
        expect(await store.countImages(ACCOUNT)).toBe(1);
      });

      test("goes to exactly one of many inserts at once", async () => {
        const won = await Promise.all(Array.from({ length: 10 }, () => upload({ id: "one" })));
        const winners = won.filter((record) => record !== undefined);
        expect(winners).toHaveLength(1);
        expect(await store.getImage(ACCOUNT, "one")).toEqual(winners[0]);
        expect(await abandoned()).toHaveLength(9);
      });

      test("is free again after the record was deleted", async () => {
        const first = await upload({ id: "one" });
        await store.deleteImage(ACCOUNT, "one");
        const second = await upload({ id: "one" });
        expect(second?.seq).toBeGreaterThan(first?.seq ?? Infinity);
      });
    });

    describe("deleting", () => {
      test("returns the record once", async () => {
        const record = await upload({ id: "one" });
        expect(await store.deleteImage(ACCOUNT, "one")).toEqual(record);
        expect(await store.deleteImage(ACCOUNT, "one")).toBeUndefined();
        expect(await store.getImage(ACCOUNT, "one")).toBeUndefined();
      });

      test("makes the blob removable at once", async () => {
        const record = await upload();
        // An entry beside the record, which none should be, does not delay it.
        await store.beginUpload({ blobKey: record?.blobKey ?? "", begun: 50 });
        await store.deleteImage(ACCOUNT, record?.id ?? "");
        expect(await store.listAbandoned(1, 10)).toEqual([{ blobKey: record?.blobKey, begun: 0 }]);
      });
    });

    describe("changing", () => {
      const meta = { camera: "y", __proto__: 1, deep: [{ a: null }] };

      test("changes what is given, and nothing else", async () => {
        const record = await upload({ id: "one", creator: "someone", meta: { old: true } });
        await upload({ id: "two" });
        const expected: Record<string, unknown> = { ...record };
        for (const changes of [{ meta }, { creator: "another" }, { requireSignedURLs: true }, {}]) {
          Object.assign(expected, changes);
          expect(await store.updateImage(ACCOUNT, "one", changes)).toEqual(expected);
          expect(await store.getImage(ACCOUNT, "one")).toEqual(expected);
        }
        const all = { meta: {}, creator: null, requireSignedURLs: false };
        expect(await store.updateImage(ACCOUNT, "one", all)).toEqual({ ...record, ...all });
        expect(await store.getImage(ACCOUNT, "two")).toMatchObject({
          creator: null,
          requireSignedURLs: false,
        });
        expect(await list()).toEqual(["one", "two"]);
      });

      test("finds nothing where there is no image, and refuses what cannot be stored", async () => {
        await upload({ id: "one", account: "another" });
        expect(await store.updateImage(ACCOUNT, "one", { meta })).toBeUndefined();
        expect(await store.updateImage(ACCOUNT, "a\0b", { meta })).toBeUndefined();
        await upload({ id: "one" });
        const change = store.updateImage(ACCOUNT, "one", { creator: "a\ud800" });
        await expect(change).rejects.toMatchObject({ code: "record_invalid" });
      });
    });

    describe("lists", () => {
      test("are in order of insertion, either way round", async () => {
        for (const id of ["c", "a", "b"]) await upload({ id });
        expect(await list()).toEqual(["c", "a", "b"]);
        expect(await list({ order: "desc" })).toEqual(["b", "a", "c"]);
      });

      test("of an account without images are empty", async () => {
        expect(await list()).toEqual([]);
        expect(await store.countImages(ACCOUNT)).toBe(0);
      });

      test("page by seq, without gaps or doubles, while images come and go", async () => {
        for (const id of ["a", "b", "c", "d", "e"]) await upload({ id });
        const first = await store.listImages(ACCOUNT, { order: "desc", limit: 2 });
        expect(first.map(({ id }) => id)).toEqual(["e", "d"]);
        await upload({ id: "f" });
        await store.deleteImage(ACCOUNT, "d");
        await store.deleteImage(ACCOUNT, "b");
        const after = first.at(-1)?.seq ?? 0;
        expect(await list({ order: "desc", limit: 2, after })).toEqual(["c", "a"]);
        expect(await list({ order: "asc", after })).toEqual(["e", "f"]);
      });

      test("skip an offset", async () => {
        for (const id of ["a", "b", "c", "d", "e"]) await upload({ id });
        expect(await list({ limit: 2, offset: 2 })).toEqual(["c", "d"]);
        expect(await list({ limit: 2, offset: 4 })).toEqual(["e"]);
        expect(await list({ limit: 2, offset: 5 })).toEqual([]);
      });

      test("never give a seq again, even that of the last image", async () => {
        const last = await upload({ id: "last" });
        await store.deleteImage(ACCOUNT, "last");
        await upload({ id: "next" });
        expect(await list({ after: last?.seq ?? 0 })).toEqual(["next"]);
      });

      test("hold whole records", async () => {
        const record = await upload({ meta: { tag: "x" } });
        expect(await store.listImages(ACCOUNT, { order: "asc", limit: 1 })).toEqual([record]);
      });

      test("count what they hold", async () => {
        for (const id of ["a", "b", "c"]) await upload({ id });
        await upload({ id: "a" });
        await store.deleteImage(ACCOUNT, "b");
        expect(await store.countImages(ACCOUNT)).toBe(2);
      });
    });

    test("two accounts do not see each other", async () => {
      const sha256 = "ab".repeat(32);
      await upload({ account: "one", id: "same", filename: "of one", sha256 });
      await upload({ account: "two", id: "same", filename: "of two" });
      await upload({ account: "two", id: "more" });
      expect((await store.getImage("one", "same"))?.filename).toBe("of one");
      expect(await store.getImage("one", "more")).toBeUndefined();
      expect(await store.countImages("one")).toBe(1);
      expect(await store.listImages("one", { order: "asc", limit: 10 })).toHaveLength(1);
      expect(await store.hasOriginal("two", sha256)).toBe(false);
      await store.deleteImage("two", "same");
      expect(await store.getImage("one", "same")).toBeDefined();
    });

    test("an original is known as long as any image has it", async () => {
      const sha256 = "cd".repeat(32);
      expect(await store.hasOriginal(ACCOUNT, sha256)).toBe(false);
      await upload({ id: "a", sha256 });
      await upload({ id: "b", sha256 });
      await store.deleteImage(ACCOUNT, "a");
      expect(await store.hasOriginal(ACCOUNT, sha256)).toBe(true);
      await store.deleteImage(ACCOUNT, "b");
      expect(await store.hasOriginal(ACCOUNT, sha256)).toBe(false);
    });

    describe("the journal", () => {
      test("names an upload until its record is inserted", async () => {
        const record = newRecord();
        await store.beginUpload({ blobKey: record.blobKey, begun: 5 });
        expect(await store.listAbandoned(6, 10)).toEqual([{ blobKey: record.blobKey, begun: 5 }]);
        await store.insertImage(record);
        expect(await abandoned()).toEqual([]);
      });

      test("keeps the entry of an upload whose id was taken, and lets it be completed with another id", async () => {
        await upload({ id: "one" });
        const late = newRecord({ id: "one" });
        await store.beginUpload({ blobKey: late.blobKey, begun: 7 });
        await store.insertImage(late);
        expect(await store.listAbandoned(8, 10)).toEqual([{ blobKey: late.blobKey, begun: 7 }]);
        expect(await store.insertImage({ ...late, id: "two" })).toBeDefined();
        expect(await abandoned()).toEqual([]);
      });

      test("lists what began before a time, oldest first, at most so many", async () => {
        for (const [blobKey, begun] of [
          ["b", 20],
          ["c", 30],
          ["a", 10],
        ] as const) {
          await store.beginUpload({ blobKey, begun });
        }
        expect(await abandoned(30)).toEqual(["a", "b"]);
        expect(await abandoned(31)).toEqual(["a", "b", "c"]);
        expect(await abandoned(10)).toEqual([]);
        expect((await store.listAbandoned(100, 2)).map(({ blobKey }) => blobKey)).toEqual(["a", "b"]);
      });

      test("does not mind an upload begun twice", async () => {
        await store.beginUpload({ blobKey: "a", begun: 10 });
        await store.beginUpload({ blobKey: "a", begun: 20 });
        expect(await store.listAbandoned(100, 10)).toEqual([{ blobKey: "a", begun: 10 }]);
      });

      test("forgets", async () => {
        await store.beginUpload({ blobKey: "a", begun: 10 });
        await store.forgetUpload("a");
        await store.forgetUpload("never");
        expect(await abandoned()).toEqual([]);
      });

      test("does not let a claimed upload be completed", async () => {
        const record = newRecord();
        await store.beginUpload({ blobKey: record.blobKey, begun: 1 });
        expect(await store.claimUpload(record.blobKey)).toBe(true);
        await expect(store.insertImage(record)).rejects.toMatchObject({ code: "upload_expired" });
        expect(await store.getImage(record.account, record.id)).toBeUndefined();
        expect(await abandoned()).toEqual([record.blobKey]);
      });

      test("does not let an upload be completed that it does not hold, and lists its blob", async () => {
        const record = newRecord();
        await expect(store.insertImage(record)).rejects.toMatchObject({ code: "upload_expired" });
        expect(await store.countImages(ACCOUNT)).toBe(0);
        expect(await store.listAbandoned(1, 10)).toEqual([{ blobKey: record.blobKey, begun: 0 }]);
      });

      test("does not let the blob of a record be claimed", async () => {
        const record = await upload();
        expect(await store.claimUpload(record?.blobKey ?? "")).toBe(false);
        await store.beginUpload({ blobKey: record?.blobKey ?? "", begun: 1 });
        expect(await store.claimUpload(record?.blobKey ?? "")).toBe(false);
        expect(await abandoned()).toEqual([]);
        expect(await store.claimUpload("never")).toBe(false);
      });

      test("never lists the blob of a record, even when another record was refused with it", async () => {
        const record = await upload({ id: "one" });
        expect(await upload({ id: "two", blobKey: record?.blobKey ?? "" })).toBeUndefined();
        expect(await abandoned()).toEqual([]);
        expect(await store.getImage(ACCOUNT, "one")).toEqual(record);
      });
    });
  });
}
