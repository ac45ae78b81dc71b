import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSqlStores, type SqlDriver, type SqlRow } from "@darkroom/storage";

/**
 * Puts images of these ids, in this order, into the data folder of a server that was started once and stopped,
 * on any runtime: their records alone, for what is about records. A thousand take a moment.
 */
export async function seedRecords(
  dataFolder: string,
  account: string,
  ids: readonly string[],
): Promise<void> {
  const { records } = createSqlStores(await openDatabase(dataFolder));
  for (const id of ids) {
    const unique = crypto.randomUUID();
    const blobKey = `originals/${unique.slice(0, 2)}/${unique}`;
    await records.beginUpload({ blobKey, begun: 1 });
    await records.insertImage({
      account,
      id,
      blobKey,
      sha256: unique.replaceAll("-", "").repeat(2),
      size: 1,
      mediaType: "image/png",
      facts: {
        format: "png",
        width: 1,
        height: 1,
        orientation: 1,
        frames: 1,
        alpha: false,
        bitDepth: 8,
        components: 3,
        icc: false,
        progressive: false,
        scans: 1,
      },
      placeholder: null,
      filename: "pixel.png",
      creator: null,
      meta: {},
      requireSignedURLs: false,
      uploaded: Date.now(),
    });
  }
  await records.close();
}

/** The database of records, by what is in it: workerd gives its files names of its own. */
async function openDatabase(dataFolder: string): Promise<SqlDriver> {
  for (const name of await readdir(dataFolder, { recursive: true })) {
    if (!/\.(db|sqlite)$/.test(name)) continue;
    const database = new DatabaseSync(join(dataFolder, name));
    if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'images'").get() !== undefined) {
      // Nothing waits for the disk: a crash would only end the test.
      database.exec("PRAGMA synchronous = OFF");
      return driverOf(database);
    }
    database.close();
  }
  throw new Error(`There is no database of records in ${dataFolder}.`);
}

function driverOf(database: DatabaseSync): SqlDriver {
  const all: SqlDriver["all"] = async ({ sql, parameters = [] }) =>
    database.prepare(sql).all(...parameters) as unknown as readonly SqlRow[];
  return {
    all,
    async batch(statements) {
      const results: (readonly SqlRow[])[] = [];
      for (const statement of statements) results.push(await all(statement));
      return results;
    },
    async close() {
      database.close();
    },
  };
}
