import type { Blame } from "@darkroom/core";

/** The permanent codes of storage, each with its blame. A code is never renamed or reused. */
export const STORAGE_ERRORS = {
  /** A key or prefix outside the grammar of `keys.ts`. */
  key_invalid: "caller",
  /** A record with text that not every store can keep apart from other text. */
  record_invalid: "caller",
  /** The blob's journal entry is gone or claimed: its bytes are, or soon will be, collected. */
  upload_expired: "caller",
  /** Disk full, read-only or locked, a file that cannot be opened, a server that does not answer. */
  store_unavailable: "environment",
  /** The database was written by a later version of the program. */
  schema_newer: "environment",
  /** Another process has the data folder open. */
  data_folder_in_use: "environment",
} as const satisfies Record<string, Blame>;

export type StorageErrorCode = keyof typeof STORAGE_ERRORS;

/**
 * The one error of storage: a permanent code, a sentence for the operator (it may name files) and the
 * cause. Recognise it by `name`, so that two copies of this module agree; use {@link isStorageError}.
 */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get blame(): Blame {
    return STORAGE_ERRORS[this.code];
  }
}

export function isStorageError(error: unknown): error is StorageError {
  return error instanceof Error && error.name === "StorageError" && "code" in error;
}
