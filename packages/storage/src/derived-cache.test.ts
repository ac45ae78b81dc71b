import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BlobStore } from "./blob-store.ts";
import { createDerivedCache, type DerivedCache } from "./derived-cache.ts";
import type { DerivedSelection } from "./derived-selection.ts";
import { derivedKey, derivedPrefix } from "./keys.ts";
import { createMemoryBlobStore } from "./memory-blob-store.ts";

const hex = (number: number): string => number.toString(16).padStart(64, "0");
const key = (original: number, variant = 0): string =>
  derivedKey({ account: "account", sha256: hex(original), variant: hex(variant) });
const prefix = (original: number): string => derivedPrefix("account", hex(original));
/** What comes from these originals, of whatever variant, and what was made by these variants. */
const from = (...originals: number[]): DerivedSelection => ({
  account: "account",
  originals: new Set(originals.map(hex)),
});
const madeBy = (...variants: number[]): DerivedSelection => ({
  account: "account",
  variants: new Set(variants.map(hex)),
});
const bytes = (size: number): Uint8Array => new Uint8Array(size).fill(size);

async function open(
  quotaBytes: number,
  store = createMemoryBlobStore(),
  mostPerOriginal = 400,
): Promise<{ cache: DerivedCache; store: BlobStore }> {
  const cache = createDerivedCache({ store, quotaBytes, mostPerOriginal });
  await cache.ready;
  return { cache, store };
}

async function has(cache: DerivedCache, wanted: string): Promise<boolean> {
  const found = await cache.get(wanted);
  await found?.body.cancel();
  return found !== undefined;
}

async function stored(store: BlobStore): Promise<ReadonlyMap<string, number>> {
  const { blobs } = await store.list({ prefix: "" });
  return new Map(blobs.map((blob) => [blob.key, blob.size]));
}

const sum = (sizes: Iterable<number>): number => [...sizes].reduce((total, size) => total + size, 0);

describe("the derived cache", () => {
  test("gives back what was put, with its size", async () => {
    const { cache } = await open(100);
    expect(await cache.put(key(1), bytes(7))).toBe(true);
    const found = await cache.get(key(1));
    expect(found?.size).toBe(7);
    expect(
      new Uint8Array(
        await new Response(found?.body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
      ),
    ).toEqual(bytes(7));
    expect(await cache.get(key(2))).toBeUndefined();
  });

  test("removes the least recently used first", async () => {
    const { cache } = await open(30);
    for (const original of [1, 2, 3]) await cache.put(key(original), bytes(10));
    await has(cache, key(1));
    await cache.put(key(4), bytes(10));
    expect(await Promise.all([1, 2, 3, 4].map((original) => has(cache, key(original))))).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  test("does not keep what alone is larger than the quota, nor remove anything for it", async () => {
    const { cache } = await open(30);
    await cache.put(key(1), bytes(20));
    expect(await cache.put(key(2), bytes(31))).toBe(false);
    expect(await has(cache, key(2))).toBe(false);
    expect(await has(cache, key(1))).toBe(true);
    expect(await cache.put(key(3), bytes(30))).toBe(true);
    expect(cache.usedBytes()).toBe(30);
  });

  test("keeps nothing with a quota of 0", async () => {
    const { cache, store } = await open(0);
    expect(await cache.put(key(1), bytes(1))).toBe(false);
    expect((await stored(store)).size).toBe(0);
  });

  test("behaves as a list in order of use, and its count is that of the store", async () => {
    const quota = 100;
    const mostPerOriginal = 3;
    const command = fc.record({
      do: fc.constantFrom("put", "put", "put", "get", "remove original", "remove variant"),
      original: fc.integer({ min: 1, max: 4 }),
      variant: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 60 }), async (commands) => {
        const { cache, store } = await open(quota, undefined, mostPerOriginal);
        // In order of use, the oldest first.
        let model: readonly (readonly [string, number])[] = [];
        for (const { do: method, original, variant } of commands) {
          const name = key(original, variant);
          const known = model.find(([other]) => other === name);
          const others = model.filter((entry) => entry !== known);
          const isHit = method === "get" && (await has(cache, name));
          expect(isHit).toBe(method === "get" && known !== undefined);
          if (isHit && known !== undefined) {
            model = [...others, known];
          } else if (method === "remove original") {
            await cache.remove(from(original));
            model = model.filter(([other]) => !other.startsWith(prefix(original)));
          } else if (method === "remove variant") {
            await cache.remove(madeBy(variant, 99));
            model = model.filter(([other]) => !other.endsWith(hex(variant)));
          } else if (method === "put" && known === undefined) {
            const size = original * 10 + variant;
            await cache.put(name, bytes(size));
            model = [...model, [name, size]];
            while (sum(model.map(([, held]) => held)) > quota) model = model.slice(1);
            const ofOriginal = model.filter(([other]) => other.startsWith(prefix(original)));
            const surplus = new Set(ofOriginal.slice(0, Math.max(0, ofOriginal.length - mostPerOriginal)));
            model = model.filter((entry) => !surplus.has(entry));
          }
          expect(await stored(store)).toEqual(new Map(model));
          expect(cache.usedBytes()).toBe(sum(model.map(([, held]) => held)));
        }
      }),
      { numRuns: 200 },
    );
  });

  test("never holds more than its quota, however many puts run at once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 15 }),
        async (scheduler, sizes) => {
          const memory = createMemoryBlobStore();
          let most = 0;
          const store: BlobStore = {
            ...memory,
            put: scheduler.scheduleFunction(async (name, source, options) => {
              const done = await memory.put(name, source, options);
              most = Math.max(most, sum((await stored(memory)).values()));
              return done;
            }),
            delete: scheduler.scheduleFunction((name) => memory.delete(name)),
          };
          const { cache } = await open(100, store);
          const puts = sizes.map((size, index) => cache.put(key(index), bytes(size)));
          await scheduler.waitFor(Promise.all(puts));
          expect(most).toBeLessThanOrEqual(100);
          expect(cache.usedBytes()).toBe(sum((await stored(memory)).values()));
        },
      ),
    );
  });

  test("refuses to touch what is not derived", async () => {
    const { cache, store } = await open(10);
    await store.put("originals/aa/photo", bytes(100));
    await expect(cache.put("originals/aa/photo", bytes(1))).rejects.toMatchObject({ code: "key_invalid" });
    for (const original of ["", "../../../originals", "aa"]) {
      const selection = { account: "account", originals: new Set([original]) };
      await expect(cache.remove(selection)).rejects.toMatchObject({ code: "key_invalid" });
    }
    await cache.put(key(1), bytes(10));
    await cache.put(key(2), bytes(10));
    expect((await stored(store)).get("originals/aa/photo")).toBe(100);
  });

  describe("after a restart", () => {
    test("serves and counts what it held, and keeps to the quota", async () => {
      const { cache: before, store } = await open(100);
      for (const original of [1, 2, 3]) await before.put(key(original), bytes(30));
      const { cache } = await open(100, store);
      expect(cache.usedBytes()).toBe(90);
      expect(await has(cache, key(3))).toBe(true);
      await cache.put(key(4), bytes(30));
      expect(cache.usedBytes()).toBe(90);
      expect(await has(cache, key(4))).toBe(true);
    });

    test("removes what was used since last", async () => {
      const { cache: before, store } = await open(100);
      for (const original of [1, 2, 3]) await before.put(key(original), bytes(30));
      const { cache } = await open(100, store);
      await has(cache, key(1));
      await cache.put(key(4), bytes(60));
      expect([...(await stored(store)).keys()]).toEqual([key(1), key(4)]);
    });

    test("shrinks to a smaller quota", async () => {
      const { cache: before, store } = await open(2000);
      for (let original = 0; original < 1500; original += 1) await before.put(key(original), bytes(1));
      const { cache } = await open(300, store);
      expect(cache.usedBytes()).toBe(300);
      expect((await stored(store)).size).toBe(300);
    });

    test("serves what it holds before the listing has ended, but adds nothing yet", async () => {
      const { cache: before, store: memory } = await open(100);
      await before.put(key(1), bytes(30));
      const gate = Promise.withResolvers<void>();
      const store: BlobStore = {
        ...memory,
        list: async (options) => {
          await gate.promise;
          return memory.list(options);
        },
      };
      const cache = createDerivedCache({ store, quotaBytes: 100 });
      expect(await has(cache, key(1))).toBe(true);
      expect(await cache.put(key(2), bytes(90))).toBe(false);
      gate.resolve();
      await cache.ready;
      expect(await cache.put(key(2), bytes(90))).toBe(true);
      expect([...(await stored(store)).keys()]).toEqual([key(2)]);
    });

    test("lists again after a listing that failed, and says so once", async () => {
      const memory = createMemoryBlobStore();
      await memory.put(key(1), bytes(30));
      let isBroken = true;
      const store: BlobStore = {
        ...memory,
        list: async (options) => {
          if (isBroken) throw new Error("the disk is away");
          return memory.list(options);
        },
      };
      const { cache } = await open(100, store);
      isBroken = false;
      await expect(cache.put(key(2), bytes(1))).rejects.toThrow("the disk is away");
      await expect.poll(() => cache.put(key(2), bytes(1))).toBe(true);
      expect(cache.usedBytes()).toBe(31);
    });
  });

  describe("when an image is deleted", () => {
    test("removes the bytes of its original and no others", async () => {
      const { cache } = await open(1000);
      for (const original of [1, 2])
        for (const variant of [0, 1, 2]) await cache.put(key(original, variant), bytes(9));
      await cache.remove(from(1));
      expect(await has(cache, key(1, 0))).toBe(false);
      expect(await has(cache, key(1, 2))).toBe(false);
      expect(await has(cache, key(2, 0))).toBe(true);
      expect(cache.usedBytes()).toBe(27);
    });

    test("does not keep bytes that were computed from it before and are put after", async () => {
      const { cache, store } = await open(1000);
      const since = cache.generation();
      await cache.remove(from(1));
      expect(await cache.put(key(1), bytes(9), { since })).toBe(false);
      expect((await stored(store)).size).toBe(0);
      expect(await cache.put(key(2), bytes(9), { since })).toBe(true);
      expect(await cache.put(key(1), bytes(9), { since: cache.generation() })).toBe(true);
    });

    test("does not keep bytes that are being written at that moment", async () => {
      const memory = createMemoryBlobStore();
      const gate = Promise.withResolvers<void>();
      const store: BlobStore = {
        ...memory,
        put: async (...put) => {
          await gate.promise;
          return memory.put(...put);
        },
      };
      const { cache } = await open(1000, store);
      const put = cache.put(key(1), bytes(9));
      let isDeleted = false;
      const deleted = cache.remove(from(1)).then(() => (isDeleted = true));
      // Time for all that does not wait for the write.
      for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
      expect(isDeleted).toBe(false);
      gate.resolve();
      await deleted;
      expect(await has(cache, key(1))).toBe(false);
      expect(await put).toBe(false);
      expect(cache.usedBytes()).toBe(0);
    });

    test("takes work for late that began before more deletions than it remembers", async () => {
      const { cache } = await open(1000);
      const since = cache.generation();
      for (let original = 1; original <= 1001; original += 1) await cache.remove(from(original));
      expect(await cache.put(key(5000), bytes(9), { since })).toBe(false);
      expect(await cache.put(key(5000), bytes(9), { since: since + 1 })).toBe(true);
    });
  });

  describe("when a variant is changed", () => {
    const other = derivedKey({ account: "other", sha256: hex(1), variant: hex(7) });

    test("removes what it made of all originals of the account, and nothing else", async () => {
      const { cache, store } = await open(1000);
      const names = [key(1, 7), key(2, 7), key(2, 8), key(1, 9), other];
      for (const name of names) await cache.put(name, bytes(9));
      await cache.remove(madeBy(7, 8));
      expect([...(await stored(store)).keys()]).toEqual([key(1, 9), other]);
      expect(cache.usedBytes()).toBe(18);
    });

    test("does not keep bytes that were computed before and are put after", async () => {
      const { cache } = await open(1000);
      const since = cache.generation();
      await cache.remove(madeBy(7, 8));
      expect(await cache.put(key(1, 7), bytes(9), { since })).toBe(false);
      expect(await cache.put(key(1, 9), bytes(9), { since })).toBe(true);
      expect(await cache.put(other, bytes(9), { since })).toBe(true);
      // Another variant may come to the same options later.
      expect(await cache.put(key(1, 7), bytes(9), { since: cache.generation() })).toBe(true);
    });

    test("does not keep bytes that are being written at that moment", async () => {
      const memory = createMemoryBlobStore();
      const gate = Promise.withResolvers<void>();
      const { cache } = await open(1000, {
        ...memory,
        put: async (...put) => {
          await gate.promise;
          return memory.put(...put);
        },
      });
      const put = cache.put(key(1, 7), bytes(9));
      const deleted = cache.remove(madeBy(7, 8));
      gate.resolve();
      await deleted;
      expect(await put).toBe(false);
      expect((await stored(memory)).size).toBe(0);
    });

    test("removes what the listing at the start finds later, page for page", async () => {
      const memory = createMemoryBlobStore();
      const names = Array.from({ length: 6 }, (_, index) => key(index, 7));
      for (const name of [...names, key(1, 9)]) await memory.put(name, bytes(9));
      const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
      let pages = 0;
      const cache = createDerivedCache({
        quotaBytes: 1000,
        store: {
          ...memory,
          list: async (options) => {
            // Read now, handed over later: what was read may be out of date by then.
            const page = await memory.list({ ...options, limit: 2 });
            await gates[pages++]?.promise;
            return page;
          },
        },
      });
      gates[0]!.resolve();
      await expect.poll(() => pages).toBe(2);
      const deleted = cache.remove(madeBy(7, 8));
      for (const gate of gates) gate.resolve();
      await deleted;
      expect([...(await stored(memory)).keys()]).toEqual([key(1, 9)]);
      expect(cache.usedBytes()).toBe(9);
      expect(await cache.put(key(3, 7), bytes(9))).toBe(true);
    });

    test("says so when the store cannot be listed, and makes up for it with the next listing", async () => {
      const memory = createMemoryBlobStore();
      for (const name of [key(1, 7), key(1, 9)]) await memory.put(name, bytes(9));
      let isBroken = true;
      const { cache } = await open(1000, {
        ...memory,
        list: async (options) => {
          if (isBroken) throw new Error("the disk is away");
          return memory.list(options);
        },
      });
      await expect(cache.remove(madeBy(7, 8))).rejects.toThrow("the disk is away");
      isBroken = false;
      await expect(cache.put(key(2, 9), bytes(1))).rejects.toThrow("the disk is away");
      await expect.poll(() => cache.put(key(2, 9), bytes(1))).toBe(true);
      expect([...(await stored(memory)).keys()]).toEqual([key(1, 9), key(2, 9)]);
    });

    test.each(["", "a/b", ".."])("is not asked of the account %j", async (account) => {
      const { cache } = await open(10);
      await expect(cache.remove({ ...madeBy(7), account })).rejects.toMatchObject({ code: "key_invalid" });
    });
  });

  describe("what is removed", () => {
    const other = derivedKey({ account: "account-2", sha256: hex(1), variant: hex(7) });
    const all: DerivedSelection = { account: "account" };

    test.each<[string, DerivedSelection, { files: number; bytes: number }]>([
      ["all of an account", all, { files: 4, bytes: 10 }],
      ["some originals", from(1, 3), { files: 2, bytes: 3 }],
      ["many originals", from(...Array.from({ length: 50 }, (_, index) => index)), { files: 4, bytes: 10 }],
      ["a variant", madeBy(7), { files: 2, bytes: 4 }],
      ["a variant of an original", { ...from(1), ...madeBy(7) }, { files: 1, bytes: 1 }],
      ["no original at all", from(), { files: 0, bytes: 0 }],
      ["what is not there", from(9), { files: 0, bytes: 0 }],
    ])("is counted: %s", async (_what, selection, removed) => {
      const { cache, store } = await open(1000);
      const sizes = new Map([
        [key(1, 7), 1],
        [key(1, 8), 2],
        [key(2, 7), 3],
        [key(2, 8), 4],
        [other, 5],
      ]);
      for (const [name, size] of sizes) await cache.put(name, bytes(size));
      expect(await cache.remove(selection)).toEqual(removed);
      expect(sum((await stored(store)).values())).toBe(15 - removed.bytes);
      expect(await has(cache, other)).toBe(true);
      expect(await cache.remove(selection)).toEqual({ files: 0, bytes: 0 });
    });

    test.each([all, madeBy(7)])(
      "is counted while what was there at the start is being listed",
      async (selection) => {
        const memory = createMemoryBlobStore();
        for (const original of [1, 2, 3]) await memory.put(key(original, 7), bytes(5));
        const cache = createDerivedCache({ store: memory, quotaBytes: 1000 });
        expect(await cache.remove(selection)).toEqual({ files: 3, bytes: 15 });
        await cache.ready;
        expect([cache.usedBytes(), (await stored(memory)).size]).toEqual([0, 0]);
      },
    );
  });

  test("keeps a number of images of one original, so that it cannot push out all others", async () => {
    const { cache, store } = await open(100_000, undefined, 10);
    await cache.put(key(1), bytes(9));
    for (let variant = 0; variant < 1000; variant += 1) {
      await cache.put(key(2, variant), bytes(9));
      await has(cache, key(2, 0));
    }
    const kept = [...(await stored(store)).keys()];
    expect(kept.filter((name) => name.startsWith(prefix(2)))).toHaveLength(10);
    expect(kept).toEqual(expect.arrayContaining([key(1), key(2, 0), key(2, 999)]));
  });

  test("writes once what is put twice at the same time", async () => {
    const memory = createMemoryBlobStore();
    let writes = 0;
    const store: BlobStore = {
      ...memory,
      put: (...put) => {
        writes += 1;
        return memory.put(...put);
      },
    };
    const { cache } = await open(1000, store);
    expect(await Promise.all([cache.put(key(1), bytes(9)), cache.put(key(1), bytes(9))])).toEqual([
      true,
      true,
    ]);
    await cache.put(key(1), bytes(9));
    expect(writes).toBe(1);
    expect(cache.usedBytes()).toBe(9);
  });

  test("counts right when a write or a removal fails", async () => {
    const memory = createMemoryBlobStore();
    let fails: "put" | "delete" | undefined;
    const refuse = (method: "put" | "delete"): void => {
      if (fails === method) throw new Error("the disk is full");
    };
    const store: BlobStore = {
      ...memory,
      put: async (...put) => {
        refuse("put");
        return memory.put(...put);
      },
      delete: async (name) => {
        refuse("delete");
        await memory.delete(name);
      },
    };
    const { cache } = await open(20, store);
    await cache.put(key(1), bytes(15));
    fails = "delete";
    await expect(cache.put(key(2), bytes(15))).rejects.toThrow("full");
    await expect(cache.remove(from(1))).rejects.toThrow("full");
    expect(cache.usedBytes()).toBe(15);
    fails = "put";
    await expect(cache.put(key(2), bytes(15))).rejects.toThrow("full");
    expect(cache.usedBytes()).toBe(0);
    fails = undefined;
    expect(await cache.put(key(2), bytes(20))).toBe(true);
    expect([...(await stored(store)).keys()]).toEqual([key(2)]);
  });

  test("notices that bytes were removed by other hands", async () => {
    const { cache, store } = await open(100);
    await cache.put(key(1), bytes(60));
    await store.delete(key(1));
    expect(await has(cache, key(1))).toBe(false);
    expect(cache.usedBytes()).toBe(0);
    expect(await cache.put(key(1), bytes(60))).toBe(true);
  });
});
