import { StorageError } from "@darkroom/storage";

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html). */
export const SQLITE_BUSY = 5;

/**
 * What a result code means for somebody who can do something about it. One that is not here (a constraint, a
 * wrong statement) is a defect of the program.
 */
const REASONS: { readonly [code: number]: string } = {
  [SQLITE_BUSY]: "another program has locked it",
  6: "it is locked",
  8: "it is read-only",
  10: "the disk reported an error",
  11: "it is damaged; restore it from a backup",
  13: "the disk is full",
  14: "its file cannot be opened",
  15: "its lock cannot be taken",
  23: "permission denied",
  26: "the file is not a database",
};

/** The primary result code of an error of `node:sqlite`; an extended code has more bits above it. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return Number(error.errcode) & 0xff;
}

/** A failure of the database as a `StorageError` `store_unavailable`; what is none stays as it is. */
export function sqliteError(doing: string, error: unknown): unknown {
  const reason = REASONS[sqliteCode(error) ?? 0];
  if (reason === undefined) return error;
  return new StorageError("store_unavailable", `${doing}: ${reason}.`, { cause: error });
}
