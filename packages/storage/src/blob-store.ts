/** A half-open range of bytes: `start` inclusive, `end` exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface BlobInfo {
  readonly key: string;
  readonly size: number;
}

export interface Blob extends BlobInfo {
  /** The bytes, or those of the range asked for; read once, cancel it when not read to its end. */
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
 * a `StorageError` `key_invalid`. A blob is seen whole or not at all, also after a crash.
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
  /** Keys that begin with `prefix`, in order, at most `limit` (default 1,000) a page. */
  list(options: {
    readonly prefix: string;
    readonly cursor?: string;
    readonly limit?: number;
  }): Promise<BlobPage>;
  /** Removes a blob; no error when there is none. */
  delete(key: string): Promise<void>;
}
