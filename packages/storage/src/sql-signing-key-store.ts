import { isStorableText } from "./record-rules.ts";
import type { SigningKey, SigningKeyStore } from "./signing-key-store.ts";
import type { SqlDriver, SqlStatement } from "./sql-driver.ts";

/**
 * Signing keys in SQLite, over any driver. The database must have been brought to the newest schema by `migrate`.
 */
export function createSqlSigningKeyStore(driver: SqlDriver): SigningKeyStore {
  return {
    async listSigningKeys(account, first) {
      const list = {
        sql: `SELECT name, value FROM signing_keys WHERE account = ? ORDER BY name`,
        parameters: [account],
      };
      // Nearly always there are keys: reading them takes no lock.
      let rows = await driver.all(list);
      if (rows.length === 0) rows = (await driver.batch([insertIfNone(account, first), list]))[1]!;
      return rows as unknown as readonly SigningKey[];
    },

    async putSigningKey(account, { name, value }, most) {
      const rows = await driver.all({
        sql: `INSERT INTO signing_keys (account, name, value) SELECT ?, ?, ?
          WHERE (SELECT count(*) FROM signing_keys WHERE account = ? AND name <> ?) < ?
          ON CONFLICT DO UPDATE SET value = excluded.value RETURNING name`,
        parameters: [account, name, value, account, name, most],
      });
      return rows.length > 0 ? "kept" : "full";
    },

    async deleteSigningKey(account, name, replacement) {
      if (!isStorableText(name)) return false;
      const [deleted] = await driver.batch([
        {
          sql: `DELETE FROM signing_keys WHERE account = ? AND name = ? RETURNING name`,
          parameters: [account, name],
        },
        insertIfNone(account, replacement),
      ]);
      return deleted!.length > 0;
    },
  };
}

function insertIfNone(account: string, { name, value }: SigningKey): SqlStatement {
  return {
    sql: `INSERT INTO signing_keys (account, name, value) SELECT ?, ?, ?
      WHERE NOT EXISTS (SELECT 1 FROM signing_keys WHERE account = ?)`,
    parameters: [account, name, value, account],
  };
}
