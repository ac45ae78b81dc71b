import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MIGRATIONS, type Migration } from "@darkroom/storage";
import { APP_FOLDER } from "./bundle.ts";

const FOLDER = join(APP_FOLDER, "migrations");

/**
 * The steps of the schema as `wrangler d1 migrations apply` takes them: one file each, which notes its own
 * number where Darkroom looks for it.
 */
export function migrationFiles(migrations: readonly Migration[] = MIGRATIONS): ReadonlyMap<string, string> {
  return new Map(
    migrations.map(({ version, statements }) => [
      `${String(version).padStart(4, "0")}_schema.sql`,
      [
        "-- Made by `npm run migrations -w @darkroom/worker` from packages/storage/src/migrations.ts.",
        "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY) STRICT",
        ...statements.map(withoutIndent),
        `INSERT INTO migrations (version) VALUES (${version})`,
      ]
        .join(";\n\n")
        .replace(";\n\n", "\n\n")
        .concat(";\n"),
    ]),
  );
}

/** The files as they are in the folder. */
export async function committedMigrationFiles(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(FOLDER)).toSorted();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(FOLDER, name), "utf8")] as const)),
  );
}

export async function writeMigrationFiles(): Promise<void> {
  for (const [name, text] of migrationFiles()) await writeFile(join(FOLDER, name), text);
}

/** The statements stand indented in their source. */
function withoutIndent(statement: string): string {
  return statement.replaceAll(/\n {6}/g, "\n");
}

if (import.meta.main) await writeMigrationFiles();
