import { closeSync, openSync } from "node:fs";
import type { SqlDriver, SqlRow, SqlStatement } from "@darkroom/storage";
import { fileError } from "./file-errors.ts";
import { sqliteError } from "./sqlite-errors.ts";
import type { Sqlite, SqliteConnection, SqliteStatement } from "./sqlite.ts";

/**
 * How long a statement waits for another program's lock, in milliseconds. Short, for the thread waits with
 * it; the server itself has one connection and never waits.
 */
const BUSY_TIMEOUT = 1000;

/** Statements kept prepared; the record store has about twenty. */
const STATEMENTS_KEPT = 100;

/**
 * Opens a SQLite file, and makes it if there is none, readable by the owner only. Each change is on the disk
 * when its promise resolves.
 */
export function openSqliteDriver(sqlite: Sqlite, path: string): SqlDriver {
  const database = openDatabase(sqlite, path);
  const prepared = new Map<string, SqliteStatement>();
  let isOpen = true;

  function prepare(sql: string): SqliteStatement {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    if (prepared.size === STATEMENTS_KEPT) prepared.clear();
    prepared.set(sql, statement);
    return statement;
  }

  const rowsOf = ({ sql, parameters = [] }: SqlStatement): readonly SqlRow[] => prepare(sql).all(parameters);
  const attempt = <Result>(operation: () => Result): Result =>
    guard(sqlite, "The database cannot be used", operation);

  return {
    async all(statement) {
      return attempt(() => rowsOf(statement));
    },

    async batch(statements) {
      return attempt(() => {
        // IMMEDIATE: a transaction that began by reading cannot wait for the right to write.
        database.exec("BEGIN IMMEDIATE");
        try {
          const results = statements.map(rowsOf);
          database.exec("COMMIT");
          return results;
        } catch (error) {
          // After a full disk SQLite has rolled back already.
          if (database.isInTransaction()) database.exec("ROLLBACK");
          throw error;
        }
      });
    },

    async close() {
      prepared.clear();
      if (isOpen) database.close();
      isOpen = false;
    },
  };
}

function openDatabase(sqlite: Sqlite, path: string): SqliteConnection {
  const doing = `Cannot open the database ${path}`;
  try {
    // SQLite gives its other files the mode of this one.
    closeSync(openSync(path, "a", 0o600));
  } catch (error) {
    throw fileError(doing, error);
  }
  return guard(sqlite, doing, () => {
    const database = sqlite.open(path, BUSY_TIMEOUT);
    try {
      database.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON",
      );
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function guard<Result>(sqlite: Sqlite, doing: string, operation: () => Result): Result {
  try {
    return operation();
  } catch (error) {
    throw sqliteError(sqlite, doing, error);
  }
}
