import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { VariantRecord, VariantStore } from "../variant-store.ts";
import type { StoresUnderTest } from "./account-store.ts";

/** Tests a store of variants; `create` makes an empty one for each test. */
export function describeVariantStore(name: string, create: () => Promise<StoresUnderTest>): void {
  describe(`${name}, as a store of variants`, () => {
    let subject: StoresUnderTest;
    let store: VariantStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.stores.variants;
    });
    afterEach(async () => {
      await subject.stores.records.close();
      await subject.close?.();
    });

    const namesOf = async (account = "one"): Promise<readonly string[]> =>
      (await store.listVariants(account)).map((kept) => kept.name);

    test("gives a variant back as it was inserted", async () => {
      const thumb = variant("thumb", {
        options: JSON.parse(
          '{"width":400,"gravity":{"x":0.1,"y":1},"__proto__":[null,"é"]}',
        ) as object as never,
        neverRequireSignedURLs: true,
        browserTtl: 31_536_000,
      });
      const plain = variant("plain", { options: {}, browserTtl: null });
      expect(await store.insertVariant(thumb, 100)).toBe("inserted");
      expect(await store.insertVariant(plain, 100)).toBe("inserted");
      expect(await store.getVariant("one", "thumb")).toEqual(thumb);
      expect(JSON.stringify((await store.getVariant("one", "thumb"))?.options)).toBe(
        JSON.stringify(thumb.options),
      );
      expect(await store.getVariant("one", "plain")).toEqual(plain);
      expect(await store.listVariants("one")).toEqual([plain, thumb]);
    });

    test("does not change with the objects that it was made of, nor with those that were read", async () => {
      const options = { width: 1 };
      await store.insertVariant(variant("a", { options }), 100);
      options.width = 2;
      const read = (await store.getVariant("one", "a"))!;
      (read.options as { width: number }).width = 3;
      expect((await store.getVariant("one", "a"))?.options).toEqual({ width: 1 });
    });

    test("has one variant of a name, the first", async () => {
      await store.insertVariant(variant("a", { options: { width: 1 } }), 100);
      expect(await store.insertVariant(variant("a", { options: { width: 2 } }), 100)).toBe("taken");
      expect((await store.getVariant("one", "a"))?.options).toEqual({ width: 1 });
    });

    test("takes names for equal only when they are, and lists them in order of code points", async () => {
      const variantNames = ["a", "A", "b", "-", "_", "0", "10", "9", "constructor", "__proto__", "toString"];
      for (const each of variantNames) expect(await store.insertVariant(variant(each), 100)).toBe("inserted");
      expect(await namesOf()).toEqual(variantNames.toSorted());
      expect(await store.getVariant("one", "B")).toBeUndefined();
      expect(await store.getVariant("one", "hasOwnProperty")).toBeUndefined();
      expect(await store.getVariant("one", "a\0")).toBeUndefined();
      expect(await store.deleteVariant("one", "a\0")).toBeUndefined();
    });

    test("keeps accounts apart", async () => {
      await store.insertVariant(variant("a", { options: { width: 1 } }), 1);
      expect(await store.insertVariant(variant("a", { account: "two", options: { width: 2 } }), 1)).toBe(
        "inserted",
      );
      expect((await store.getVariant("one", "a"))?.options).toEqual({ width: 1 });
      expect(await store.listVariants("three")).toEqual([]);
      await store.deleteVariant("two", "a");
      expect(await namesOf("two")).toEqual([]);
      expect(await namesOf()).toEqual(["a"]);
    });

    test("has no more variants than may be, however many are inserted at once", async () => {
      const inserted = await Promise.all(
        Array.from({ length: 12 }, (_, index) => store.insertVariant(variant(`v${index}`), 10)),
      );
      expect(inserted.filter((outcome) => outcome === "inserted")).toHaveLength(10);
      expect(inserted.filter((outcome) => outcome === "full")).toHaveLength(2);
      expect(await namesOf()).toHaveLength(10);
      expect(await store.insertVariant(variant((await namesOf())[0]!), 10)).toBe("taken");
      await store.deleteVariant("one", (await namesOf())[0]!);
      expect(await store.insertVariant(variant("another"), 10)).toBe("inserted");
    });

    test("puts a variant whether or not there is one", async () => {
      await store.putVariant(variant("public", { options: { width: 1 }, browserTtl: 3600 }));
      const after = variant("public", { options: { height: 2 }, neverRequireSignedURLs: true });
      await store.putVariant(after);
      expect(await store.listVariants("one")).toEqual([after]);
    });

    test("changes what is given of a variant, where there is one", async () => {
      const a = { account: "one", name: "a" };
      expect(await store.changeVariant(a, { browserTtl: 3600 })).toBeUndefined();
      expect(await store.listVariants("one")).toEqual([]);
      await store.insertVariant(variant("a", { browserTtl: 3600 }), 100);
      await store.insertVariant(variant("b"), 100);
      const first = variant("a", { options: { height: 2 }, browserTtl: null });
      expect(await store.changeVariant(a, { options: { height: 2 }, browserTtl: null })).toEqual(first);
      const second = { ...first, neverRequireSignedURLs: true };
      expect(await store.changeVariant(a, { neverRequireSignedURLs: true })).toEqual(second);
      expect(await store.changeVariant(a, {})).toEqual(second);
      expect(await store.listVariants("one")).toEqual([second, variant("b")]);
    });

    test("changes a variant that is not there yet from what it would be", async () => {
      const key = { account: "one", name: "public" };
      const otherwise = { options: { width: 9 }, neverRequireSignedURLs: false, browserTtl: 7200 };
      const first = { ...key, ...otherwise, neverRequireSignedURLs: true };
      expect(await store.changeVariant(key, { neverRequireSignedURLs: true }, otherwise)).toEqual(first);
      const second = { ...first, options: { width: 1 } };
      expect(await store.changeVariant(key, { options: { width: 1 } }, otherwise)).toEqual(second);
      expect(await store.changeVariant(key, {}, otherwise)).toEqual(second);
      expect(await store.listVariants("one")).toEqual([second]);
    });

    test("loses none of two changes of different settings at once", async () => {
      await store.insertVariant(variant("a"), 100);
      const a = { account: "one", name: "a" };
      await Promise.all([
        store.changeVariant(a, { options: { height: 2 } }),
        store.changeVariant(a, { neverRequireSignedURLs: true }),
        store.changeVariant(a, { browserTtl: 3600 }),
      ]);
      expect(await store.getVariant("one", "a")).toEqual(
        variant("a", { options: { height: 2 }, neverRequireSignedURLs: true, browserTtl: 3600 }),
      );
    });

    test("gives the deleted variant, once", async () => {
      await store.insertVariant(variant("a"), 100);
      const removals = await Promise.all([store.deleteVariant("one", "a"), store.deleteVariant("one", "a")]);
      expect(removals.filter((removed) => removed !== undefined)).toEqual([variant("a")]);
      expect(await store.getVariant("one", "a")).toBeUndefined();
    });
  });
}

function variant(name: string, part: Partial<VariantRecord> = {}): VariantRecord {
  return {
    account: "one",
    name,
    options: { width: 100 },
    neverRequireSignedURLs: false,
    browserTtl: null,
    ...part,
  };
}
