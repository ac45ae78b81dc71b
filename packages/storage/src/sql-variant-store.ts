import { givenChanges } from "./changes.ts";
import { isStorableText } from "./record-rules.ts";
import type { SqlDriver, SqlRow, SqlStatement, SqlValue } from "./sql-driver.ts";
import type { VariantRecord, VariantSettings, VariantStore } from "./variant-store.ts";

/** Property of a variant → its column and its value there; the one place that knows how a variant becomes a row. */
const COLUMNS = {
  account: { column: "account", valueOf: ({ account }) => account },
  name: { column: "name", valueOf: ({ name }) => name },
  options: { column: "options", valueOf: ({ options }) => JSON.stringify(options) },
  neverRequireSignedURLs: {
    column: "never_require_signed_urls",
    valueOf: ({ neverRequireSignedURLs }) => Number(neverRequireSignedURLs),
  },
  browserTtl: { column: "browser_ttl", valueOf: ({ browserTtl }) => browserTtl },
} as const satisfies Record<
  keyof VariantRecord,
  { readonly column: string; readonly valueOf: (variant: VariantRecord) => SqlValue }
>;

const NAMES = Object.values(COLUMNS)
  .map(({ column }) => column)
  .join(", ");
const PLACES = Object.values(COLUMNS)
  .map(() => "?")
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
      const { options, neverRequireSignedURLs, browserTtl } = variant;
      await driver.all(upsert(variant, { options, neverRequireSignedURLs, browserTtl }));
    },

    async changeVariant({ account, name }, changes, otherwise) {
      const given = givenChanges(changes);
      if (otherwise !== undefined) {
        const [row] = await driver.all(upsert({ ...otherwise, ...given, account, name }, given));
        return variantOf(row!);
      }
      const variant: VariantRecord = { ...NO_SETTINGS, ...given, account, name };
      const columns = columnsOf(given);
      const [row] = await driver.all({
        sql: `UPDATE variants SET ${columns.map(({ column }) => `${column} = ?`).join(", ")}
          WHERE account = ? AND name = ? RETURNING *`,
        parameters: [...columns.map(({ valueOf }) => valueOf(variant)), account, name],
      });
      return row && variantOf(row);
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

/** Stands in for what is not given and not read. */
const NO_SETTINGS: VariantSettings = { options: {}, neverRequireSignedURLs: false, browserTtl: null };

/** Keeps `variant`; where there is one of that name, only the `given` settings of it. */
function upsert(variant: VariantRecord, given: Partial<VariantSettings>): SqlStatement {
  const changes = columnsOf(given).map(({ column }) => `${column} = excluded.${column}`);
  return {
    sql: `INSERT INTO variants (${NAMES}) VALUES (${PLACES})
      ON CONFLICT DO UPDATE SET ${changes.join(", ")} RETURNING *`,
    parameters: valuesOf(variant),
  };
}

/** The columns of the given settings; that of the name, which stays as it is, where none are. */
function columnsOf(given: Partial<VariantSettings>): readonly (typeof COLUMNS)[keyof VariantRecord][] {
  const properties = Object.keys(given) as (keyof VariantSettings)[];
  return properties.length === 0 ? [COLUMNS.name] : properties.map((property) => COLUMNS[property]);
}

function valuesOf(variant: VariantRecord): readonly SqlValue[] {
  return Object.values(COLUMNS).map(({ valueOf }) => valueOf(variant));
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
