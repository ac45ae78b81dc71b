import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSelected, type ImageSelection, type MetaFilter } from "../image-selection.ts";
import type { Json, RecordStore } from "../record-store.ts";
import { newRecord } from "./new-record.ts";
import type { RecordStoreUnderTest } from "./record-store.ts";

type Meta = { readonly [key: string]: Json };

/** Tests how a record store selects images; `create` makes an empty one. */
export function describeRecordFilters(name: string, create: () => Promise<RecordStoreUnderTest>): void {
  describe(`${name}, as a record store that selects`, () => {
    let subject: RecordStoreUnderTest;
    let store: RecordStore;
    beforeAll(async () => {
      subject = await create();
      ({ store } = subject);
    });
    afterAll(async () => {
      await store.close();
      await subject.close?.();
    });

    let accounts = 0;
    /** A new account with an image of each metadata; their ids are the indices. */
    async function accountOf(
      images: readonly { readonly meta?: Meta; readonly creator?: string | null }[],
    ): Promise<string> {
      accounts += 1;
      const account = `account-${accounts}`;
      for (const [index, image] of images.entries()) {
        const record = newRecord({ account, id: String(index), ...image });
        await store.beginUpload({ blobKey: record.blobKey, begun: 1 });
        await store.insertImage(record);
      }
      return account;
    }

    async function select(account: string, selection: ImageSelection): Promise<readonly number[]> {
      const images = await store.listImages(account, { order: "asc", limit: 1000, ...selection });
      expect(await store.countImages(account, selection)).toBe(images.length);
      return images.map(({ id }) => Number(id));
    }

    /** Of these values of the field `v`, those that a filter finds. */
    async function found(values: readonly Json[], filter: Condition): Promise<readonly Json[]> {
      const account = await accountOf(values.map((v) => ({ meta: { v } })));
      const indices = await select(account, { filters: [{ path: ["v"], ...filter }] });
      return indices.map((index) => values[index]!);
    }

    test.each<[string, readonly Json[], Condition, readonly Json[]]>([
      ["a text", ["a", "A", "a ", "ab", ["a"], { a: "a" }, null], { operator: "in", values: ["a"] }, ["a"]],
      ["a text in one normal form", ["é", "e\u0301"], { operator: "in", values: ["é"] }, ["é"]],
      ["an emoji", ["🦊", "🦊🦊", "\ud83e"], { operator: "in", values: ["🦊"] }, ["🦊"]],
      ["half of a surrogate pair", ["\ud83e", "\ufffd"], { operator: "in", values: ["\ud83e"] }, ["\ud83e"]],
      [
        "NUL and quotes",
        ["a\0b", "a", `"'\\`],
        { operator: "in", values: ["a\0b", `"'\\`] },
        ["a\0b", `"'\\`],
      ],
      ["SQL", ["x", "' OR 1=1 --"], { operator: "in", values: ["' OR 1=1 --"] }, ["' OR 1=1 --"]],
      ["the empty text", ["", null, 0, false, []], { operator: "in", values: [""] }, [""]],
      ["a number, not its text", [5, "5", 5.5, true, [5]], { operator: "in", values: [5] }, [5]],
      ["a text, not its number", [5, "5", "5.0"], { operator: "in", values: ["5"] }, ["5"]],
      ["true, not 1", [true, 1, "true", "1"], { operator: "in", values: [true] }, [true]],
      ["false, not 0 nor null", [false, 0, null, ""], { operator: "in", values: [false] }, [false]],
      [
        "any of many types",
        [1, "1", true, null, "x"],
        { operator: "in", values: ["1", 1, true] },
        [1, "1", true],
      ],
      ["nothing of none", [1, "1"], { operator: "in", values: [] }, []],
      [
        "a number that SQLite reads as an integer of 64 bits",
        [2 ** 60, 2 ** 60 + 256, 2 ** 53, 2 ** 64, 2 ** 63],
        { operator: "in", values: [2 ** 60, 2 ** 63] },
        [2 ** 60, 2 ** 63],
      ],
      ["the last bit of a number", [0.1 + 0.2, 0.3], { operator: "in", values: [0.3] }, [0.3]],
      ["zero of either sign", [0, -0, 1e-320], { operator: "in", values: [-0] }, [0, -0]],
      ["numbers above, nothing else", [1, 2, 3, "3", true, null, [3]], { operator: "gt", value: 2 }, [3]],
      ["numbers from one on", [1, 2, 3, "3", true], { operator: "gte", value: 2 }, [2, 3]],
      ["numbers below, nothing else", [-1, 0, 1, "0", false, null], { operator: "lt", value: 1 }, [-1, 0]],
      ["numbers up to one", [1, 2, 3, "2", true], { operator: "lte", value: 2 }, [1, 2]],
      [
        "numbers above 2^60, to the last bit",
        [2 ** 60 - 128, 2 ** 60, 2 ** 60 + 256, 2 ** 63, 1e300, -1e300],
        { operator: "gt", value: 2 ** 60 },
        [2 ** 60 + 256, 2 ** 63, 1e300],
      ],
      ["fractions, to the last bit", [0.3, 0.1 + 0.2], { operator: "gt", value: 0.3 }, [0.1 + 0.2]],
    ])("finds %s", async (_what, values, filter, expected) => {
      expect(await found(values, filter)).toEqual(expected);
    });

    test("looks into objects, never into lists, texts or prototypes", async () => {
      const account = await accountOf([
        { meta: { a: { b: { c: "x" } } } },
        { meta: { a: { b: "x" } } },
        { meta: { "a.b": "x", a: [{ b: "x" }] } },
        { meta: { a: "x", "0": "zero" } },
        { meta: JSON.parse('{"__proto__":{"constructor":"x"},"length":1}') as Meta },
        { meta: {} },
      ]);
      const of = (...path: readonly string[]): Promise<readonly number[]> =>
        select(account, { filters: [{ path, operator: "in", values: ["x", 1, "zero", "Object"] }] });
      expect(await of("a", "b", "c")).toEqual([0]);
      expect(await of("a", "b")).toEqual([1]);
      expect(await of("a")).toEqual([3]);
      expect(await of("a", "0")).toEqual([]);
      expect(await of("0")).toEqual([3]);
      expect(await of("a", "length")).toEqual([]);
      expect(await of("length")).toEqual([4]);
      expect(await of("__proto__", "constructor")).toEqual([4]);
      expect(await of("constructor", "name")).toEqual([]);
    });

    test("asks for all that is given", async () => {
      const account = await accountOf([
        { meta: { a: 1, b: "x" }, creator: "me" },
        { meta: { a: 1, b: "x" }, creator: "you" },
        { meta: { a: 1, b: "x" } },
        { meta: { a: 1, b: "y" }, creator: "me" },
        { meta: { a: 9, b: "x" }, creator: "me" },
      ]);
      const filters: readonly MetaFilter[] = [
        { path: ["a"], operator: "lt", value: 5 },
        { path: ["b"], operator: "in", values: ["x"] },
      ];
      expect(await select(account, { filters })).toEqual([0, 1, 2]);
      expect(await select(account, { filters, creator: "me" })).toEqual([0]);
      expect(await select(account, { filters, creator: null })).toEqual([2]);
      expect(await select(account, { filters: [], creator: "me" })).toEqual([0, 3, 4]);
      expect(await select(account, { creator: "nobody" })).toEqual([]);
      expect(await select(account, { creator: "me\0" })).toEqual([]);
      const contradiction = [...filters, { path: ["a"], operator: "gt", value: 5 } as const];
      expect(await select(account, { filters: contradiction })).toEqual([]);
    });

    test.each([
      ["a part of an id", "summer/", ["summer/1.jpg"]],
      ["a part of a file name", "DSC_2", ["b"]],
      ["ASCII letters of either case", "sUMMER/1.JPG", ["summer/1.jpg"]],
      ["other letters as they are", "ÉTÉ", ["ÉTÉ"]],
      ["a percent sign, which is no wildcard", "%", ["100%"]],
      ["an underscore, which is no wildcard", "c_2", ["b"]],
      ["SQL", "' OR 1=1 --", []],
      ["half of a surrogate pair", "\ud83e", []],
      ["NUL", "\0", []],
    ])("finds %s", async (_what, search, ids) => {
      accounts += 1;
      const account = `account-${accounts}`;
      const images = [
        { id: "summer/1.jpg", filename: "a.jpg" },
        { id: "b", filename: "DSC_2000.jpg" },
        { id: "ÉTÉ", filename: "c" },
        { id: "100%", filename: "d" },
        { id: "été", filename: "e" },
      ];
      for (const image of images) {
        const record = newRecord({ account, ...image });
        await store.beginUpload({ blobKey: record.blobKey, begun: 1 });
        await store.insertImage(record);
      }
      const matching = await store.listImages(account, { order: "asc", limit: 10, search });
      expect(matching.map(({ id }) => id)).toEqual(ids);
      expect(await store.countImages(account, { search })).toBe(ids.length);
      expect(await store.countImages(account, { search, creator: "nobody" })).toBe(0);
    });

    test("sums up the originals of an account by media type, the most bytes first", async () => {
      accounts += 1;
      const account = `account-${accounts}`;
      expect(await store.summariseImages(account)).toEqual([]);
      const images = [
        { mediaType: "image/png", size: 10, requireSignedURLs: false },
        { mediaType: "image/jpeg", size: 7, requireSignedURLs: true },
        { mediaType: "image/jpeg", size: 8, requireSignedURLs: false },
        { mediaType: "image/avif", size: 10, requireSignedURLs: true },
      ];
      for (const image of images) {
        const record = newRecord({ account, ...image });
        await store.beginUpload({ blobKey: record.blobKey, begun: 1 });
        await store.insertImage(record);
      }
      expect(await store.summariseImages(account)).toEqual([
        { mediaType: "image/jpeg", count: 2, bytes: 15, signed: 1 },
        { mediaType: "image/avif", count: 1, bytes: 10, signed: 1 },
        { mediaType: "image/png", count: 1, bytes: 10, signed: 0 },
      ]);
    });

    test("pages through a selection, either way round", async () => {
      const account = await accountOf(Array.from({ length: 12 }, (_, v) => ({ meta: { v: v % 3 } })));
      const filters: readonly MetaFilter[] = [{ path: ["v"], operator: "in", values: [1] }];
      for (const order of ["asc", "desc"] as const) {
        const first = await store.listImages(account, { order, limit: 3, filters });
        const second = await store.listImages(account, {
          order,
          limit: 3,
          after: first.at(-1)!.seq,
          filters,
        });
        const ids = [...first, ...second].map(({ id }) => Number(id));
        expect(ids).toEqual(order === "asc" ? [1, 4, 7, 10] : [10, 7, 4, 1]);
        const skipped = await store.listImages(account, { order, limit: 2, offset: 1, filters });
        expect(skipped.map(({ id }) => Number(id))).toEqual(ids.slice(1, 3));
      }
    });

    test("takes metadata nested as deep as its size allows", async () => {
      const deep = JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`) as Json;
      expect(await found([deep, 1], { operator: "gt", value: 0 })).toEqual([1]);
    });

    test("refuses a name that no path can hold, before it asks", async () => {
      for (const bad of ['a"', "a.b", "", "é", "a".repeat(101)]) {
        const filters: readonly MetaFilter[] = [{ path: ["a", bad], operator: "in", values: [1] }];
        await expect(store.listImages("account", { order: "asc", limit: 1, filters })).rejects.toThrow(
          TypeError,
        );
        await expect(store.countImages("account", { filters })).rejects.toThrow(TypeError);
      }
    });

    test("agrees with the definition on any metadata and filters", async () => {
      let hits = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(META, { minLength: 20, maxLength: 20 }),
          SELECTIONS,
          async (metas, filters) => {
            const images = metas.map((meta, index) => ({
              meta,
              creator: CREATORS[index % CREATORS.length]!,
            }));
            const account = await accountOf(images);
            for (const selection of filters) {
              const expected = images.flatMap((image, index) =>
                isSelected({ id: "", filename: "", ...image }, selection) ? [index] : [],
              );
              expect(await select(account, selection)).toEqual(expected);
              hits += expected.length;
            }
          },
        ),
        { numRuns: 8 },
      );
      expect(hits).toBeGreaterThan(0);
    });
  });
}

type Condition =
  | Omit<Extract<MetaFilter, { operator: "in" }>, "path">
  | { readonly operator: "gt" | "gte" | "lt" | "lte"; readonly value: number };

const CREATORS = [null, "me", "you", ""] as const;
/** Few, so that filters meet what is there. */
const NAMES = ["a", "__proto__"] as const;
const KNOWN_NUMBERS = [0, 1, 0.3, 0.1 + 0.2, 2 ** 53, 2 ** 60, 2 ** 63, 1e21, 5e-324] as const;
const KNOWN_TEXTS = ["", "a", "A", "1", "true", "é", "e\u0301", "🦊", "\0", "\ud800", `"`, "\u2028"] as const;
const NUMBERS = fc.oneof(
  { arbitrary: fc.constantFrom(...KNOWN_NUMBERS), weight: 3 },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const SCALARS = fc.oneof(
  { arbitrary: NUMBERS, weight: 3 },
  { arbitrary: fc.constantFrom(...KNOWN_TEXTS), weight: 3 },
  fc.string({ unit: "binary", maxLength: 3 }),
  fc.boolean(),
);
const VALUES: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    { arbitrary: SCALARS, weight: 6 },
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 2 }),
    { arbitrary: objectOf(tie("value")), weight: 2 },
  ),
})).value;
const META = objectOf(VALUES);
const PATHS = fc.oneof(
  { arbitrary: fc.tuple(fc.constantFrom(...NAMES)), weight: 3 },
  fc.array(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 3 }),
);
const FILTERS: fc.Arbitrary<MetaFilter> = fc.oneof(
  fc.record({
    path: PATHS,
    operator: fc.constant("in" as const),
    values: fc.array(SCALARS, { minLength: 5, maxLength: 10 }),
  }),
  fc.record({ path: PATHS, operator: fc.constantFrom("gt", "gte", "lt", "lte"), value: NUMBERS }),
);
const SELECTIONS: fc.Arbitrary<readonly ImageSelection[]> = fc.array(
  fc.record(
    { creator: fc.constantFrom(...CREATORS), filters: fc.array(FILTERS, { minLength: 1, maxLength: 2 }) },
    { requiredKeys: ["filters"] },
  ),
  { minLength: 40, maxLength: 40 },
);

/** As JSON has them: `__proto__` is a name of its own. */
function objectOf(value: fc.Arbitrary<Json>): fc.Arbitrary<Meta> {
  return fc
    .array(fc.tuple(fc.constantFrom(...NAMES), value), { minLength: 1, maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
}
