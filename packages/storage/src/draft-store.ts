import type { NewEvent } from "./delivery-queue.ts";
import type { ImageRecord, Json, NewImageRecord } from "./record-store.ts";

/**
 * An image that is promised and has no bytes yet: whoever holds its token may upload them, once, until it
 * expires. Its id is taken meanwhile. `account` and `id` together are its key.
 */
export interface DraftRecord {
  readonly account: string;
  readonly id: string;
  /** Hex SHA-256 of the token, which is random and long enough to need no salt. */
  readonly tokenHash: string;
  /** What the image will have. */
  readonly creator: string | null;
  readonly meta: { readonly [key: string]: Json };
  readonly requireSignedURLs: boolean;
  /** Milliseconds since the epoch, like all times here. */
  readonly created: number;
  /** The first moment at which an upload can no longer begin. */
  readonly expires: number;
  /** Whether the image was uploaded. The draft is kept until it expires to tell so; its id is the image's. */
  readonly used: boolean;
}

export type NewDraftRecord = Omit<DraftRecord, "used">;

/** What can be changed of an image, and of a draft of one; what is left out stays as it is. */
export interface ImageChanges {
  readonly creator?: string | null;
  readonly meta?: { readonly [key: string]: Json };
  readonly requireSignedURLs?: boolean;
}

/** An image without what it takes from its draft. */
export type CompletedImage = Omit<NewImageRecord, "creator" | "meta" | "requireSignedURLs">;

/**
 * Where drafts live: in one store with the images, for they share their ids. A draft is *open* at a time when
 * it is not used and expires later; other drafts do not hold their ids.
 */
export interface DraftStore {
  /**
   * Keeps a draft. One of the same id that is not open when it is created gives way. Throws a `StorageError`
   * `record_invalid` when a text holds NUL or half of a surrogate pair.
   * @returns false when the id is that of an image or of an open draft.
   */
  insertDraft(draft: NewDraftRecord): Promise<boolean>;
  /** The draft of that id, if it is open at `at`. */
  getDraft(account: string, id: string, at: number): Promise<DraftRecord | undefined>;
  /** The account's draft with that token, if it expires after `at`; used ones too. */
  findDraft(account: string, tokenHash: string, at: number): Promise<DraftRecord | undefined>;
  /** Changes what is given, if the draft is open at `at`. @returns the draft as it is now. */
  updateDraft(
    account: string,
    id: string,
    changes: ImageChanges,
    at: number,
  ): Promise<DraftRecord | undefined>;
  /** Removes the draft of that id, if it is open at `at`. @returns whether there was one. */
  deleteDraft(account: string, id: string, at: number): Promise<boolean>;
  /** Removes at most `limit` drafts that expired before `before`, the oldest first. @returns how many. */
  removeExpiredDrafts(before: number, limit: number): Promise<number>;
  /**
   * Inserts the image of a draft and marks the draft as used, atomically: what `insertImage` does, and says,
   * with the draft's creator, metadata and access as they are at that moment.
   * @param at When the upload began: a draft that expires meanwhile is still completed.
   * @param event Entered in the same step for every enabled webhook of the account that wants its type; its data
   * gains `creator`, `meta` and `requireSignedURLs`.
   * @returns undefined when the draft with that token is not open at `at`, or is of another account or id.
   */
  completeDraft(
    image: CompletedImage,
    draft: { readonly tokenHash: string; readonly at: number },
    event?: NewEvent,
  ): Promise<ImageRecord | undefined>;
  /**
   * Enters an event of an upload that was refused, if the draft is open at `at`, for webhooks as `completeDraft`
   * does; at most `most` times for one draft.
   * @returns whether anybody is to be told.
   */
  refuseUpload(
    draft: { readonly account: string; readonly tokenHash: string; readonly at: number },
    event: NewEvent,
    most: number,
  ): Promise<boolean>;
}
