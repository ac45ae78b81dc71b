import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { SqlDriver, SqlRow, SqlStatement } from "@darkroom/storage";
import { fileError } from "./file-errors.ts";
import { sqliteError } from "./sqlite-errors.ts";

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
export function openSqliteDriver(path: string): SqlDriver {
  const database = openDatabase(path);
  const prepared = new Map<string, StatementSync>();

  function prepare(sql: string): StatementSync {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    if (prepared.size === STATEMENTS_KEPT) prepared.clear();
    prepared.set(sql, statement);
    return statement;
  }

  const rowsOf = ({ sql, parameters = [] }: SqlStatement): readonly SqlRow[] =>
    prepare(sql).all(...parameters) as unknown as readonly SqlRow[];

  return {
    async all(statement) {
      return guard(() => rowsOf(statement));
    },

    async batch(statements) {
      return guard(() => {
        // IMMEDIATE: a transaction that began by reading cannot wait for the right to write.
        database.exec("BEGIN IMMEDIATE");
        try {
          const results = statements.map(rowsOf);
          database.exec("COMMIT");
          return results;
        } catch (error) {
          // After a full disk SQLite has rolled back already.
          if (database.isTransaction) database.exec("ROLLBACK");
          throw error;
        }
      });
    },

    async close() {
      prepared.clear();
      if (database.isOpen) database.close();
    },
  };
}

function openDatabase(path: string): DatabaseSync {
  try {
    // SQLite gives its other files the mode of this one.
    closeSync(openSync(path, "a", 0o600));
  } catch (error) {
    throw fileError(`Cannot open the database ${path}`, error);
  }
  return guard(() => {
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
    try {
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON");
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }, `Cannot open the database ${path}`);
}

function guard<Result>(operation: () => Result, doing = "The database cannot be used"): Result {
  try {
    return operation();
  } catch (error) {
    throw sqliteError(doing, error);
  }
}
