/** Bytes of a blob that `write-blobs.ts` writes. */
export const CRASH_BLOB = 400_000;
