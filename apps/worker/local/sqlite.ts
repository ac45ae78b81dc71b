import { DatabaseSync } from "node:sqlite";
import type { LockSqlite } from "@darkroom/host";

/** SQLite as Node brings it, for the lock of the data folder: the records are D1's. */
export const sqlite: LockSqlite = {
  open: (path, busyTimeoutMs) => new DatabaseSync(path, { timeout: busyTimeoutMs }),
  resultCode: (error) => (error instanceof Error && "errcode" in error ? Number(error.errcode) : undefined),
};
