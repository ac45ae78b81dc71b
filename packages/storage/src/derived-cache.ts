import { expectedSentence } from "@darkroom/core";
import type { Blob, BlobStore } from "./blob-store.ts";
import { createDeletionLog } from "./deletion-log.ts";
import { StorageError } from "./errors.ts";
import { DERIVED_PREFIX } from "./keys.ts";

/**
 * Where derived bytes wait to be asked for again. A key of `derivedKey` decides its bytes, so a key is never
 * overwritten with others; their media type follows from what the key was made of and is not kept.
 */
export interface DerivedCache {
  get(key: string): Promise<Pick<Blob, "body" | "size"> | undefined>;
  /**
   * Keeps bytes if there is room for them.
   * @param options.since What `generation` returned before the record was read that the bytes come from.
   * If the original's bytes were deleted after it, these are not kept: a deleted image stays deleted.
   * @returns whether they were kept.
   */
  put(key: string, bytes: Uint8Array, options?: { readonly since?: number }): Promise<boolean>;
  /** Removes what `derivedPrefix` names. When it resolves, none of it is there, nor comes from a put begun before. */
  deletePrefix(prefix: string): Promise<void>;
  /** Grows with every `deletePrefix`. */
  generation(): number;
  /** Bytes held, as far as known. */
  usedBytes(): number;
}

interface Held {
  readonly size: number;
}

/**
 * A derived cache over a blob store of its own, which need not be durable. The least recently used bytes are
 * removed before new ones are written, so that the store never holds more than `quotaBytes`; what alone is
 * larger is not kept. A store with content is listed once, in the background: until then everything in it is
 * served, but nothing is added. The order of use is not kept over a restart.
 */
export function createDerivedCache({
  store,
  quotaBytes,
}: {
  readonly store: BlobStore;
  readonly quotaBytes: number;
}): DerivedCache & {
  /** Resolves when the listing of the store has ended, well or not. */ readonly ready: Promise<void>;
} {
  // What was found at the start and not used since goes first; `used` is in order of use.
  const found = new Map<string, Held>();
  const used = new Map<string, Held>();
  const writing = new Map<string, Promise<boolean>>();
  const deletions = createDeletionLog();
  let held = 0;
  let reserved = 0;
  let listing: "under way" | "complete" | { readonly failed: unknown } = "under way";

  const isOverQuota = (): boolean => held + reserved > quotaBytes;
  const lookUp = (key: string): Held | undefined => used.get(key) ?? found.get(key);

  /** Forgets bytes; always before they are removed from the store, so that none lies there uncounted. */
  function drop(key: string): void {
    held -= lookUp(key)?.size ?? 0;
    used.delete(key);
    found.delete(key);
  }

  function note(order: Map<string, Held>, key: string, size: number): void {
    drop(key);
    order.set(key, { size });
    held += size;
  }

  async function remove(key: string): Promise<void> {
    const entry = lookUp(key);
    drop(key);
    try {
      await store.delete(key);
    } catch (error) {
      if (entry !== undefined) note(found, key, entry.size);
      throw error;
    }
  }

  /** Removes the least recently used until what is held and reserved fits the quota. */
  async function evict(): Promise<void> {
    while (isOverQuota()) {
      const oldest = found.keys().next().value ?? used.keys().next().value;
      if (oldest === undefined) return;
      await remove(oldest);
    }
  }

  async function list(): Promise<void> {
    listing = "under way";
    try {
      let cursor: string | undefined;
      do {
        const since = deletions.generation();
        const page = await store.list({ prefix: DERIVED_PREFIX, ...(cursor !== undefined && { cursor }) });
        for (const { key, size } of page.blobs) {
          if (!used.has(key) && !deletions.coversSince(key, since)) note(found, key, size);
        }
        cursor = page.cursor;
      } while (cursor !== undefined);
    } catch (error) {
      listing = { failed: error };
      return;
    }
    listing = "complete";
    // The quota may be smaller than last time. What cannot be removed now makes the next put fail.
    await evict().catch(() => undefined);
  }

  async function write(key: string, bytes: Uint8Array, since: number): Promise<boolean> {
    reserved += bytes.length;
    try {
      await evict();
      await store.put(key, bytes);
      if (deletions.coversSince(key, since)) {
        await store.delete(key);
        return false;
      }
    } finally {
      reserved -= bytes.length;
    }
    note(used, key, bytes.length);
    return true;
  }

  const ready = list();

  return {
    ready,

    async get(key) {
      const before = lookUp(key);
      const blob = await store.get(key);
      const isUnchanged = before !== undefined && before === lookUp(key);
      if (blob === undefined) {
        // Removed by other hands, for what we remove is forgotten first.
        if (isUnchanged) drop(key);
        return undefined;
      }
      if (isUnchanged) note(used, key, blob.size);
      return { body: blob.body, size: blob.size };
    },

    async put(key, bytes, { since = deletions.generation() } = {}) {
      assertDerived(key);
      if (typeof listing === "object") {
        const { failed } = listing;
        void list();
        throw failed;
      }
      if (listing === "under way") return false;
      const underWay = writing.get(key);
      if (underWay !== undefined) return underWay;
      if (lookUp(key) !== undefined) return true;
      if (reserved + bytes.length > quotaBytes || deletions.coversSince(key, since)) return false;
      const written = write(key, bytes, since).finally(() => writing.delete(key));
      writing.set(key, written);
      return written;
    },

    async deletePrefix(prefix) {
      assertDerived(prefix);
      deletions.add(prefix);
      const late = [...writing].filter(([key]) => key.startsWith(prefix)).map(([, written]) => written);
      await Promise.allSettled(late);
      let cursor: string | undefined;
      do {
        const page = await store.list({ prefix, ...(cursor !== undefined && { cursor }) });
        for (const { key } of page.blobs) await remove(key);
        cursor = page.cursor;
      } while (cursor !== undefined);
    },

    generation: () => deletions.generation(),
    usedBytes: () => held,
  };
}

function assertDerived(keyOrPrefix: string): void {
  if (keyOrPrefix.startsWith(DERIVED_PREFIX)) return;
  throw new StorageError(
    "key_invalid",
    expectedSentence(`a key under ${DERIVED_PREFIX}`, "key", keyOrPrefix),
  );
}
