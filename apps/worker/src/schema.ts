import { MIGRATIONS, schemaVersion, StorageError, type SqlDriver } from "@darkroom/storage";

/**
 * Throws a `StorageError` unless the database has the schema of this program: a deployment applies the files
 * of `migrations/` itself, before its Worker goes out.
 */
export async function assertSchema(driver: SqlDriver): Promise<void> {
  const current = await versionOf(driver);
  const known = MIGRATIONS.at(-1)!.version;
  if (current > known) {
    throw new StorageError(
      "schema_newer",
      `The database has schema ${current}, this version of Darkroom knows schemas up to ${known}. Deploy the version that wrote it, or a later one.`,
    );
  }
  if (current < known) {
    throw new StorageError(
      "store_unavailable",
      `The database has schema ${current}, this version of Darkroom needs ${known}. Run: npx wrangler d1 migrations apply DB --remote`,
    );
  }
}

async function versionOf(driver: SqlDriver): Promise<number> {
  try {
    return await schemaVersion(driver);
  } catch (error) {
    if (error instanceof Error && error.message.includes("no such table")) return 0;
    throw error;
  }
}
