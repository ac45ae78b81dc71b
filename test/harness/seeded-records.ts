import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSqlStores, migrate, type SqlDriver, type SqlRow } from "@darkroom/storage";

/**
 * Puts images of these ids, in this order, into a data folder that Node and Bun open: their records alone, for
 * what is about records. A thousand in a moment, for they are in no danger of a crash yet.
 */
export async function seedRecords(
  dataFolder: string,
  account: string,
  ids: readonly string[],
): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const driver = openUnsafely(join(dataFolder, "darkroom.db"));
  await migrate(driver);
  const { records } = createSqlStores(driver);
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
      filename: "pixel.png",
      creator: null,
      meta: {},
      requireSignedURLs: false,
      uploaded: Date.now(),
    });
  }
  await records.close();
}

/** A database that does not wait for the disk. */
function openUnsafely(path: string): SqlDriver {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
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
