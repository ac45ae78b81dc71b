import type { BlobStore } from "./blob-store.ts";
import type { RecordStore } from "./record-store.ts";

const HOUR = 3_600_000;

export interface Collection {
  /** Blobs removed, or found to be gone already. */
  readonly removed: number;
  /** Blobs whose upload was completed while we looked. */
  readonly spared: number;
  /** What went wrong, a blob each; these blobs stay in the journal for the next time. */
  readonly failures: readonly unknown[];
}

/**
 * Removes blobs that the journal names and no record does: those of deleted images, and those of uploads
 * begun more than `graceMs` ago. A blob is removed only after its upload was barred from being completed, so
 * it may run beside uploads. Rejects when the records do not answer.
 */
export async function collectAbandoned({
  records,
  blobs,
  now,
  graceMs = HOUR,
  limit = 1000,
}: {
  readonly records: RecordStore;
  readonly blobs: BlobStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Longer than any upload takes. */
  readonly graceMs?: number;
  /** Blobs to look at in one run. */
  readonly limit?: number;
}): Promise<Collection> {
  const entries = await records.listAbandoned(now() - graceMs, limit);
  let removed = 0;
  let spared = 0;
  const failures: unknown[] = [];
  for (const { blobKey } of entries) {
    if (!(await records.claimUpload(blobKey))) {
      spared += 1;
      continue;
    }
    try {
      await blobs.delete(blobKey);
    } catch (error) {
      failures.push(error);
      continue;
    }
    await records.forgetUpload(blobKey);
    removed += 1;
  }
  return { removed, spared, failures };
}
