import { derivedKey, derivedPrefix, type DerivedCache } from "@darkroom/storage";
import { createLog } from "@darkroom/http";
import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { createEdgeCache } from "./edge-cache.ts";
import { createR2BlobStore } from "./r2-blob-store.ts";

const edge = (caches as unknown as { readonly default: Cache }).default;
const store = createR2BlobStore(env.BLOBS);

let deferred: Promise<unknown>[];
let logged: string[];
beforeEach(async () => {
  await reset();
  deferred = [];
  logged = [];
});

const hex = (digit: string): string => digit.repeat(64);
const ORIGINAL = { account: "tag", sha256: hex("a") };
const KEY = derivedKey({ ...ORIGINAL, variant: hex("1") });
const PREFIX = derivedPrefix(ORIGINAL.account, ORIGINAL.sha256);
const OF_ORIGINAL = { account: ORIGINAL.account, originals: new Set([ORIGINAL.sha256]) };
const BYTES = new TextEncoder().encode("a picture");

function openCache(settings: Partial<Parameters<typeof createEdgeCache>[0]> = {}): DerivedCache {
  return createEdgeCache({
    store,
    edge,
    hasOriginal: async () => true,
    defer: (work) => void deferred.push(work),
    log: createLog({ format: "text", level: "debug", now: () => 0, write: (line) => logged.push(line) }),
    mostPerOriginal: 3,
    ...settings,
  });
}

async function settled(): Promise<void> {
  for (const work of deferred.splice(0)) await work;
}

async function textOf(cache: DerivedCache, key: string): Promise<string | undefined> {
  const found = await cache.get(key);
  if (found === undefined) return undefined;
  const text = await new Response(found.body as ReadableStream<Uint8Array<ArrayBuffer>>).text();
  expect(found.size).toBe(text.length);
  return text;
}

describe("what was put", () => {
  test("is there at once, before it has been written anywhere", async () => {
    const cache = openCache();
    expect(await cache.put(KEY, BYTES)).toBe(true);
    expect(await textOf(cache, KEY)).toBe("a picture");
    await settled();
  });

  test("is in the bucket and at the edge afterwards, for every isolate", async () => {
    await openCache().put(KEY, BYTES);
    await settled();
    expect(await store.head(KEY)).toEqual({ key: KEY, size: BYTES.length });
    const atEdgeOnly = openCache({ store: createR2BlobStore({ get: async () => null } as never) });
    expect(await textOf(atEdgeOnly, KEY)).toBe("a picture");
  });

  test("comes back to the edge from the bucket", async () => {
    await store.put(KEY, BYTES);
    const cache = openCache();
    expect(await textOf(cache, KEY)).toBe("a picture");
    await settled();
    await store.delete(KEY);
    expect(await textOf(cache, KEY)).toBe("a picture");
  });

  test("beyond the count of one original is not kept in the bucket", async () => {
    const cache = openCache();
    for (const digit of ["1", "2", "3", "4"]) {
      await cache.put(derivedKey({ ...ORIGINAL, variant: hex(digit) }), BYTES);
      await settled();
    }
    const other = derivedKey({ account: "tag", sha256: hex("b"), variant: hex("4") });
    await cache.put(other, BYTES);
    await settled();
    expect((await store.list({ prefix: PREFIX })).blobs).toHaveLength(3);
    expect(await store.head(other)).toBeDefined();
  });

  test("is not kept when its image was deleted meanwhile, by whichever isolate", async () => {
    const cache = openCache({ hasOriginal: async () => false });
    await cache.put(KEY, BYTES);
    await settled();
    expect(await store.head(KEY)).toBeUndefined();
    expect(await cache.get(KEY)).toBeUndefined();
  });

  test("is asked for under the account and the original of its key", async () => {
    const asked: string[][] = [];
    await openCache({
      hasOriginal: async (...original) => {
        asked.push(original);
        return true;
      },
    }).put(KEY, BYTES);
    await settled();
    expect(asked).toEqual([[ORIGINAL.account, ORIGINAL.sha256]]);
  });

  test("and cannot be written is a line in the log", async () => {
    const broken = createR2BlobStore({ list: () => Promise.reject(new Error("outage")) } as never);
    const cache = openCache({ store: broken });
    await cache.put(KEY, BYTES);
    await settled();
    expect(logged.join()).toContain("outage");
  });
});

describe("deleting", () => {
  test("takes everything of one original from the bucket and the edge, and nothing else", async () => {
    const cache = openCache();
    const other = derivedKey({ account: "tag", sha256: hex("b"), variant: hex("1") });
    for (const key of [KEY, other]) await cache.put(key, BYTES);
    await settled();
    const before = cache.generation();
    await cache.remove(OF_ORIGINAL);
    expect(cache.generation()).toBeGreaterThan(before);
    expect(await cache.get(KEY)).toBeUndefined();
    expect(await textOf(cache, other)).toBe("a picture");
  });

  test("takes what is still on its way", async () => {
    let isThere = true;
    const forgetful = { match: async () => undefined, put: async () => {}, delete: async () => true };
    const cache = openCache({ hasOriginal: async () => isThere, edge: forgetful });
    await cache.put(KEY, BYTES);
    isThere = false;
    expect(await cache.remove(OF_ORIGINAL)).toEqual({ files: 1, bytes: BYTES.length });
    expect(await cache.get(KEY)).toBeUndefined();
    await settled();
    expect(await cache.get(KEY)).toBeUndefined();
    expect(await store.head(KEY)).toBeUndefined();
  });
});

describe("changing a variant", () => {
  const CHANGED = { account: "tag", variants: new Set([hex("1"), hex("2")]) };

  test("takes what it made of every original of the account from the bucket and the edge", async () => {
    const cache = openCache();
    const gone = [KEY, derivedKey({ account: "tag", sha256: hex("b"), variant: hex("2") })];
    const kept = [
      derivedKey({ ...ORIGINAL, variant: hex("3") }),
      derivedKey({ account: "tag2", sha256: hex("a"), variant: hex("1") }),
    ];
    for (const key of [...gone, ...kept]) await cache.put(key, BYTES);
    await settled();
    const before = cache.generation();
    await cache.remove(CHANGED);
    expect(cache.generation()).toBeGreaterThan(before);
    for (const key of gone) {
      expect(await cache.get(key)).toBeUndefined();
      expect(await store.head(key)).toBeUndefined();
    }
    for (const key of kept) expect(await textOf(cache, key)).toBe("a picture");
    await settled();
  });

  test("is not undone by what was computed before, or is still on its way", async () => {
    const cache = openCache();
    const since = cache.generation();
    const late = derivedKey({ ...ORIGINAL, variant: hex("2") });
    await cache.put(KEY, BYTES, { since });
    await cache.remove(CHANGED);
    expect(await cache.put(late, BYTES, { since })).toBe(false);
    await settled();
    for (const key of [KEY, late]) expect(await cache.get(key)).toBeUndefined();
    expect((await store.list({ prefix: PREFIX })).blobs).toEqual([]);
    expect(await cache.put(KEY, BYTES, { since: cache.generation() })).toBe(true);
    await settled();
  });

  test("goes through every page of the bucket", async () => {
    const names = Array.from({ length: 7 }, (_, index) =>
      derivedKey({ account: "tag", sha256: hex(String(index)), variant: hex("1") }),
    );
    for (const name of names) await store.put(name, BYTES);
    const paged = { ...store, list: (options: { prefix: string }) => store.list({ ...options, limit: 2 }) };
    await openCache({ store: paged }).remove(CHANGED);
    expect((await store.list({ prefix: "derived/" })).blobs).toEqual([]);
  });

  test("takes a call to the bucket for a page, not for an image", async () => {
    const names = Array.from({ length: 30 }, (_, index) =>
      derivedKey({ account: "tag", sha256: hex("a").slice(2) + String(10 + index), variant: hex("1") }),
    );
    for (const name of names) await store.put(name, BYTES);
    let calls = 0;
    const counted = Object.fromEntries(
      Object.entries(store).map(([name, method]) => [
        name,
        (...parameters: unknown[]) => {
          calls += 1;
          return (method as (...all: unknown[]) => unknown)(...parameters);
        },
      ]),
    ) as unknown as typeof store;
    await openCache({ store: counted }).remove(CHANGED);
    expect(calls).toBe(2);
    expect((await store.list({ prefix: "derived/" })).blobs).toEqual([]);
  });
});

describe("removing", () => {
  const names = Array.from({ length: 30 }, (_, index) =>
    derivedKey({ account: "tag", sha256: String(100 + index).padStart(64, "0"), variant: hex("1") }),
  );

  test("counts what it takes, and leaves other accounts alone", async () => {
    const cache = openCache();
    const other = derivedKey({ ...ORIGINAL, account: "tag2", variant: hex("1") });
    for (const name of [...names, other]) await store.put(name, BYTES);
    const few = new Set<string>(names.slice(0, 3).map((name) => name.split("/").at(-2) ?? ""));
    expect(await cache.remove({ account: "tag", originals: few })).toEqual({ files: 3, bytes: 27 });
    expect(await cache.remove({ account: "tag" })).toEqual({ files: 27, bytes: 243 });
    expect(await cache.remove({ account: "tag" })).toEqual({ files: 0, bytes: 0 });
    expect((await store.list({ prefix: "derived/" })).blobs.map(({ key }) => key)).toEqual([other]);
  });

  test("empties the bucket also where the edge takes no more calls, and says what is left there", async () => {
    let calls = 0;
    const exhausted = {
      match: async () => undefined,
      put: async () => {},
      delete: async () => {
        calls += 1;
        if (calls > 10) throw new Error("Too many subrequests.");
        return true;
      },
    };
    for (const name of names) await store.put(name, BYTES);
    const removed = await openCache({ edge: exhausted }).remove({ account: "tag" });
    expect(removed.files).toBe(30);
    expect((await store.list({ prefix: "derived/" })).blobs).toEqual([]);
    expect(logged.join()).toMatch(/images=20.*Too many subrequests/);
  });
});

test.each([["originals/aa/x"], ["derived/tag/aa/x"], ["derived/"], [""]])(
  "what is no key of derived bytes is refused: %s",
  async (key) => {
    await expect(openCache().put(key, BYTES)).rejects.toMatchObject({ code: "key_invalid" });
    const selection = { account: "tag", originals: new Set([key]) };
    await expect(openCache().remove(selection)).rejects.toMatchObject({ code: "key_invalid" });
  },
);
