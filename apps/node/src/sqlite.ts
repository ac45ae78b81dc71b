import { DatabaseSync } from "node:sqlite";
import type { Sqlite } from "@darkroom/host";
import type { SqlRow } from "@darkroom/storage";

/** SQLite as Node brings it. */
export const sqlite: Sqlite = {
  open(path, busyTimeoutMs) {
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    return {
      exec: (sql) => database.exec(sql),
      prepare(sql) {
        const statement = database.prepare(sql);
        return { all: (parameters) => statement.all(...parameters) as unknown as readonly SqlRow[] };
      },
      isInTransaction: () => database.isTransaction,
      close: () => database.close(),
    };
  },

  resultCode: (error) => (error instanceof Error && "errcode" in error ? Number(error.errcode) : undefined),
};
