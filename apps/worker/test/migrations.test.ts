import { expect, test } from "vitest";
import { committedMigrationFiles, migrationFiles } from "../local/migration-files.ts";

test("the migrations that a deployment applies are those that the program needs", async () => {
  expect([...(await committedMigrationFiles())]).toEqual([...migrationFiles()]);
});
