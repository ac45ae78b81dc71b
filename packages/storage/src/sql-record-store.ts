import type { ImageFacts, Placeholder } from "@darkroom/core";
import type { CompletedImage } from "./draft-store.ts";
import type { ImageRecord, JournalEntry, NewImageRecord, RecordStore } from "./record-store.ts";
import { assertStorable, assertStorableTexts, isStorableText, uploadExpired } from "./record-rules.ts";
import { createSqlDraftStore, FROM_OPEN_DRAFT, OPEN_DRAFT_OF_ID } from "./sql-draft-store.ts";
import { enterFor } from "./sql-delivery-queue.ts";
import { selectionCondition } from "./sql-image-selection.ts";
import type { SqlDriver, SqlRow, SqlStatement, SqlValue } from "./sql-driver.ts";
import { assignments, SHARED_COLUMN_NAMES, SHARED_COLUMNS, sharedOf } from "./sql-image-changes.ts";

/** Column of `images` → its value; with the columns that it shares with drafts, how a record becomes a row. */
const OWN_COLUMNS = {
  account: (record) => record.account,
  id: (record) => record.id,
  blob_key: (record) => record.blobKey,
  sha256: (record) => record.sha256,
  size: (record) => record.size,
  media_type: (record) => record.mediaType,
  facts: (record) => JSON.stringify(record.facts),
  placeholder: ({ placeholder }) => (placeholder === null ? null : JSON.stringify(placeholder)),
  filename: (record) => record.filename,
  uploaded: (record) => record.uploaded,
} as const satisfies Record<string, (record: CompletedImage) => SqlValue>;

const COLUMNS: Readonly<Record<string, (record: NewImageRecord) => SqlValue>> = {
  ...OWN_COLUMNS,
  ...SHARED_COLUMNS,
};

/**
 * Records in SQLite, over any driver. The database must have been brought to the newest schema by `migrate`.
 */
export function createSqlRecordStore(driver: SqlDriver): RecordStore {
  const first = async (statement: SqlStatement): Promise<SqlRow | undefined> =>
    (await driver.all(statement))[0];

  /**
   * @param insert Inserts when it may, and returns the row.
   * @param taken Asks, when it did not, for a row if that was not for the journal.
   * @param then Ends the batch.
   */
  async function insertRecord(
    { blobKey }: CompletedImage,
    insert: SqlStatement,
    taken: SqlStatement,
    then: readonly SqlStatement[] = [],
  ): Promise<ImageRecord | undefined> {
    const [inserted, isTaken] = await driver.batch([
      insert,
      taken,
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
      ...then,
    ]);
    const row = inserted?.[0];
    if (row !== undefined) return recordOf(row);
    if (isTaken?.length === 0) throw uploadExpired();
    return undefined;
  }

  return {
    ...createSqlDraftStore(driver),

    async insertImage(record, at = record.uploaded) {
      assertStorable(record);
      const { account, id, blobKey } = record;
      const names = Object.keys(COLUMNS);
      const open = [account, id, at];
      return insertRecord(
        record,
        {
          sql: `INSERT INTO images (${names.join(", ")})
            SELECT ${names.map(() => "?").join(", ")}
            WHERE ${UNDER_WAY} AND NOT EXISTS (${OPEN_DRAFT_OF_ID})
            ON CONFLICT DO NOTHING RETURNING *`,
          parameters: [...Object.values(COLUMNS).map((valueOf) => valueOf(record)), blobKey, ...open],
        },
        {
          sql: `SELECT 1 WHERE EXISTS (${TAKEN}) OR EXISTS (${OPEN_DRAFT_OF_ID})`,
          parameters: [account, id, blobKey, ...open],
        },
      );
    },

    async completeDraft(image, { tokenHash, at }, event) {
      assertStorable({ ...image, creator: null });
      const { account, id, blobKey } = image;
      const own = Object.entries(OWN_COLUMNS);
      const draft = [account, id, tokenHash, at];
      const completed = {
        sql: `blob_key = ? AND account = ? AND id = ?`,
        parameters: [blobKey, account, id],
      };
      return insertRecord(
        image,
        {
          sql: `INSERT INTO images (${[...own.map(([name]) => name), ...SHARED_COLUMN_NAMES].join(", ")})
            SELECT ${[...own.map(() => "?"), ...SHARED_COLUMN_NAMES].join(", ")}
            ${FROM_OPEN_DRAFT} AND ${UNDER_WAY}
            ON CONFLICT DO NOTHING RETURNING *`,
          parameters: [...own.map(([, valueOf]) => valueOf(image)), ...draft, blobKey],
        },
        {
          sql: `SELECT 1 WHERE EXISTS (${TAKEN}) OR NOT EXISTS (SELECT 1 ${FROM_OPEN_DRAFT})`,
          parameters: [account, id, blobKey, ...draft],
        },
        [
          {
            sql: `UPDATE drafts SET used = 1 WHERE account = ? AND id = ? AND token_hash = ?
              AND EXISTS (SELECT 1 FROM images WHERE ${completed.sql})`,
            parameters: [account, id, tokenHash, ...completed.parameters],
          },
          ...(event === undefined ? [] : [enterFor(event, "images", completed)]),
        ],
      );
    },

    async getImage(account, id) {
      if (!isStorableText(id)) return undefined;
      const row = await first({
        sql: `SELECT * FROM images WHERE account = ? AND id = ?`,
        parameters: [account, id],
      });
      return row && recordOf(row);
    },

    async listImages(account, { order, limit, after, offset = 0, ...selection }) {
      const { direction, past } = ORDERS[order];
      const { sql, parameters } = selectionCondition(selection);
      const rows = await driver.all({
        sql: `SELECT * FROM images WHERE account = ?${after === undefined ? "" : ` AND seq ${past} ?`}${sql}
          ORDER BY seq ${direction} LIMIT ? OFFSET ?`,
        parameters: [account, ...(after === undefined ? [] : [after]), ...parameters, limit, offset],
      });
      return rows.map(recordOf);
    },

    async countImages(account, selection = {}) {
      const { sql, parameters } = selectionCondition(selection);
      const row = await first({
        sql: `SELECT count(*) AS count FROM images WHERE account = ?${sql}`,
        parameters: [account, ...parameters],
      });
      return Number(row?.["count"]);
    },

    async updateImage(account, id, changes) {
      assertStorableTexts({ creator: changes.creator });
      if (!isStorableText(id)) return undefined;
      const { sql, parameters } = assignments(changes);
      const row = await first({
        sql: `UPDATE images SET ${sql} WHERE account = ? AND id = ? RETURNING *`,
        parameters: [...parameters, account, id],
      });
      return row && recordOf(row);
    },

    async setPlaceholder(blobKey, placeholder) {
      await driver.all({
        sql: `UPDATE images SET placeholder = ? WHERE blob_key = ?`,
        parameters: [JSON.stringify(placeholder), blobKey],
      });
    },

    async summariseImages(account) {
      const rows = await driver.all({
        sql: `SELECT media_type, count(*) AS count, sum(size) AS bytes, sum(require_signed_urls) AS signed
          FROM images WHERE account = ? GROUP BY media_type ORDER BY bytes DESC, media_type`,
        parameters: [account],
      });
      return rows.map((row) => ({
        mediaType: row["media_type"] as string,
        count: Number(row["count"]),
        bytes: Number(row["bytes"]),
        signed: Number(row["signed"]),
      }));
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

/** The upload is in the journal, unclaimed. Takes the key of the blob. */
const UNDER_WAY = `EXISTS (SELECT 1 FROM journal WHERE blob_key = ? AND claimed = 0)`;

/** A row when the id or the blob is an image's. Takes account, id and the key of the blob. */
const TAKEN = `SELECT 1 FROM images WHERE (account = ? AND id = ?) OR blob_key = ?`;

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
    placeholder: JSON.parse((row["placeholder"] as string | null) ?? "null") as Placeholder | null,
    filename: row["filename"] as string,
    ...sharedOf(row),
    uploaded: row["uploaded"] as number,
  };
}
