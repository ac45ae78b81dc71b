import { expectedSentence } from "@darkroom/core";
import type { Blob, BlobStore } from "./blob-store.ts";
import { createDeletionLog, type Covers } from "./deletion-log.ts";
import { coversSelection, prefixesOfSelection, type DerivedSelection } from "./derived-selection.ts";
import { StorageError } from "./errors.ts";
import { DERIVED_PREFIX } from "./keys.ts";
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
  /** Removes a selection. When it resolves, none of it is there, nor comes from a put begun before. */
  remove(selection: DerivedSelection): Promise<Removed>;
  /** Grows with every deletion. */
  generation(): number;
  /** Bytes held, as far as known. */
  usedBytes(): number;
  /** Most bytes that are held; undefined where somebody else sets the limit. */
  readonly quotaBytes: number | undefined;
}

/** What was removed, as far as it was counted. */
export interface Removed {
  readonly files: number;
  readonly bytes: number;
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
  let overdue: readonly { readonly covers: Covers; readonly count: Count }[] = [];
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
          const due = overdue.find(({ covers }) => covers(key));
          if (due !== undefined) {
            await store.delete(key);
            due.count(size);
          } else if (!deletions.coversSince(key, since)) {
            order.found(key, size);
          }
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

  /** Removes whatever the store has of a selection. */
  async function removeListed(selection: DerivedSelection, covers: Covers, count: Count): Promise<void> {
    await remember(covers);
    for (const prefix of prefixesOfSelection(selection)) {
      let cursor: string | undefined;
      do {
        const page = await store.list({ prefix, ...(cursor !== undefined && { cursor }) });
        for (const { key, size } of page.blobs) {
          if (!covers(key)) continue;
          await remove(key);
          count(size);
        }
        cursor = page.cursor;
      } while (cursor !== undefined);
    }
  }

  /** Removes of a selection what is counted: there is no need to look at all that the account has. */
  async function removeKnown(covers: Covers, count: Count): Promise<void> {
    if (listing !== "complete") overdue = [...overdue, { covers, count }];
    if (typeof listing === "object") listed = list();
    await remember(covers);
    for (const key of order.keys()) {
      if (!covers(key)) continue;
      const size = order.get(key)?.size ?? 0;
      await remove(key);
      count(size);
    }
    await listed;
    if (typeof listing === "object") throw listing.failed;
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

    async remove(selection) {
      const covers = coversSelection(selection);
      let files = 0;
      let bytes = 0;
      const count = (size: number): void => {
        files += 1;
        bytes += size;
      };
      if (selection.variants === undefined) await removeListed(selection, covers, count);
      else await removeKnown(covers, count);
      return { files, bytes };
    },

    generation: () => deletions.generation(),
    usedBytes: () => order.bytes(),
    quotaBytes,
  };
}

/** Takes note of one that was removed. */
type Count = (size: number) => void;

/** What the keys of all that is derived from the same original begin with. */
function originalOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/") + 1);
}

function assertDerived(key: string): void {
  if (key.startsWith(DERIVED_PREFIX)) return;
  throw new StorageError("key_invalid", expectedSentence(`a key under ${DERIVED_PREFIX}`, "key", key));
}
