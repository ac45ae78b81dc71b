import { expectedSentence } from "@darkroom/core";
import type { Blob, BlobStore } from "./blob-store.ts";
import { createDeletionLog, type Covers } from "./deletion-log.ts";
import { StorageError } from "./errors.ts";
import { DERIVED_PREFIX, derivedAccountPrefix } from "./keys.ts";
import { createUseOrder } from "./use-order.ts";

/**
 * Derived images that are kept of one original, so that whoever enumerates options of one image does not push
 * all others out: three formats for each of the hundred variants that an account may have, and some for
 * devices and options of addresses.
 */
export const MOST_DERIVED_PER_ORIGINAL = 400;

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
  /**
   * Removes what was derived by certain variants from all originals of an account, the same way.
   * @param variants As in the parts of `derivedKey`.
   */
  deleteVariants(account: string, variants: ReadonlySet<string>): Promise<void>;
  /** Grows with every deletion. */
  generation(): number;
  /** Bytes held, as far as known. */
  usedBytes(): number;
  /** Most bytes that are held; undefined where somebody else sets the limit. */
  readonly quotaBytes: number | undefined;
}

/** Which keys `deleteVariants` is of. */
export function coversVariants(account: string, variants: ReadonlySet<string>): Covers {
  const prefix = derivedAccountPrefix(account);
  return (key) => key.startsWith(prefix) && variants.has(key.slice(key.lastIndexOf("/") + 1));
}

/**
 * A derived cache over a blob store of its own, which need not be durable. The least recently used bytes are
 * removed before new ones are written, so that the store never holds more than `quotaBytes`; what alone is
 * larger is not kept. Of one original at most `mostPerOriginal` are kept, and as many more as are being
 * written; there too the least recently used go first. A store with content is listed once, in the background: until then everything in it is
 * served, but nothing is added. The order of use is not kept over a restart.
 */
export function createDerivedCache({
  store,
  quotaBytes,
  mostPerOriginal = MOST_DERIVED_PER_ORIGINAL,
}: {
  readonly store: BlobStore;
  readonly quotaBytes: number;
  readonly mostPerOriginal?: number;
}): DerivedCache & {
  /** Resolves when the listing of the store has ended, well or not. */ readonly ready: Promise<void>;
} {
  const order = createUseOrder(originalOf);
  const writing = new Map<string, Promise<boolean>>();
  const deletions = createDeletionLog();
  /** Deletions that the listing has yet to carry out on what it finds. */
  let overdue: readonly Covers[] = [];
  let reserved = 0;
  let listing: "under way" | "complete" | { readonly failed: unknown } = "under way";

  const isOverQuota = (): boolean => order.bytes() + reserved > quotaBytes;

  async function remove(key: string): Promise<void> {
    const entry = order.get(key);
    // Always before it is removed from the store, so that nothing lies there uncounted.
    order.forget(key);
    try {
      await store.delete(key);
    } catch (error) {
      if (entry !== undefined) order.found(key, entry.size);
      throw error;
    }
  }

  /** Removes the least recently used until what is held and reserved fits the quota. */
  async function evict(): Promise<void> {
    while (isOverQuota()) {
      const oldest = order.oldest();
      if (oldest === undefined) return;
      await remove(oldest);
    }
  }

  /** Makes room for one more of an original. */
  async function evictOf(original: string): Promise<void> {
    while (order.countOf(original) >= mostPerOriginal) {
      const oldest = order.oldestOf(original);
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
          if (overdue.some((covers) => covers(key))) await store.delete(key);
          else if (!deletions.coversSince(key, since)) order.found(key, size);
        }
        cursor = page.cursor;
      } while (cursor !== undefined);
    } catch (error) {
      listing = { failed: error };
      return;
    }
    listing = "complete";
    overdue = [];
    // The quota may be smaller than last time. What cannot be removed now makes the next put fail.
    await evict().catch(() => undefined);
  }

  async function write(key: string, bytes: Uint8Array, since: number): Promise<boolean> {
    reserved += bytes.length;
    try {
      await evict();
      await evictOf(originalOf(key));
      await store.put(key, bytes);
      if (deletions.coversSince(key, since)) {
        await store.delete(key);
        return false;
      }
    } finally {
      reserved -= bytes.length;
    }
    order.used(key, bytes.length);
    return true;
  }

  /** From here on no work begun before brings anything back; what is being written is waited for. */
  async function remember(covers: Covers): Promise<void> {
    deletions.add(covers);
    const late = [...writing].filter(([key]) => covers(key)).map(([, written]) => written);
    await Promise.allSettled(late);
  }

  const ready = list();
  let listed = ready;

  return {
    ready,

    async get(key) {
      const before = order.get(key);
      const blob = await store.get(key);
      const isUnchanged = before !== undefined && before === order.get(key);
      if (blob === undefined) {
        // Removed by other hands, for what we remove is forgotten first.
        if (isUnchanged) order.forget(key);
        return undefined;
      }
      if (isUnchanged) order.used(key, blob.size);
      return { body: blob.body, size: blob.size };
    },

    async put(key, bytes, { since = deletions.generation() } = {}) {
      assertDerived(key);
      if (typeof listing === "object") {
        const { failed } = listing;
        listed = list();
        throw failed;
      }
      if (listing === "under way") return false;
      const underWay = writing.get(key);
      if (underWay !== undefined) return underWay;
      if (order.get(key) !== undefined) return true;
      if (reserved + bytes.length > quotaBytes || deletions.coversSince(key, since)) return false;
      const written = write(key, bytes, since).finally(() => writing.delete(key));
      writing.set(key, written);
      return written;
    },

    async deletePrefix(prefix) {
      assertDerived(prefix);
      await remember((key) => key.startsWith(prefix));
      let cursor: string | undefined;
      do {
        const page = await store.list({ prefix, ...(cursor !== undefined && { cursor }) });
        for (const { key } of page.blobs) await remove(key);
        cursor = page.cursor;
      } while (cursor !== undefined);
    },

    async deleteVariants(account, variants) {
      const covers = coversVariants(account, variants);
      if (listing !== "complete") overdue = [...overdue, covers];
      if (typeof listing === "object") listed = list();
      await remember(covers);
      for (const key of order.keys()) if (covers(key)) await remove(key);
      await listed;
      if (typeof listing === "object") throw listing.failed;
    },

    generation: () => deletions.generation(),
    usedBytes: () => order.bytes(),
    quotaBytes,
  };
}

/** What the keys of all that is derived from the same original begin with. */
function originalOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/") + 1);
}

function assertDerived(keyOrPrefix: string): void {
  if (keyOrPrefix.startsWith(DERIVED_PREFIX)) return;
  throw new StorageError(
    "key_invalid",
    expectedSentence(`a key under ${DERIVED_PREFIX}`, "key", keyOrPrefix),
  );
}
