import { givenChanges } from "./changes.ts";
import { assertStorableTexts, isStorableText } from "./record-rules.ts";
import { sqlValueOf, type SqlDriver, type SqlRow, type SqlStatement } from "./sql-driver.ts";
import type { TokenRecord, TokenScope, TokenStore } from "./token-store.ts";

/** Property of a token → its column. */
const COLUMNS = {
  id: "id",
  account: "account",
  name: "name",
  hash: "hash",
  scope: "scope",
  disabled: "disabled",
  issued: "issued",
  modified: "modified",
  expires: "expires",
  lastUsed: "last_used",
} as const satisfies Record<keyof TokenRecord, string>;

const PROPERTIES = Object.keys(COLUMNS) as readonly (keyof TokenRecord)[];

/** API tokens in SQLite. */
export function createSqlTokenStore(driver: SqlDriver): TokenStore {
  async function first(statement: SqlStatement): Promise<TokenRecord | undefined> {
    const [row] = await driver.all(statement);
    return row && tokenOf(row);
  }

  return {
    async insertToken(token, most) {
      assertStorableTexts({ ...token });
      const inserted = await driver.all({
        sql: `INSERT INTO tokens (${Object.values(COLUMNS).join(", ")})
          SELECT ${PROPERTIES.map(() => "?").join(", ")}
          WHERE (SELECT count(*) FROM tokens WHERE account = ?) < ? RETURNING id`,
        parameters: [...PROPERTIES.map((property) => sqlValueOf(token[property])), token.account, most],
      });
      return inserted.length > 0 ? "inserted" : "full";
    },

    async getToken(account, id) {
      if (!isStorableText(id)) return undefined;
      return first({ sql: `SELECT * FROM tokens WHERE account = ? AND id = ?`, parameters: [account, id] });
    },

    findToken: (hash) => first({ sql: `SELECT * FROM tokens WHERE hash = ?`, parameters: [hash] }),

    async listTokens(account) {
      const sql = `SELECT * FROM tokens WHERE account = ? ORDER BY issued DESC, id DESC`;
      return (await driver.all({ sql, parameters: [account] })).map(tokenOf);
    },

    async updateToken(account, id, changes) {
      if (!isStorableText(id)) return undefined;
      assertStorableTexts(changes);
      const assignments = Object.entries(givenChanges(changes)).map(
        ([property, value]) => [COLUMNS[property as keyof typeof changes], sqlValueOf(value)] as const,
      );
      return first({
        // Something has to be assigned, also where nothing changes.
        sql: `UPDATE tokens SET ${["id = id", ...assignments.map(([column]) => `${column} = ?`)].join(", ")}
          WHERE account = ? AND id = ? RETURNING *`,
        parameters: [...assignments.map(([, value]) => value), account, id],
      });
    },

    async touchToken(id, lastUsed, unlessSince) {
      await driver.all({
        sql: `UPDATE tokens SET last_used = ? WHERE id = ? AND (last_used IS NULL OR last_used <= ?)`,
        parameters: [lastUsed, id, unlessSince],
      });
    },

    async deleteToken(account, id) {
      if (!isStorableText(id)) return false;
      const deleted = await driver.all({
        sql: `DELETE FROM tokens WHERE account = ? AND id = ? RETURNING id`,
        parameters: [account, id],
      });
      return deleted.length > 0;
    },
  };
}

function tokenOf(row: SqlRow): TokenRecord {
  return {
    id: row["id"] as string,
    account: row["account"] as string,
    name: row["name"] as string,
    hash: row["hash"] as string,
    scope: row["scope"] as TokenScope,
    disabled: row["disabled"] === 1,
    issued: row["issued"] as number,
    modified: row["modified"] as number,
    expires: row["expires"] as number | null,
    lastUsed: row["last_used"] as number | null,
  };
}
