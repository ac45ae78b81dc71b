import { createMemoryRecordStore } from "./memory-record-store.ts";
import type { RecordStore } from "./record-store.ts";
import type { SqlDriver } from "./sql-driver.ts";
import { createSqlRecordStore } from "./sql-record-store.ts";

/** All that a server keeps besides bytes, by what it is about. They share one database. */
export interface Stores {
  readonly records: RecordStore;
}

/** Everything in SQLite, over one driver. The database must have been brought to the newest schema by `migrate`. */
export function createSqlStores(driver: SqlDriver): Stores {
  return { records: createSqlRecordStore(driver) };
}

/** Everything in memory: what other stores are held to, and for tests. */
export function createMemoryStores(): Stores {
  return { records: createMemoryRecordStore() };
}
