import { MIGRATIONS } from "@darkroom/storage";
import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { createD1Driver } from "./d1-driver.ts";
import { assertSchema } from "./schema.ts";

const driver = createD1Driver(env.DB);
beforeEach(reset);

test("a database without a schema is refused with the command that makes it", async () => {
  await expect(assertSchema(driver)).rejects.toThrow("d1 migrations apply");
});

test("a database with the schema of the migrations folder is taken", async () => {
  await applyD1Migrations(env.DB, env["MIGRATION_FILES"]);
  await expect(assertSchema(driver)).resolves.toBeUndefined();
});

test("a database newer than the program is refused", async () => {
  await applyD1Migrations(env.DB, env["MIGRATION_FILES"]);
  const newer = MIGRATIONS.at(-1)!.version + 1;
  await driver.all({ sql: "INSERT INTO migrations (version) VALUES (?)", parameters: [newer] });
  await expect(assertSchema(driver)).rejects.toMatchObject({ code: "schema_newer" });
});
