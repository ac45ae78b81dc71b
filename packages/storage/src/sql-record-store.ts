import type { ImageFacts } from "@darkroom/core";
import type { ImageRecord, JournalEntry, Json, NewImageRecord, RecordStore } from "./record-store.ts";
import { assertStorable, isStorableText, uploadExpired } from "./record-rules.ts";
import type { SqlDriver, SqlRow, SqlStatement, SqlValue } from "./sql-driver.ts";

/** Column of `images` → its value; the one place that knows how a record becomes a row. */
const COLUMNS = {
  account: (record) => record.account,
  id: (record) => record.id,
  blob_key: (record) => record.blobKey,
  sha256: (record) => record.sha256,
  size: (record) => record.size,
  media_type: (record) => record.mediaType,
  facts: (record) => JSON.stringify(record.facts),
  filename: (record) => record.filename,
  creator: (record) => record.creator,
  meta: (record) => JSON.stringify(record.meta),
  require_signed_urls: (record) => Number(record.requireSignedURLs),
  uploaded: (record) => record.uploaded,
} as const satisfies Record<string, (record: NewImageRecord) => SqlValue>;

/**
 * Records in SQLite, over any driver. The database must have been brought to the newest schema by `migrate`.
 */
export function createSqlRecordStore(driver: SqlDriver): RecordStore {
  const first = async (statement: SqlStatement): Promise<SqlRow | undefined> =>
    (await driver.all(statement))[0];

  return {
    async insertImage(record) {
      assertStorable(record);
      const { account, id, blobKey } = record;
      const [inserted, taken] = await driver.batch([
        insertUnlessTaken(record),
        {
          sql: `SELECT 1 AS taken FROM images WHERE (account = ? AND id = ?) OR blob_key = ?`,
          parameters: [account, id, blobKey],
        },
        // Inserted: out of the journal. Not inserted: in it, whatever was before, for the collector.
        {
          sql: `DELETE FROM journal
            WHERE blob_key = ? AND EXISTS (SELECT 1 FROM images WHERE images.blob_key = journal.blob_key)`,
          parameters: [blobKey],
        },
        {
          sql: `INSERT INTO journal (blob_key, begun, claimed)
            SELECT ?, 0, 1 WHERE NOT EXISTS (SELECT 1 FROM images WHERE blob_key = ?) ON CONFLICT DO NOTHING`,
          parameters: [blobKey, blobKey],
        },
      ]);
      const row = inserted?.[0];
      if (row !== undefined) return recordOf(row);
      if (taken?.length === 0) throw uploadExpired();
      return undefined;
    },

    async getImage(account, id) {
      if (!isStorableText(id)) return undefined;
      const row = await first({
        sql: `SELECT * FROM images WHERE account = ? AND id = ?`,
        parameters: [account, id],
      });
      return row && recordOf(row);
    },

    async listImages(account, { order, limit, after, offset = 0 }) {
      const { direction, past } = ORDERS[order];
      const rows = await driver.all({
        sql: `SELECT * FROM images WHERE account = ? ${after === undefined ? "" : `AND seq ${past} ?`}
          ORDER BY seq ${direction} LIMIT ? OFFSET ?`,
        parameters: [account, ...(after === undefined ? [] : [after]), limit, offset],
      });
      return rows.map(recordOf);
    },

    async countImages(account) {
      const row = await first({
        sql: `SELECT count(*) AS count FROM images WHERE account = ?`,
        parameters: [account],
      });
      return Number(row?.["count"]);
    },

    async deleteImage(account, id) {
      if (!isStorableText(id)) return undefined;
      const [, deleted] = await driver.batch([
        {
          sql: `INSERT INTO journal (blob_key, begun, claimed)
            SELECT blob_key, 0, 1 FROM images WHERE account = ? AND id = ?
            ON CONFLICT (blob_key) DO UPDATE SET begun = excluded.begun, claimed = excluded.claimed`,
          parameters: [account, id],
        },
        { sql: `DELETE FROM images WHERE account = ? AND id = ? RETURNING *`, parameters: [account, id] },
      ]);
      const row = deleted?.[0];
      return row && recordOf(row);
    },

    async hasOriginal(account, sha256) {
      const row = await first({
        sql: `SELECT 1 AS found FROM images WHERE account = ? AND sha256 = ? LIMIT 1`,
        parameters: [account, sha256],
      });
      return row !== undefined;
    },

    async beginUpload({ blobKey, begun }) {
      await driver.all({
        sql: `INSERT INTO journal (blob_key, begun, claimed) VALUES (?, ?, 0) ON CONFLICT DO NOTHING`,
        parameters: [blobKey, begun],
      });
    },

    async listAbandoned(before, limit) {
      const rows = await driver.all({
        sql: `SELECT blob_key, begun FROM journal WHERE begun < ? AND ${UNNAMED}
          ORDER BY begun, blob_key LIMIT ?`,
        parameters: [before, limit],
      });
      return rows.map((row) => ({ blobKey: row["blob_key"], begun: row["begun"] }) as JournalEntry);
    },

    async claimUpload(blobKey) {
      const rows = await driver.all({
        sql: `UPDATE journal SET claimed = 1 WHERE blob_key = ? AND ${UNNAMED} RETURNING blob_key`,
        parameters: [blobKey],
      });
      return rows.length > 0;
    },

    async forgetUpload(blobKey) {
      await driver.all({ sql: `DELETE FROM journal WHERE blob_key = ?`, parameters: [blobKey] });
    },

    async check() {
      await driver.all({ sql: `SELECT 1 AS answer FROM images LIMIT 1` });
    },

    close: () => driver.close(),
  };
}

const ORDERS = {
  asc: { direction: "ASC", past: ">" },
  desc: { direction: "DESC", past: "<" },
} as const;

/** Of an entry of the journal: no record names its blob. */
const UNNAMED = `NOT EXISTS (SELECT 1 FROM images WHERE images.blob_key = journal.blob_key)`;

/** Inserts when the upload is in the journal, unclaimed, and neither the id nor the blob is taken. */
function insertUnlessTaken(record: NewImageRecord): SqlStatement {
  const names = Object.keys(COLUMNS);
  return {
    sql: `INSERT INTO images (${names.join(", ")})
      SELECT ${names.map(() => "?").join(", ")}
      WHERE EXISTS (SELECT 1 FROM journal WHERE blob_key = ? AND claimed = 0)
      ON CONFLICT DO NOTHING RETURNING *`,
    parameters: [...Object.values(COLUMNS).map((valueOf) => valueOf(record)), record.blobKey],
  };
}

/** The row of a record, back to the record; its columns have the types that a STRICT table gives them. */
function recordOf(row: SqlRow): ImageRecord {
  return {
    account: row["account"] as string,
    id: row["id"] as string,
    seq: row["seq"] as number,
    blobKey: row["blob_key"] as string,
    sha256: row["sha256"] as string,
    size: row["size"] as number,
    mediaType: row["media_type"] as string,
    facts: JSON.parse(row["facts"] as string) as ImageFacts,
    filename: row["filename"] as string,
    creator: row["creator"] as string | null,
    meta: JSON.parse(row["meta"] as string) as { readonly [key: string]: Json },
    requireSignedURLs: row["require_signed_urls"] === 1,
    uploaded: row["uploaded"] as number,
  };
}
