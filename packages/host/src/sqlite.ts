import type { SqlRow, SqlValue } from "@darkroom/storage";

/** SQLite as a runtime brings it: the few calls whose names differ. */
export interface Sqlite {
  /**
   * Opens a file, and makes it if there is none.
   * @param busyTimeoutMs How long a statement waits for another program's lock.
   */
  open(path: string, busyTimeoutMs: number): SqliteConnection;
  /** The result code of an error of this SQLite, primary or extended; undefined for other errors. */
  resultCode(error: unknown): number | undefined;
}

/** As much of it as the lock of a data folder needs. */
export interface LockSqlite extends Pick<Sqlite, "resultCode"> {
  open(path: string, busyTimeoutMs: number): Pick<SqliteConnection, "exec" | "close">;
}

export interface SqliteConnection {
  /** Runs statements without parameters, and leaves their rows. */
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  isInTransaction(): boolean;
  /** Closes the file, also while there are prepared statements; a transaction that is open is taken back. */
  close(): void;
}

export interface SqliteStatement {
  all(parameters: readonly SqlValue[]): readonly SqlRow[];
}
