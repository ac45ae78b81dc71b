import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { BlobInfo, BlobStore, ByteRange } from "../blob-store.ts";

export interface BlobStoreUnderTest {
  readonly store: BlobStore;
  /** Removes what the store left behind. */
  readonly close?: () => Promise<void>;
}

/** Tests a blob store; `create` makes an empty one for each test. */
export function describeBlobStore(name: string, create: () => Promise<BlobStoreUnderTest>): void {
  describe(`${name}, as a blob store`, () => {
    let subject: BlobStoreUnderTest;
    let store: BlobStore;
    beforeEach(async () => {
      subject = await create();
      ({ store } = subject);
    });
    afterEach(async () => {
      await subject.close?.();
    });

    test("gives back what was put", async () => {
      expect(await store.put("a/b", text("hello"))).toBe(true);
      expect(await textOf(store, "a/b")).toBe("hello");
      expect(await store.head("a/b")).toEqual({ key: "a/b", size: 5 });
    });

    test("knows nothing of a key that was not put", async () => {
      await store.put("a/b/c", text("x"));
      for (const key of ["a/b/d", "a/b", "a", "b", "a/b/c/d"]) {
        expect(await store.get(key)).toBeUndefined();
        expect(await store.head(key)).toBeUndefined();
      }
    });

    test("keeps an empty blob", async () => {
      await store.put("empty", new Uint8Array());
      expect(await store.head("empty")).toEqual({ key: "empty", size: 0 });
      expect(await bytesOf(store, "empty")).toEqual(new Uint8Array());
    });

    test("keeps 5 MB byte for byte", async () => {
      const bytes = pattern(5_000_000);
      await store.put("large", bytes);
      expect(firstDifference(await bytesOf(store, "large"), bytes)).toBe(-1);
    });

    test("keeps a part of a buffer, not the buffer", async () => {
      await store.put("part", text("-inner-").subarray(1, 6));
      expect(await textOf(store, "part")).toBe("inner");
    });

    test("does not follow its caller's changes to the bytes, on the way in or out", async () => {
      const bytes = text("before");
      await store.put("mine", bytes);
      bytes.fill(0);
      const read = await bytesOf(store, "mine");
      read?.fill(0);
      expect(await textOf(store, "mine")).toBe("before");
    });

    describe("ranges", () => {
      const cases: readonly [string, ByteRange, string][] = [
        ["of the middle", { start: 2, end: 5 }, "234"],
        ["of the first byte", { start: 0, end: 1 }, "0"],
        ["of the last byte", { start: 9, end: 10 }, "9"],
        ["past the end are cut", { start: 7, end: 1000 }, "789"],
        ["behind the end are empty", { start: 10, end: 20 }, ""],
        ["of nothing are empty", { start: 3, end: 3 }, ""],
      ];
      test.each(cases)("%s", async (_name, range, expected) => {
        await store.put("digits", text("0123456789"));
        const blob = await store.get("digits", range);
        expect(blob?.size).toBe(10);
        expect(new TextDecoder().decode(await collect(blob?.body))).toBe(expected);
      });

      test("of a large blob are exact", async () => {
        const bytes = pattern(1_000_000);
        await store.put("large", bytes);
        const range = { start: 123_457, end: 765_433 };
        const expected = bytes.subarray(range.start, range.end);
        expect(firstDifference(await bytesOf(store, "large", range), expected)).toBe(-1);
      });
    });

    describe("replacing", () => {
      test("gives the new bytes, also when they are fewer", async () => {
        await store.put("key", text("a long first version"));
        expect(await store.put("key", text("short"))).toBe(true);
        expect(await textOf(store, "key")).toBe("short");
      });

      test("and deleting do not disturb a body that was opened before", async () => {
        const bytes = pattern(1_000_000);
        await store.put("key", bytes);
        const first = await store.get("key");
        await store.put("key", text("new"));
        const second = await store.get("key");
        await store.delete("key");
        expect(firstDifference(await collect(first?.body), bytes)).toBe(-1);
        expect(new TextDecoder().decode(await collect(second?.body))).toBe("new");
      });

      test("is refused with onlyIfAbsent", async () => {
        expect(await store.put("key", text("first"), { onlyIfAbsent: true })).toBe(true);
        expect(await store.put("key", text("second"), { onlyIfAbsent: true })).toBe(false);
        expect(await store.put("key", streamOf(["third"]), { onlyIfAbsent: true })).toBe(false);
        expect(await textOf(store, "key")).toBe("first");
      });

      test("is decided for exactly one of many at once with onlyIfAbsent", async () => {
        const names = Array.from({ length: 20 }, (_, index) => `writer ${index}`);
        const won = await Promise.all(
          names.map((writer) => store.put("a/key", text(writer), { onlyIfAbsent: true })),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(await textOf(store, "a/key")).toBe(names[won.indexOf(true)]);
      });

      test("by many at once leaves one of them, whole", async () => {
        const versions = Array.from({ length: 10 }, (_, index) => new Uint8Array(200_000).fill(index));
        await Promise.all(versions.map((version) => store.put("a/key", version)));
        const kept = await bytesOf(store, "a/key");
        expect(firstDifference(kept, versions[kept?.[0] ?? 0])).toBe(-1);
      });
    });

    describe("streams", () => {
      test("are stored whole, chunk by chunk", async () => {
        await store.put("stream", streamOf(["one ", "", "two ", "three"]));
        expect(await textOf(store, "stream")).toBe("one two three");
        expect((await store.head("stream"))?.size).toBe(13);
      });

      test("may use one buffer for all their chunks", async () => {
        const buffer = new Uint8Array(2);
        let count = 0;
        const stream = new ReadableStream<Uint8Array>(
          {
            pull(controller) {
              count += 1;
              if (count > 3) controller.close();
              else controller.enqueue(buffer.fill(48 + count));
            },
          },
          { highWaterMark: 0 },
        );
        await store.put("stream", stream);
        expect(await textOf(store, "stream")).toBe("112233");
      });

      test("without a chunk are an empty blob", async () => {
        await store.put("stream", streamOf([]));
        expect((await store.head("stream"))?.size).toBe(0);
      });

      test("that fail leave what was there", async () => {
        await store.put("old", text("old"));
        await expect(store.put("old", failingStream("it failed"))).rejects.toThrow("it failed");
        await expect(store.put("new", failingStream("it failed"))).rejects.toThrow("it failed");
        expect(await textOf(store, "old")).toBe("old");
        expect(await keysOf(store)).toEqual(["old"]);
      });
    });

    describe("an aborted put", () => {
      test("stores nothing when the signal was aborted before", async () => {
        const signal = AbortSignal.abort(new Error("gone"));
        await expect(store.put("key", text("bytes"), { signal })).rejects.toThrow("gone");
        expect(await store.head("key")).toBeUndefined();
      });

      test("of a silent stream ends at once, releases the stream and leaves what was there", async () => {
        await store.put("key", text("old"));
        const abort = new AbortController();
        const { stream, waiting, cancelled } = silentStream();
        const reason = new Error("gone");
        const outcome = store.put("key", stream, { signal: abort.signal }).catch((error: unknown) => error);
        await waiting;
        abort.abort(reason);
        expect(await outcome).toBe(reason);
        await cancelled;
        expect(await textOf(store, "key")).toBe("old");
      });
    });

    describe("deleting", () => {
      test("removes the blob and no other", async () => {
        for (const key of ["a/b", "a/bc", "a-b"]) await store.put(key, text(key));
        await store.delete("a/b");
        expect(await store.get("a/b")).toBeUndefined();
        expect(await keysOf(store)).toEqual(["a-b", "a/bc"]);
      });

      test("what is not there is no error", async () => {
        await store.put("a/b", text("x"));
        await store.delete("a/b");
        await expect(store.delete("a/b")).resolves.toBeUndefined();
        await expect(store.delete("never/was")).resolves.toBeUndefined();
      });

      test("leaves the key free for a new blob", async () => {
        await store.put("a/b", text("old"));
        await store.delete("a/b");
        expect(await store.put("a/b", text("new"), { onlyIfAbsent: true })).toBe(true);
        expect(await textOf(store, "a/b")).toBe("new");
      });

      test("beside puts in the same folder loses none of them", async () => {
        // Each of a few writers empties the folder now and then for the others.
        const writers = Array.from({ length: 4 }, async (_, writer) => {
          for (let round = 0; round < 50; round += 1) {
            await store.put(`folder/of/${writer}`, text("x"));
            const found = await store.head(`folder/of/${writer}`);
            await store.delete(`folder/of/${writer}`);
            if (found === undefined) return "lost a blob";
          }
          return "lost none";
        });
        expect(new Set(await Promise.all(writers))).toEqual(new Set(["lost none"]));
      });
    });

    describe("listing", () => {
      const KEYS = ["a", "b-1", "b.1", "b/1", "b/2/x", "b/2/y", "b/20", "b0", "b_/1", "c/B", "c/_", "c/a"];

      test("an empty store gives an empty page", async () => {
        expect(await store.list({ prefix: "" })).toEqual({ blobs: [] });
      });

      test("gives every key with its size, in order of their characters", async () => {
        for (const key of KEYS.toReversed()) await store.put(key, text(key));
        const { blobs } = await store.list({ prefix: "" });
        expect(blobs).toEqual(KEYS.map((key) => ({ key, size: key.length })));
      });

      test.each([["b"], ["b/"], ["b/2"], ["b/2/"], ["b/2/x"], ["c/"], ["d"], ["b/2/x/y"]])(
        "with the prefix %s gives the keys that begin with it",
        async (prefix) => {
          for (const key of KEYS) await store.put(key, text(key));
          expect(await keysOf(store, prefix)).toEqual(KEYS.filter((key) => key.startsWith(prefix)));
        },
      );

      test.each([[1], [2], [5], [11], [12], [13]])("in pages of %i gives each key once", async (limit) => {
        for (const key of KEYS) await store.put(key, text(key));
        expect((await store.list({ prefix: "", limit })).blobs.length).toBeLessThanOrEqual(limit);
        expect(await keysOf(store, "", limit)).toEqual(KEYS);
      });

      test("crosses the page of 1,000", async () => {
        const keys = Array.from({ length: 1234 }, (_, index) => `many/${String(index * 7).padStart(5, "0")}`);
        await inParallel(keys, (key) => store.put(key, text("x")));
        await store.put("zz", text("x"));
        const page = await store.list({ prefix: "many/" });
        expect(page.blobs.length).toBeLessThanOrEqual(1000);
        expect(page.cursor).toBeDefined();
        expect(await keysOf(store, "many/")).toEqual(keys);
        expect(await keysOf(store)).toEqual([...keys, "zz"]);
      });

      test("gives what was there throughout once, whatever comes and goes", async () => {
        const steady = ["b/1", "b/3", "d/1", "d/3", "f"];
        for (const key of [...steady, "b/2", "d/2"]) await store.put(key, text(key));
        const seen: string[] = [];
        let cursor: string | undefined;
        for (let page = 0; page === 0 || cursor !== undefined; page += 1) {
          const { blobs, ...rest } = await store.list({ prefix: "", limit: 2, ...(cursor && { cursor }) });
          seen.push(...blobs.map(({ key }) => key));
          ({ cursor } = rest);
          await store.put(`a/${page}`, text("new, behind"));
          await store.put(`e/${page}`, text("new, ahead"));
          await store.delete("b/2");
          await store.delete("d/2");
        }
        expect(seen.filter((key) => steady.includes(key))).toEqual(steady);
        expect(seen).toEqual([...new Set(seen)].sort());
      });
    });

    describe("a key outside the grammar is refused by every method:", () => {
      const BAD_KEYS: readonly [string, string][] = [
        ["empty", ""],
        ["absolute", "/etc/passwd"],
        ["the folder above", ".."],
        ["a way out", "a/../../b"],
        ["the folder itself", "a/./b"],
        ["a hidden file", "a/.hidden"],
        ["an empty segment", "a//b"],
        ["a folder", "a/"],
        ["NUL", "a\0b"],
        ["a backslash", "a\\..\\b"],
        ["a line break", "a\n"],
        ["a colon", "C:"],
        ["percent signs", "%2e%2e/a"],
        ["not ASCII", "ä"],
        ["a long segment", "a".repeat(256)],
        ["a long key", "a/".repeat(256) + "a"],
      ];
      test.each(BAD_KEYS)("%s", async (_name, key) => {
        const refused = { name: "StorageError", code: "key_invalid" };
        await expect(store.put(key, text("x"))).rejects.toMatchObject(refused);
        await expect(store.put(key, streamOf(["x"]), { onlyIfAbsent: true })).rejects.toMatchObject(refused);
        await expect(store.get(key)).rejects.toMatchObject(refused);
        await expect(store.head(key)).rejects.toMatchObject(refused);
        await expect(store.delete(key)).rejects.toMatchObject(refused);
        expect(await keysOf(store)).toEqual([]);
      });

      test.each([["../"], ["/"], ["a//"], [".t"], ["a/../"]])("the prefix %s", async (prefix) => {
        await expect(store.list({ prefix })).rejects.toMatchObject({ code: "key_invalid" });
      });

      test("the longest segment and the longest key are within it", async () => {
        const keys = ["s".repeat(255), `${"k".repeat(255)}/${"k".repeat(254)}/k`];
        for (const key of keys) await store.put(key, text(key));
        expect(keys[1]).toHaveLength(512);
        expect(await keysOf(store)).toEqual(keys.toSorted());
      });
    });
  });
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Bytes without a short period, so that a lost or doubled chunk shows. */
function pattern(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) bytes[index] = (index * 2_654_435_761) >>> 13;
  return bytes;
}

function streamOf(chunks: readonly string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(text(chunk));
      controller.close();
    },
  });
}

function failingStream(message: string): ReadableStream<Uint8Array> {
  let isFirst = true;
  return new ReadableStream({
    pull(controller) {
      if (!isFirst) throw new Error(message);
      isFirst = false;
      controller.enqueue(text("half of the "));
    },
  });
}

/** A stream that gives one chunk and then nothing; `waiting` resolves when more is asked for. */
function silentStream(): {
  stream: ReadableStream<Uint8Array>;
  waiting: Promise<void>;
  cancelled: Promise<void>;
} {
  const waiting = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<void>();
  let isFirst = true;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (isFirst) {
          isFirst = false;
          controller.enqueue(text("half"));
          return undefined;
        }
        waiting.resolve();
        return new Promise<void>(() => undefined);
      },
      cancel: () => cancelled.resolve(),
    },
    { highWaterMark: 0 },
  );
  return { stream, waiting: waiting.promise, cancelled: cancelled.promise };
}

async function bytesOf(store: BlobStore, key: string, range?: ByteRange): Promise<Uint8Array | undefined> {
  return collect((await store.get(key, range))?.body);
}

async function textOf(store: BlobStore, key: string, range?: ByteRange): Promise<string | undefined> {
  const bytes = await bytesOf(store, key, range);
  return bytes && new TextDecoder().decode(bytes);
}

async function collect(body: ReadableStream<Uint8Array> | undefined): Promise<Uint8Array | undefined> {
  if (body === undefined) return undefined;
  return new Uint8Array(await new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

/**
 * Index of the first byte that differs, -1 when none does: `toEqual` takes seconds for megabytes.
 */
function firstDifference(actual: Uint8Array | undefined, expected: Uint8Array | undefined): number {
  if (actual === undefined || expected === undefined) return 0;
  const [shorter, longer] = actual.length < expected.length ? [actual, expected] : [expected, actual];
  return longer.findIndex((byte, index) => byte !== shorter[index]);
}

async function keysOf(store: BlobStore, prefix = "", limit?: number): Promise<readonly string[]> {
  const found: BlobInfo[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list({ prefix, ...(limit && { limit }), ...(cursor && { cursor }) });
    found.push(...page.blobs);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return found.map(({ key }) => key);
}

async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: 50 }, worker));
}
