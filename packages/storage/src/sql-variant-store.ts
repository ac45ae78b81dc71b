import { isStorableText } from "./record-rules.ts";
import type { SqlDriver, SqlRow, SqlValue } from "./sql-driver.ts";
import type { VariantRecord, VariantStore } from "./variant-store.ts";

/** Column of `variants` → its value; the one place that knows how a variant becomes a row. */
const COLUMNS = {
  account: (variant) => variant.account,
  name: (variant) => variant.name,
  options: (variant) => JSON.stringify(variant.options),
  never_require_signed_urls: (variant) => Number(variant.neverRequireSignedURLs),
  browser_ttl: (variant) => variant.browserTtl,
} as const satisfies Record<string, (variant: VariantRecord) => SqlValue>;

const NAMES = Object.keys(COLUMNS).join(", ");
const PLACES = Object.keys(COLUMNS)
  .map(() => "?")
  .join(", ");
/** The columns that may change. */
const CHANGES = ["options", "never_require_signed_urls", "browser_ttl"]
  .map((name) => `${name} = excluded.${name}`)
  .join(", ");

/** Variants in SQLite, over any driver. The database must have been brought to the newest schema by `migrate`. */
export function createSqlVariantStore(driver: SqlDriver): VariantStore {
  return {
    async insertVariant(variant, most) {
      const { account, name } = variant;
      const [taken, inserted] = await driver.batch([
        {
          sql: `SELECT 1 AS taken FROM variants WHERE account = ? AND name = ?`,
          parameters: [account, name],
        },
        {
          sql: `INSERT INTO variants (${NAMES}) SELECT ${PLACES}
            WHERE (SELECT count(*) FROM variants WHERE account = ?) < ?
            ON CONFLICT DO NOTHING RETURNING name`,
          parameters: [...valuesOf(variant), account, most],
        },
      ]);
      if (taken?.length !== 0) return "taken";
      return inserted?.length === 0 ? "full" : "inserted";
    },

    async putVariant(variant) {
      await driver.all({
        sql: `INSERT INTO variants (${NAMES}) VALUES (${PLACES}) ON CONFLICT DO UPDATE SET ${CHANGES}`,
        parameters: valuesOf(variant),
      });
    },

    async replaceVariant(variant) {
      const rows = await driver.all({
        // An upsert that never inserts, so that columns are named once.
        sql: `INSERT INTO variants (${NAMES}) SELECT ${PLACES}
          WHERE EXISTS (SELECT 1 FROM variants WHERE account = ? AND name = ?)
          ON CONFLICT DO UPDATE SET ${CHANGES} RETURNING name`,
        parameters: [...valuesOf(variant), variant.account, variant.name],
      });
      return rows.length > 0;
    },

    async getVariant(account, name) {
      if (!isStorableText(name)) return undefined;
      const [row] = await driver.all({
        sql: `SELECT * FROM variants WHERE account = ? AND name = ?`,
        parameters: [account, name],
      });
      return row && variantOf(row);
    },

    async listVariants(account) {
      const rows = await driver.all({
        sql: `SELECT * FROM variants WHERE account = ? ORDER BY name`,
        parameters: [account],
      });
      return rows.map(variantOf);
    },

    async deleteVariant(account, name) {
      if (!isStorableText(name)) return undefined;
      const [row] = await driver.all({
        sql: `DELETE FROM variants WHERE account = ? AND name = ? RETURNING *`,
        parameters: [account, name],
      });
      return row && variantOf(row);
    },
  };
}

function valuesOf(variant: VariantRecord): readonly SqlValue[] {
  return Object.values(COLUMNS).map((valueOf) => valueOf(variant));
}

/** The row of a variant, back to the variant; its columns have the types that a STRICT table gives them. */
function variantOf(row: SqlRow): VariantRecord {
  return {
    account: row["account"] as string,
    name: row["name"] as string,
    options: JSON.parse(row["options"] as string) as VariantRecord["options"],
    neverRequireSignedURLs: row["never_require_signed_urls"] === 1,
    browserTtl: row["browser_ttl"] as number | null,
  };
}
