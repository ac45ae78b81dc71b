import { expectedSentence } from "@darkroom/core";
import { describeError, type Log } from "@darkroom/http";
import {
  coversSelection,
  createDeletionLog,
  parseDerivedKey,
  prefixesOfSelection,
  StorageError,
  type DerivedCache,
  type DerivedKeyParts,
  type DerivedSelection,
  type Removed,
} from "@darkroom/storage";
import type { R2BlobStore } from "./r2-blob-store.ts";

export interface EdgeCacheSettings {
  /** Where derived bytes stay, under their keys: R2. */
  readonly store: R2BlobStore;
  /** What is near the client, may forget at any time, and is not shared between data centres. */
  readonly edge: Pick<Cache, "match" | "put" | "delete">;
  /** Whether an image of the account still has that original; asked after bytes were written. */
  readonly hasOriginal: (account: string, sha256: string) => Promise<boolean>;
  /** Lets work go on after the answer. */
  readonly defer: (work: Promise<unknown>) => void;
  readonly log: Log;
  /** Derived images that are kept in the store for one original; more of them live at the edge only. */
  readonly mostPerOriginal: number;
}

/** How long the edge may keep bytes, in seconds. Their key decides them, so that none is ever out of date. */
const EDGE_SECONDS = 30 * 24 * 3600;

/**
 * A derived cache of two levels, written after the answer that needed the bytes. There may be any number of
 * isolates, none of which knows what the others delete; so whoever has written bytes asks afterwards whether
 * their original is still there, and takes them back if not. Copies at the edges of other data centres cannot
 * be removed; they cannot be reached either, for the record is read before the cache is. Of a variant that was
 * changed, another isolate may write bytes that it was computing at that moment: no address leads to them.
 */
export function createEdgeCache(settings: EdgeCacheSettings): DerivedCache {
  const { store, edge, hasOriginal, defer, log, mostPerOriginal } = settings;
  /** Bytes on their way to the store: whoever asks meanwhile need not compute them again. */
  const writing = new Map<string, Uint8Array<ArrayBuffer>>();
  /** What this isolate has deleted. */
  const deletions = createDeletionLog();

  async function remove(key: string): Promise<void> {
    await edge.delete(edgeAddress(key));
    await store.delete(key);
  }

  async function removeAll(selection: DerivedSelection): Promise<Removed> {
    const covers = coversSelection(selection);
    deletions.add(covers);
    /** Size by key: what is on its way may be in the bucket already. */
    const removed = new Map<string, number>();
    for (const [key, bytes] of writing)
      if (covers(key) && writing.delete(key)) removed.set(key, bytes.length);
    for (const prefix of prefixesOfSelection(selection)) {
      let cursor: string | undefined;
      do {
        const page = await store.list({ prefix, ...(cursor !== undefined && { cursor }) });
        const blobs = page.blobs.filter(({ key }) => covers(key));
        await store.deleteMany(blobs.map(({ key }) => key));
        for (const { key, size } of blobs) removed.set(key, size);
        cursor = page.cursor;
      } while (cursor !== undefined);
    }
    await removeFromEdge([...removed.keys()]);
    return { files: removed.size, bytes: [...removed.values()].reduce((sum, size) => sum + size, 0) };
  }

  /** Each costs a call of its own: should they be too many for one request, the rest stays until it is too old. */
  async function removeFromEdge(keys: readonly string[]): Promise<void> {
    let done = 0;
    try {
      for (const key of keys) {
        await edge.delete(edgeAddress(key));
        done += 1;
      }
    } catch (error) {
      const left = keys.length - done;
      log.warn("derived images left at the edge", { images: left, error: describeError(error) });
    }
  }

  async function keepInStore(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { prefix } = partsOf(key);
    const { blobs } = await store.list({ prefix, limit: mostPerOriginal });
    if (blobs.length < mostPerOriginal) await store.put(key, bytes);
  }

  async function keep(key: string, bytes: Uint8Array<ArrayBuffer>, since: number): Promise<void> {
    const { account, sha256 } = partsOf(key);
    try {
      await edge.put(edgeAddress(key), edgeResponse(bytes, bytes.length));
      await keepInStore(key, bytes);
      if (deletions.coversSince(key, since) || !(await hasOriginal(account, sha256))) await remove(key);
    } catch (error) {
      log.warn("derived image not cached", { error: describeError(error) });
    } finally {
      writing.delete(key);
    }
  }

  async function keepAtEdge(key: string): Promise<void> {
    try {
      // Read anew: one body cannot go two ways without being held in memory for the slower of them.
      const blob = await store.get(key);
      if (blob !== undefined) await edge.put(edgeAddress(key), edgeResponse(blob.body, blob.size));
    } catch (error) {
      log.warn("derived image not kept at the edge", { error: describeError(error) });
    }
  }

  return {
    async get(key) {
      const underWay = writing.get(key);
      if (underWay !== undefined) return { body: new Blob([underWay]).stream(), size: underWay.length };
      const near = await edge.match(edgeAddress(key));
      const size = Number(near?.headers.get("content-length") ?? Number.NaN);
      if (near?.body && Number.isSafeInteger(size)) return { body: near.body, size };
      const blob = await store.get(key);
      if (blob === undefined) return undefined;
      defer(keepAtEdge(key));
      return { body: blob.body, size: blob.size };
    },

    async put(key, bytes, { since = deletions.generation() } = {}) {
      partsOf(key);
      if (deletions.coversSince(key, since)) return false;
      if (writing.has(key)) return true;
      const kept = bytes as Uint8Array<ArrayBuffer>;
      writing.set(key, kept);
      defer(keep(key, kept, since));
      return true;
    },

    remove: removeAll,
    generation: () => deletions.generation(),
    /** Nobody counts them: a lifecycle rule of the bucket removes what is old. */
    usedBytes: () => 0,
    quotaBytes: undefined,
  };
}

/** The parts of a key of `derivedKey`; throws a `StorageError` `key_invalid` for any other. */
function partsOf(key: string): DerivedKeyParts & { readonly prefix: string } {
  const parts = parseDerivedKey(key);
  if (parts !== undefined) return parts;
  throw new StorageError("key_invalid", expectedSentence("a key of derived bytes", "key", key));
}

/** Nobody's host name: what is cached under it is reached through this program only. */
function edgeAddress(key: string): string {
  return `https://derived.darkroom.invalid/${key}`;
}

function edgeResponse(body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>, size: number): Response {
  return new Response(body as BodyInit, {
    headers: { "cache-control": `max-age=${EDGE_SECONDS}`, "content-length": String(size) },
  });
}
