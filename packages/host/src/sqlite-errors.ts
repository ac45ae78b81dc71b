import { StorageError } from "@darkroom/storage";
import type { Sqlite } from "./sqlite.ts";

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;

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

/** An extended code has more bits above the primary one. */
function primaryCode(sqlite: Pick<Sqlite, "resultCode">, error: unknown): number {
  return (sqlite.resultCode(error) ?? 0) & 0xff;
}

/** Whether another program has the lock that an operation needed. */
export function isBusy(sqlite: Pick<Sqlite, "resultCode">, error: unknown): boolean {
  return primaryCode(sqlite, error) === SQLITE_BUSY;
}

/** A failure of the database as a `StorageError` `store_unavailable`; what is none stays as it is. */
export function sqliteError(sqlite: Pick<Sqlite, "resultCode">, doing: string, error: unknown): unknown {
  const reason = REASONS[primaryCode(sqlite, error)];
  if (reason === undefined) return error;
  return new StorageError("store_unavailable", `${doing}: ${reason}.`, { cause: error });
}
