import type { DraftRecord, DraftStore, NewDraftRecord } from "./draft-store.ts";
import { assertStorableTexts, isStorableText } from "./record-rules.ts";
import type { SqlDriver, SqlRow, SqlStatement, SqlValue } from "./sql-driver.ts";
import { enterFor } from "./sql-delivery-queue.ts";
import { assignments, SHARED_COLUMNS, sharedOf } from "./sql-image-changes.ts";

/** Column of `drafts` → its value. */
const COLUMNS: Readonly<Record<string, (draft: NewDraftRecord) => SqlValue>> = {
  account: (draft) => draft.account,
  id: (draft) => draft.id,
  token_hash: (draft) => draft.tokenHash,
  created: (draft) => draft.created,
  expires: (draft) => draft.expires,
  used: () => 0,
  ...SHARED_COLUMNS,
};

/** Of a draft: nobody used it, and it expires after a time, which it takes. */
const OPEN = `used = 0 AND expires > ?`;

/** Takes account, id and a time. */
export const OPEN_DRAFT_OF_ID = `SELECT 1 FROM drafts WHERE account = ? AND id = ? AND ${OPEN}`;

/** Takes account, id, the hash of the token and a time. */
export const FROM_OPEN_DRAFT = `FROM drafts WHERE account = ? AND id = ? AND token_hash = ? AND ${OPEN}`;

/** Drafts in SQLite; completing them is for the store of the images (`sql-record-store.ts`). */
export function createSqlDraftStore(driver: SqlDriver): Omit<DraftStore, "completeDraft"> {
  const first = async (statement: SqlStatement): Promise<DraftRecord | undefined> => {
    const [row] = await driver.all(statement);
    return row && draftOf(row);
  };

  return {
    async insertDraft(draft) {
      const { account, id, tokenHash, creator, created } = draft;
      assertStorableTexts({ account, id, tokenHash, creator });
      const names = Object.keys(COLUMNS);
      const [, inserted] = await driver.batch([
        {
          sql: `DELETE FROM drafts WHERE account = ? AND id = ? AND NOT (${OPEN})`,
          parameters: [account, id, created],
        },
        {
          sql: `INSERT INTO drafts (${names.join(", ")})
            SELECT ${names.map(() => "?").join(", ")}
            WHERE NOT EXISTS (SELECT 1 FROM images WHERE account = ? AND id = ?)
            ON CONFLICT DO NOTHING RETURNING id`,
          parameters: [...Object.values(COLUMNS).map((valueOf) => valueOf(draft)), account, id],
        },
      ]);
      return inserted?.length === 1;
    },

    async getDraft(account, id, at) {
      if (!isStorableText(id)) return undefined;
      return first({
        sql: `SELECT * FROM drafts WHERE account = ? AND id = ? AND ${OPEN}`,
        parameters: [account, id, at],
      });
    },

    async findDraft(account, tokenHash, at) {
      return first({
        sql: `SELECT * FROM drafts WHERE token_hash = ? AND account = ? AND expires > ?`,
        parameters: [tokenHash, account, at],
      });
    },

    async updateDraft(account, id, changes, at) {
      assertStorableTexts({ creator: changes.creator });
      if (!isStorableText(id)) return undefined;
      const { sql, parameters } = assignments(changes);
      return first({
        sql: `UPDATE drafts SET ${sql} WHERE account = ? AND id = ? AND ${OPEN} RETURNING *`,
        parameters: [...parameters, account, id, at],
      });
    },

    async deleteDraft(account, id, at) {
      if (!isStorableText(id)) return false;
      const deleted = await driver.all({
        sql: `DELETE FROM drafts WHERE account = ? AND id = ? AND ${OPEN} RETURNING id`,
        parameters: [account, id, at],
      });
      return deleted.length === 1;
    },

    async removeExpiredDrafts(before, limit) {
      const removed = await driver.all({
        sql: `DELETE FROM drafts
          WHERE token_hash IN (SELECT token_hash FROM drafts WHERE expires < ? ORDER BY expires LIMIT ?)
          RETURNING id`,
        parameters: [before, limit],
      });
      return removed.length;
    },

    async refuseUpload({ account, tokenHash, at }, event, most) {
      const condition = {
        sql: `token_hash = ? AND account = ? AND ${OPEN} AND refusals < ?`,
        parameters: [tokenHash, account, at, most],
      };
      const [entered] = await driver.batch([
        enterFor(event, "drafts", condition),
        {
          sql: `UPDATE drafts SET refusals = refusals + 1 WHERE ${condition.sql}`,
          parameters: condition.parameters,
        },
      ]);
      return entered!.length > 0;
    },
  };
}

function draftOf(row: SqlRow): DraftRecord {
  return {
    account: row["account"] as string,
    id: row["id"] as string,
    tokenHash: row["token_hash"] as string,
    ...sharedOf(row),
    created: row["created"] as number,
    expires: row["expires"] as number,
    used: row["used"] === 1,
  };
}
