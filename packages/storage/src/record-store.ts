import type { ImageFacts, Placeholder } from "@darkroom/core";
import type { DraftStore, ImageChanges } from "./draft-store.ts";
import type { ImageSelection } from "./image-selection.ts";

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
  /** Null where none was made: not yet, or never, for what cannot be drawn. */
  readonly placeholder: Placeholder | null;
  readonly filename: string;
  readonly creator: string | null;
  readonly meta: { readonly [key: string]: Json };
  readonly requireSignedURLs: boolean;
  /** Milliseconds since the epoch. */
  readonly uploaded: number;
}

export type NewImageRecord = Omit<ImageRecord, "seq">;

/** The originals of one media type of an account, summed up. */
export interface ImageSummary {
  readonly mediaType: string;
  readonly count: number;
  /** Bytes of the originals together. */
  readonly bytes: number;
  /** How many of them are private. */
  readonly signed: number;
}

/**
 * A blob that no record names: its upload began (written before its bytes, taken back with its record's
 * insert), or its record was deleted.
 */
export interface JournalEntry {
  readonly blobKey: string;
  /** When the upload began, in milliseconds since the epoch; 0 once the record was deleted. */
  readonly begun: number;
}

/**
 * Where records live. Each method is one statement or one atomic batch, for D1 has no interactive
 * transactions; when a promise of a changing method resolves, the change survives a crash. Texts are equal
 * when their code points are. A store that does not answer rejects with a `StorageError` `store_unavailable`.
 */
export interface RecordStore extends DraftStore {
  /**
   * Inserts a record and takes its blob out of the journal, atomically. Throws a `StorageError`:
   * `upload_expired` when the journal does not hold the blob's upload or it was claimed (the bytes may be
   * gone), `record_invalid` when a text holds NUL or half of a surrogate pair.
   * When it does not insert, the journal holds the blob afterwards, for the collector.
   * @param at When it is inserted, in milliseconds since the epoch; by default when it was uploaded.
   * @returns the record with its `seq`, or undefined when the account has an image of that id, or a draft
   * that is open at `at`.
   */
  insertImage(record: NewImageRecord, at?: number): Promise<ImageRecord | undefined>;
  getImage(account: string, id: string): Promise<ImageRecord | undefined>;
  /**
   * By `seq`; `after` is the `seq` of the last image of the page before, `limit` a whole number from 1. Filters
   * of metadata are asked of image after image until `limit` are found, so at worst of all of the account.
   */
  listImages(
    account: string,
    options: ImageSelection & {
      readonly order: "asc" | "desc";
      readonly limit: number;
      readonly after?: number;
      readonly offset?: number;
    },
  ): Promise<readonly ImageRecord[]>;
  countImages(account: string, selection?: ImageSelection): Promise<number>;
  /** A row for each media type that the account has images of, the largest sum of bytes first. */
  summariseImages(account: string): Promise<readonly ImageSummary[]>;
  /**
   * Changes what is given. Throws a `StorageError` `record_invalid` as `insertImage` does.
   * @returns the record as it is now, or undefined when there is none.
   */
  updateImage(account: string, id: string, changes: ImageChanges): Promise<ImageRecord | undefined>;
  /** Sets the placeholder of the image that has this blob; does nothing when there is none any more. */
  setPlaceholder(blobKey: string, placeholder: Placeholder): Promise<void>;
  /**
   * Removes a record and enters its blob into the journal as removable at once, atomically.
   * @returns the removed record, or undefined when there was none.
   */
  deleteImage(account: string, id: string): Promise<ImageRecord | undefined>;
  /** @returns whether any image of the account has that original; derived bytes are shared between them. */
  hasOriginal(account: string, sha256: string): Promise<boolean>;
  /** Notes that bytes are about to be written under `blobKey`; an entry that is there stays as it is. */
  beginUpload(entry: JournalEntry): Promise<void>;
  /** Entries begun before `before` (ms since the epoch) whose blob no record names, oldest first. */
  listAbandoned(before: number, limit: number): Promise<readonly JournalEntry[]>;
  /**
   * Bars an upload from being completed, so that its bytes can be removed.
   * @returns false when there is no such entry, or a record names the blob: the bytes must stay.
   */
  claimUpload(blobKey: string): Promise<boolean>;
  /** Takes an entry out of the journal once its blob is removed. */
  forgetUpload(blobKey: string): Promise<void>;
  /** A cheap question that fails when the store cannot answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}
