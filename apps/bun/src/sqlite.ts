import { Database, SQLiteError } from "bun:sqlite";
import type { Sqlite } from "@darkroom/host";
import type { SqlRow } from "@darkroom/storage";

/** SQLite as Bun brings it. */
export const sqlite: Sqlite = {
  open(path, busyTimeoutMs) {
    const database = new Database(path, { create: true, readwrite: true });
    database.run(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    return {
      exec: (sql) => void database.run(sql),
      prepare(sql) {
        const statement = database.prepare<SqlRow, (null | number | string)[]>(sql);
        return { all: (parameters) => statement.all(...parameters) };
      },
      isInTransaction: () => database.inTransaction,
      close() {
        // A file with prepared statements is closed only when they are: until then its locks would stay.
        if (database.inTransaction) database.run("ROLLBACK");
        database.close();
      },
    };
  },

  resultCode: (error) => (error instanceof SQLiteError ? error.errno : undefined),
};
