/** A half-open range of bytes: `start` inclusive, `end` exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The part of `range` (default: everything) that lies within `size` bytes; empty when none does. */
export function clampRange(range: ByteRange | undefined, size: number): ByteRange {
  if (range === undefined) return { start: 0, end: size };
  const start = Math.min(Math.max(range.start, 0), size);
  return { start, end: Math.min(Math.max(range.end, start), size) };
}

export interface BlobInfo {
  readonly key: string;
  /** Bytes of the whole blob, also where a range was asked for. */
  readonly size: number;
}

export interface Blob extends BlobInfo {
  /**
   * The bytes, or those of the range asked for, as they were when `get` resolved: replacing or deleting the
   * blob does not disturb it. Read it once, to its end, or cancel it: it may hold a file open.
   */
  readonly body: ReadableStream<Uint8Array>;
}

export interface BlobPage {
  /** In ascending order of key (by UTF-16 code unit; keys are ASCII). */
  readonly blobs: readonly BlobInfo[];
  /** Pass it to the next call; absent on the last page. */
  readonly cursor?: string;
}

/**
 * Where bytes live. Keys follow the grammar of `keys.ts`; a key outside it is refused by every store with
 * a `StorageError` `key_invalid`. No key may be a folder of another (`a` beside `a/b`): a store of files
 * cannot hold both. A blob is seen whole or not at all, also after a crash. A store that does not answer
 * rejects with a `StorageError` `store_unavailable`.
 */
export interface BlobStore {
  /**
   * Stores a blob durably: when the promise resolves it survives a crash. Existing bytes are replaced,
   * unless `onlyIfAbsent`. A source that fails or an aborted signal leaves what was there before.
   * @returns false when `onlyIfAbsent` and the key was taken.
   */
  put(
    key: string,
    bytes: Uint8Array | ReadableStream<Uint8Array>,
    options?: { readonly onlyIfAbsent?: boolean; readonly signal?: AbortSignal },
  ): Promise<boolean>;
  /** @returns undefined when there is no such blob; a range is clamped to the blob's size. */
  get(key: string, range?: ByteRange): Promise<Blob | undefined>;
  head(key: string): Promise<BlobInfo | undefined>;
  /**
   * Keys that begin with `prefix`, in order, at most `limit` (from 1, default 1,000) a page. A blob that is
   * there from the first page to the last is listed once, whatever is put and deleted meanwhile.
   */
  list(options: {
    readonly prefix: string;
    readonly cursor?: string;
    readonly limit?: number;
  }): Promise<BlobPage>;
  /** Removes a blob; no error when there is none. */
  delete(key: string): Promise<void>;
}

/** What `list` takes for `limit` when none is given. */
export const DEFAULT_PAGE = 1000;
