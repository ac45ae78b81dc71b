import { setImmediate } from "node:timers/promises";
import { createSqlStores, migrate } from "@darkroom/storage";
import { openSqliteDriver } from "../../sqlite-driver.ts";
import type { Sqlite } from "../../sqlite.ts";

/** Writes entries of the journal for ever. */
const [, , module, path] = process.argv;
const { sqlite } = (await import(module!)) as { readonly sqlite: Sqlite };
const driver = openSqliteDriver(sqlite, path!);
await migrate(driver);
const records = createSqlStores(driver).records;
for (let count = 0; ; count += 1) {
  await records.beginUpload({ blobKey: `key-${count}`, begun: count });
  process.stdout.write(`key-${count}\n`);
  await setImmediate();
}
