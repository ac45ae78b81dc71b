import { expectedSentence } from "@darkroom/core";
import { StorageError } from "./errors.ts";
import type { NewImageRecord } from "./record-store.ts";

/**
 * Whether every store keeps this text apart from every other: half of a surrogate pair becomes U+FFFD in
 * UTF-8, and some database interfaces end a text at NUL.
 */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** Throws a `StorageError` `record_invalid` when a text of the record cannot be stored as it is. */
export function assertStorable(record: Omit<NewImageRecord, "meta" | "requireSignedURLs">): void {
  const { account, id, blobKey, sha256, mediaType, filename, creator } = record;
  assertStorableTexts({ account, id, blobKey, sha256, mediaType, filename, creator });
}

/** Throws a `StorageError` `record_invalid` when one of these, by their names, cannot be stored as it is. */
export function assertStorableTexts(texts: { readonly [name: string]: unknown }): void {
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text !== "string" || isStorableText(text)) continue;
    throw new StorageError("record_invalid", expectedSentence("well-formed Unicode without NUL", name, text));
  }
}

/** What `insertImage` throws when the bytes of the record may have been collected. */
export function uploadExpired(): StorageError {
  return new StorageError(
    "upload_expired",
    "The journal does not hold this upload: it was never begun, or took so long that its bytes were collected.",
  );
}
