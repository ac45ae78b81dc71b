import {
  DEFAULT_ACCOUNT_CONFIG,
  type AccountConfig,
  type AccountRecord,
  type AccountStore,
  type PrewarmConfig,
} from "./account-store.ts";
import { givenChanges } from "./changes.ts";
import { assertStorableTexts, isStorableText } from "./record-rules.ts";
import { sqlValueOf, type SqlDriver, type SqlRow, type SqlValue } from "./sql-driver.ts";

/** Added accounts and what accounts have set for themselves, in SQLite. */
export function createSqlAccountStore(driver: SqlDriver): AccountStore {
  async function find(column: "tag" | "hash", value: string): Promise<AccountRecord | undefined> {
    if (!isStorableText(value)) return undefined;
    const sql = `SELECT * FROM accounts WHERE ${column} = ?`;
    const [row] = await driver.all({ sql, parameters: [value] });
    return row && accountOf(row);
  }

  return {
    async insertAccount(account) {
      const { tag, hash, name, created } = account;
      assertStorableTexts({ tag, hash, name });
      const inserted = await driver.all({
        sql: `INSERT INTO accounts (tag, hash, name, created) VALUES (?, ?, ?, ?)
          ON CONFLICT DO NOTHING RETURNING tag`,
        parameters: [tag, hash, name, created],
      });
      return inserted.length > 0;
    },

    getAccount: (tag) => find("tag", tag),
    getAccountByHash: (hash) => find("hash", hash),

    async listAccounts() {
      return (await driver.all({ sql: `SELECT * FROM accounts ORDER BY created, tag` })).map(accountOf);
    },

    async deleteAccount(tag) {
      if (!isStorableText(tag)) return false;
      const results = await driver.batch(
        // The account itself goes last: each statement asks anew whether it may go.
        [...BELONGINGS, { table: "accounts", column: "tag" }].map(({ table, column }) => ({
          sql: `DELETE FROM ${table} WHERE ${column} IN (${REMOVABLE}) RETURNING ${column}`,
          parameters: [tag],
        })),
      );
      return results.at(-1)!.length > 0;
    },

    async getAccountConfig(tag) {
      if (!isStorableText(tag)) return DEFAULT_ACCOUNT_CONFIG;
      const sql = `SELECT * FROM account_configs WHERE account = ?`;
      const [row] = await driver.all({ sql, parameters: [tag] });
      return row === undefined ? DEFAULT_ACCOUNT_CONFIG : configOf(row);
    },

    async updateAccountConfig(tag, changes) {
      assertStorableTexts({ tag });
      const given = givenChanges(changes);
      const columns = Object.values(CONFIG_COLUMNS);
      const whole: AccountConfig = { ...DEFAULT_ACCOUNT_CONFIG, ...given };
      const changed = Object.keys(given).map((property) => CONFIG_COLUMNS[property as keyof AccountConfig]);
      const [row] = await driver.all({
        sql: `INSERT INTO account_configs (account, ${columns.join(", ")})
          VALUES (?, ${columns.map(() => "?").join(", ")}) ON CONFLICT (account)
          DO UPDATE SET ${["account", ...changed].map((name) => `${name} = excluded.${name}`).join(", ")}
          RETURNING *`,
        parameters: [tag, ...Object.values(rowOf(whole))],
      });
      return configOf(row!);
    },
  };
}

/** What goes with an account. */
const BELONGINGS = [
  "tokens",
  "signing_keys",
  "variants",
  "account_configs",
  "drafts",
  "webhooks",
  "webhook_deliveries",
].map((table) => ({ table, column: "account" }));

/** The tag of an account, as a set of one, unless it is none or still has images or drafts that may become some. */
const REMOVABLE = `SELECT tag FROM accounts WHERE tag = ?
  AND NOT EXISTS (SELECT 1 FROM images WHERE images.account = accounts.tag)
  AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.account = accounts.tag AND drafts.used = 0)`;

/** Property of a config → its column. */
const CONFIG_COLUMNS = {
  flexibleVariants: "flexible_variants",
  browserTtl: "browser_ttl",
  prewarm: "prewarm",
} as const satisfies Record<keyof AccountConfig, string>;

/** The values of a config's columns, in their order. */
function rowOf({ flexibleVariants, browserTtl, prewarm }: AccountConfig): {
  readonly [Property in keyof typeof CONFIG_COLUMNS]: SqlValue;
} {
  return {
    flexibleVariants: sqlValueOf(flexibleVariants),
    browserTtl,
    prewarm: prewarm && JSON.stringify(prewarm),
  };
}

function accountOf(row: SqlRow): AccountRecord {
  return {
    tag: row["tag"] as string,
    hash: row["hash"] as string,
    name: row["name"] as string,
    created: row["created"] as number,
  };
}

function configOf(row: SqlRow): AccountConfig {
  return {
    flexibleVariants: row["flexible_variants"] === 1,
    browserTtl: row["browser_ttl"] as number | null,
    prewarm: JSON.parse((row["prewarm"] as string | null) ?? "null") as PrewarmConfig | null,
  };
}
