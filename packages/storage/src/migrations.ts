import { StorageError } from "./errors.ts";
import type { SqlDriver } from "./sql-driver.ts";

/** One step of the schema. Once released, a step is never changed: what it lacks, the next one adds. */
export interface Migration {
  /** 1, 2, 3, … in order. */
  readonly version: number;
  readonly statements: readonly string[];
}

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    statements: [
      // AUTOINCREMENT: the `seq` of a deleted image is never given again, so that a list's cursor stays true.
      `CREATE TABLE images (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        account TEXT NOT NULL,
        id TEXT NOT NULL,
        blob_key TEXT NOT NULL UNIQUE,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        facts TEXT NOT NULL,
        filename TEXT NOT NULL,
        creator TEXT,
        meta TEXT NOT NULL,
        require_signed_urls INTEGER NOT NULL,
        uploaded INTEGER NOT NULL,
        UNIQUE (account, id)
      ) STRICT`,
      `CREATE INDEX images_in_order ON images (account, seq)`,
      `CREATE INDEX images_by_original ON images (account, sha256)`,
      `CREATE TABLE journal (
        blob_key TEXT PRIMARY KEY,
        begun INTEGER NOT NULL,
        claimed INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX journal_in_order ON journal (begun, blob_key)`,
    ],
  },
  {
    version: 2,
    statements: [
      // Lists of one creator, and of those without one, go by `seq` as all lists do.
      `CREATE INDEX images_by_creator ON images (account, creator, seq)`,
      // An image that is promised but has no bytes yet, and for a while one that was. See `DraftStore`.
      `CREATE TABLE drafts (
        account TEXT NOT NULL,
        id TEXT NOT NULL,
        token_hash TEXT NOT NULL UNIQUE,
        creator TEXT,
        meta TEXT NOT NULL,
        require_signed_urls INTEGER NOT NULL,
        created INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        used INTEGER NOT NULL,
        PRIMARY KEY (account, id)
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX drafts_by_expiry ON drafts (expires)`,
      `CREATE TABLE variants (
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        options TEXT NOT NULL,
        never_require_signed_urls INTEGER NOT NULL,
        browser_ttl INTEGER,
        PRIMARY KEY (account, name)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE signing_keys (
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (account, name)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE tokens (
        id TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        scope TEXT NOT NULL,
        disabled INTEGER NOT NULL,
        issued INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        expires INTEGER,
        last_used INTEGER
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX tokens_of_account ON tokens (account, issued)`,
      `CREATE TABLE accounts (
        tag TEXT PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        created INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE account_configs (
        account TEXT PRIMARY KEY,
        flexible_variants INTEGER NOT NULL,
        browser_ttl INTEGER
      ) STRICT, WITHOUT ROWID`,
    ],
  },
  {
    version: 3,
    statements: [
      `CREATE TABLE webhooks (
        id TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        url TEXT NOT NULL,
        events TEXT NOT NULL,
        description TEXT NOT NULL,
        secret TEXT NOT NULL,
        created INTEGER NOT NULL,
        disabled TEXT,
        failing_since INTEGER
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX webhooks_of_account ON webhooks (account, created)`,
      // What is to be sent, and the log of what was. See `DeliveryQueue`.
      `CREATE TABLE webhook_deliveries (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        account TEXT NOT NULL,
        webhook TEXT NOT NULL,
        event TEXT NOT NULL,
        type TEXT NOT NULL,
        created INTEGER NOT NULL,
        data TEXT,
        state TEXT NOT NULL,
        attempts TEXT NOT NULL,
        due INTEGER,
        claimed INTEGER NOT NULL,
        UNIQUE (webhook, event)
      ) STRICT`,
      `CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook, seq)`,
      // Only of what is still to be sent, which is little: the rest of the table is the log.
      `CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook, due) WHERE due IS NOT NULL`,
      `CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (due) WHERE due IS NOT NULL`,
      `CREATE INDEX webhook_deliveries_claimed ON webhook_deliveries (webhook) WHERE claimed = 1`,
      // Of the log, to keep it short.
      `CREATE INDEX webhook_deliveries_over ON webhook_deliveries (webhook, seq) WHERE state <> 'pending'`,
      `CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created) WHERE due IS NULL`,
      // How many refused uploads an account was told of: whoever has an address may send to it again and again.
      `ALTER TABLE drafts ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0`,
      // JSON; NULL where there is none, as for all images of before.
      `ALTER TABLE images ADD COLUMN placeholder TEXT`,
      // What is computed of each image after its upload, as JSON.
      `ALTER TABLE account_configs ADD COLUMN prewarm TEXT`,
    ],
  },
];

/**
 * Brings a database to the newest schema; each step is applied whole or not at all, and two programs that
 * do it at once do not disturb each other. Throws a `StorageError` `schema_newer`, and changes nothing, when
 * the database has steps that this program does not know.
 */
export async function migrate(driver: SqlDriver, migrations = MIGRATIONS): Promise<void> {
  await driver.all({
    sql: `CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY) STRICT`,
  });
  const known = migrations.at(-1)?.version ?? 0;
  const current = await schemaVersion(driver);
  if (current > known) {
    throw new StorageError(
      "schema_newer",
      `The database has schema ${current}, this version of Darkroom knows schemas up to ${known}. Start the version that wrote it, or a later one.`,
    );
  }
  for (const migration of migrations) {
    if (migration.version > current) await apply(driver, migration);
  }
}

async function apply(driver: SqlDriver, { version, statements }: Migration): Promise<void> {
  try {
    await driver.batch([
      ...statements.map((sql) => ({ sql })),
      { sql: `INSERT INTO migrations (version) VALUES (?)`, parameters: [version] },
    ]);
  } catch (error) {
    // Another program may have applied the step between our look and our batch.
    if ((await schemaVersion(driver)) < version) throw error;
  }
}

/** The newest step that a database has; rejects where it has none, for then the table of steps is missing. */
export async function schemaVersion(driver: SqlDriver): Promise<number> {
  const [row] = await driver.all({ sql: `SELECT max(version) AS version FROM migrations` });
  return Number(row?.["version"] ?? 0);
}
