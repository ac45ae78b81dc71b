import type { ImageFacts } from "@darkroom/core";

/** JSON values, as user metadata holds them. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What is known of one image. `account` and `id` together are its key. */
export interface ImageRecord {
  readonly account: string;
  readonly id: string;
  /** Grows with every insert in a store: order and cursor of lists. Given by the store. */
  readonly seq: number;
  /** Key of the original's bytes in the blob store; unique to this record, never derived from `id`. */
  readonly blobKey: string;
  /** Hex SHA-256 of the original's bytes. */
  readonly sha256: string;
  /** Bytes of the original. */
  readonly size: number;
  /** Media type of the original, from its first bytes. */
  readonly mediaType: string;
  readonly facts: ImageFacts;
  readonly filename: string;
  readonly creator: string | null;
  readonly meta: { readonly [key: string]: Json };
  readonly requireSignedURLs: boolean;
  /** Milliseconds since the epoch. */
  readonly uploaded: number;
}

export type NewImageRecord = Omit<ImageRecord, "seq">;

/** A blob whose upload began: written before its bytes, taken back with its record's insert. */
export interface JournalEntry {
  readonly blobKey: string;
  /** Milliseconds since the epoch. */
  readonly begun: number;
}

/**
 * Where records live. Each method is one statement or one atomic batch, for D1 has no interactive
 * transactions; when a promise of a changing method resolves, the change survives a crash.
 */
export interface RecordStore {
  /**
   * Inserts a record and takes its blob out of the journal, atomically.
   * @returns the record with its `seq`, or undefined when the account has an image of that id.
   */
  insertImage(record: NewImageRecord): Promise<ImageRecord | undefined>;
  getImage(account: string, id: string): Promise<ImageRecord | undefined>;
  /** By `seq`; `after` is the `seq` of the last image of the page before. */
  listImages(
    account: string,
    options: {
      readonly order: "asc" | "desc";
      readonly limit: number;
      readonly after?: number;
      readonly offset?: number;
    },
  ): Promise<readonly ImageRecord[]>;
  countImages(account: string): Promise<number>;
  /**
   * Removes a record and enters its blob into the journal as removable at once, atomically.
   * @returns the removed record, or undefined when there was none.
   */
  deleteImage(account: string, id: string): Promise<ImageRecord | undefined>;
  /** @returns whether any image of the account has that original; derived bytes are shared between them. */
  hasOriginal(account: string, sha256: string): Promise<boolean>;
  /** Notes that bytes are about to be written under `blobKey`. */
  beginUpload(entry: JournalEntry): Promise<void>;
  /** Entries begun before `before` (ms since the epoch) whose blob no record names, oldest first. */
  listAbandoned(before: number, limit: number): Promise<readonly JournalEntry[]>;
  /** Takes an entry out of the journal once its blob is removed. */
  forgetUpload(blobKey: string): Promise<void>;
  /** A cheap question that fails when the store cannot answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}
