/** What a statement takes and a row holds: one type of number, no blobs, so that every driver agrees. */
export type SqlValue = null | number | string;

/** A value as a column holds it: SQLite has no booleans. */
export function sqlValueOf(value: SqlValue | boolean): SqlValue {
  return typeof value === "boolean" ? Number(value) : value;
}

export interface SqlStatement {
  /** One statement of SQLite's dialect, with `?` for each parameter. */
  readonly sql: string;
  readonly parameters?: readonly SqlValue[];
}

export interface SqlRow {
  readonly [column: string]: SqlValue;
}

/**
 * A connection to SQLite, as thin as D1 allows: no transaction stays open between two calls. When the promise
 * of a change resolves, the change survives a crash. A database that does not answer (locked, full,
 * read-only, not a database) rejects with a `StorageError` `store_unavailable`.
 */
export interface SqlDriver {
  /** Runs one statement and returns its rows. */
  all(statement: SqlStatement): Promise<readonly SqlRow[]>;
  /**
   * Runs statements in one transaction: all of them, or none if one fails.
   * @returns the rows of each.
   */
  batch(statements: readonly SqlStatement[]): Promise<readonly (readonly SqlRow[])[]>;
  close(): Promise<void>;
}
