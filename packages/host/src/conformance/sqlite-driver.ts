import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  createSqlStores,
  migrate,
  MIGRATIONS,
  type Migration,
  type NewDraftRecord,
  type SqlDriver,
  type SqlStatement,
} from "@darkroom/storage";
import {
  describeAccountStore,
  describeRecordStore,
  describeSigningKeyStore,
  describeTokenStore,
  describeVariantStore,
  describeWebhookStore,
} from "@darkroom/storage/conformance";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqliteDriver as openWith } from "../sqlite-driver.ts";
import { spawnChild, type SqliteUnderTest } from "./children.ts";

const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "darkroom-records-"));

const draft: NewDraftRecord = {
  account: "account",
  id: "id",
  tokenHash: "hash",
  creator: null,
  meta: {},
  requireSignedURLs: false,
  created: 1,
  expires: 10,
};

const insert = (value: number): SqlStatement => ({
  sql: "INSERT INTO t VALUES (?) RETURNING value",
  parameters: [value],
});

/** All steps and one more. */
const next = (statements: readonly string[]): readonly Migration[] => [
  ...MIGRATIONS,
  { version: MIGRATIONS.length + 1, statements },
];

/** Tests a runtime's SQLite: as a file, and as what the record store stands on. */
export function describeSqlite(name: string, { sqlite, module }: SqliteUnderTest): void {
  const openSqliteDriver = (path: string) => openWith(sqlite, path);

  const createStores = async () => {
    const folder = await temporaryFolder();
    const driver = openSqliteDriver(join(folder, "darkroom.db"));
    await migrate(driver);
    return { stores: createSqlStores(driver), close: () => rm(folder, { recursive: true }) };
  };
  describeRecordStore(name, async () => {
    const { stores, close } = await createStores();
    return { store: stores.records, close };
  });
  describeAccountStore(name, createStores);
  describeTokenStore(name, createStores);
  describeVariantStore(name, createStores);
  describeSigningKeyStore(name, createStores);
  describeWebhookStore(name, createStores);

  describe(`A file of ${name}`, () => {
    const unavailable = { name: "StorageError", code: "store_unavailable" };
    let folder: string;
    let path: string;
    let driver: SqlDriver;
    beforeEach(async () => {
      folder = await temporaryFolder();
      path = join(folder, "darkroom.db");
      driver = openSqliteDriver(path);
    });
    afterEach(async () => {
      await driver.close();
      await rm(folder, { recursive: true });
    });

    const values = async (): Promise<readonly unknown[]> =>
      (await driver.all({ sql: "SELECT value FROM t ORDER BY value" })).map(({ value }) => value);

    const versions = async (): Promise<readonly unknown[]> =>
      (await driver.all({ sql: "SELECT version FROM migrations ORDER BY version" })).map(
        ({ version }) => version,
      );

    test("is for the owner only, with all that SQLite puts beside it", async () => {
      await driver.all({ sql: "CREATE TABLE t (value)" });
      for (const suffix of ["", "-wal", "-shm"]) expect((await stat(path + suffix)).mode & 0o777).toBe(0o600);
    });

    test("puts each commit on the disk before it answers", async () => {
      // 2 is FULL (https://www.sqlite.org/pragma.html#pragma_synchronous).
      expect(await driver.all({ sql: "PRAGMA synchronous" })).toMatchObject([{ synchronous: 2 }]);
      expect(await driver.all({ sql: "PRAGMA journal_mode" })).toMatchObject([{ journal_mode: "wal" }]);
    });

    test("keeps a batch whole: one statement that fails takes the others back", async () => {
      await driver.all({ sql: "CREATE TABLE t (value UNIQUE)" });
      expect(await driver.batch([insert(1), insert(2)])).toMatchObject([[{ value: 1 }], [{ value: 2 }]]);
      await expect(driver.batch([insert(3), insert(1), insert(4)])).rejects.toThrow("UNIQUE");
      expect(await values()).toEqual([1, 2]);
      await driver.batch([insert(3)]);
      expect(await values()).toEqual([1, 2, 3]);
    });

    test("locked by another program gives a clean error, and works again afterwards", async () => {
      await driver.all({ sql: "CREATE TABLE t (value)" });
      const other = sqlite.open(path, 0);
      other.exec("BEGIN IMMEDIATE");
      const one = insert(1);
      await expect(driver.all(one)).rejects.toMatchObject(unavailable);
      await expect(driver.batch([one])).rejects.toMatchObject(unavailable);
      expect(await values()).toEqual([]);
      other.close();
      await driver.batch([one]);
      expect(await values()).toEqual([1]);
    });

    test("on a full disk gives a clean error, and works again afterwards", async () => {
      await driver.all({ sql: "CREATE TABLE t (value)" });
      await driver.all({ sql: "PRAGMA max_page_count = 3" });
      const large = { sql: "INSERT INTO t VALUES (?)", parameters: ["x".repeat(100_000)] };
      const small = { sql: "INSERT INTO t VALUES (?)", parameters: ["small"] };
      await expect(driver.batch([small, large])).rejects.toMatchObject(unavailable);
      await expect(driver.all(large)).rejects.toThrow("the disk is full");
      expect(await values()).toEqual([]);
      await driver.all(small);
      expect(await values()).toEqual(["small"]);
    });

    test("that is read-only gives a clean error, and can be read", async () => {
      await driver.all({ sql: "CREATE TABLE t (value)" });
      await driver.all({ sql: "PRAGMA query_only = ON" });
      await expect(driver.all({ sql: "INSERT INTO t VALUES (1)" })).rejects.toThrow("it is read-only");
      expect(await values()).toEqual([]);
    });

    test("cannot be another kind of file, nor lie where no folder is", async () => {
      const text = join(folder, "notes.txt");
      await writeFile(text, "These are notes, more than a hundred characters of them. ".repeat(20));
      expect(() => openSqliteDriver(text)).toThrow("the file is not a database");
      expect(() => openSqliteDriver(join(text, "darkroom.db"))).toThrow(expect.objectContaining(unavailable));
      expect(() => openSqliteDriver(folder)).toThrow(expect.objectContaining(unavailable));
    });

    test("may be closed twice", async () => {
      await driver.close();
      await expect(driver.close()).resolves.toBeUndefined();
    });

    describe("migrated", () => {
      const known = MIGRATIONS.map(({ version }) => version);

      test("has every step once, also when it is migrated again", async () => {
        await migrate(driver);
        expect(await versions()).toEqual(known);
        await migrate(driver);
        expect(await versions()).toEqual(known);
      });

      test("numbers its steps from 1 without gaps", () => {
        expect(known).toEqual(known.map((_, index) => index + 1));
      });

      test("to placeholders, has none of the images of before", async () => {
        await migrate(driver, MIGRATIONS.slice(0, 2));
        await driver.all({
          sql: `INSERT INTO images
            (account, id, blob_key, sha256, size, media_type, facts, filename, meta, require_signed_urls, uploaded)
            VALUES ('account', 'of before', 'key', 'hash', 1, 'image/png', '{}', 'a.png', '{}', 0, 1)`,
        });
        await migrate(driver);
        const { records } = createSqlStores(driver);
        expect(await records.getImage("account", "of before")).toMatchObject({ placeholder: null });
      });

      test("gets only the steps that it lacks, and keeps its records", async () => {
        await migrate(driver);
        await driver.all({ sql: "INSERT INTO journal (blob_key, begun, claimed) VALUES ('kept', 1, 0)" });
        await migrate(driver, next(["ALTER TABLE journal ADD COLUMN note TEXT"]));
        expect(await driver.all({ sql: "SELECT * FROM journal" })).toMatchObject([
          { blob_key: "kept", note: null },
        ]);
        expect(await versions()).toEqual([...known, MIGRATIONS.length + 1]);
      });

      test("takes a step whole or not at all", async () => {
        await migrate(driver);
        const broken = next(["CREATE TABLE extra (a)", "CREATE TABLE images (b)"]);
        await expect(migrate(driver, broken)).rejects.toThrow("already exists");
        expect(await versions()).toEqual(known);
        await expect(driver.all({ sql: "SELECT * FROM extra" })).rejects.toThrow("no such table");
      });

      test("by a newer program is refused with a sentence, and left as it is", async () => {
        await migrate(driver, next(["CREATE TABLE extra (a)"]));
        await expect(migrate(driver)).rejects.toMatchObject({
          code: "schema_newer",
          message: expect.stringContaining(`schema ${MIGRATIONS.length + 1}`),
        });
        expect(await versions()).toEqual([...known, MIGRATIONS.length + 1]);
      });

      test("by two programs at once is migrated once", async () => {
        const other = openSqliteDriver(path);
        await Promise.all([migrate(driver), migrate(other), migrate(driver)]);
        await other.close();
        expect(await versions()).toEqual(known);
      });

      test("answers from an index: no question of the stores reads a whole table", async () => {
        await migrate(driver);
        const asked: SqlStatement[] = [];
        const { records, variants, signingKeys } = createSqlStores({
          ...driver,
          all: (statement) => {
            asked.push(statement);
            return driver.all(statement);
          },
          batch: (statements) => {
            asked.push(...statements);
            return driver.batch(statements);
          },
        });
        await records.getImage("account", "id");
        await records.listImages("account", { order: "asc", limit: 10 });
        await records.listImages("account", { order: "asc", limit: 10, after: 5 });
        await records.listImages("account", { order: "desc", limit: 10, after: 5, offset: 10 });
        await records.countImages("account");
        const filters = [{ path: ["a"], operator: "in", values: [1] }] as const;
        for (const creator of [undefined, null, "creator"]) {
          const selection = { ...(creator !== undefined && { creator }), filters };
          await records.listImages("account", { order: "desc", limit: 10, after: 5, ...selection });
          await records.countImages("account", selection);
        }
        await records.deleteImage("account", "id");
        await records.hasOriginal("account", "sha256");
        await records.listAbandoned(5, 10);
        await records.claimUpload("key");
        await records.forgetUpload("key");
        const variant = { account: "account", name: "name", options: {}, browserTtl: null };
        await variants.insertVariant({ ...variant, neverRequireSignedURLs: false }, 100);
        await variants.putVariant({ ...variant, neverRequireSignedURLs: false });
        await variants.changeVariant(variant, { neverRequireSignedURLs: true });
        await variants.getVariant("account", "name");
        await variants.listVariants("account");
        await variants.deleteVariant("account", "name");
        await records.updateImage("account", "id", { creator: "x" });
        await records.insertDraft(draft);
        await records.getDraft("account", "id", 5);
        await records.findDraft("account", "hash", 5);
        await records.updateDraft("account", "id", {}, 5);
        await records.deleteDraft("account", "id", 5);
        await records.removeExpiredDrafts(5, 10);
        const key = { name: "default", value: "value" };
        await signingKeys.listSigningKeys("account", key);
        await signingKeys.putSigningKey("account", key, 20);
        await signingKeys.deleteSigningKey("account", "default", key);
        expect(asked).toHaveLength(38);
        for (const { sql, parameters } of asked) {
          const plan = await driver.all({
            sql: `EXPLAIN QUERY PLAN ${sql}`,
            ...(parameters && { parameters }),
          });
          const steps = plan.map(({ detail }) => detail).join("; ");
          // Neither one row nor the values of a filter are a table of ours.
          expect(steps).not.toMatch(/SCAN (?!CONSTANT ROW|json_each)|TEMP B-TREE/);
          if (sql.includes("creator IS")) expect(steps).toContain("images_by_creator");
        }
      });

      test("finds tokens and accounts without reading whole tables", async () => {
        await migrate(driver);
        const plans: string[] = [];
        const { tokens, accountRecords } = createSqlStores({
          ...driver,
          async all(statement) {
            const rows = await driver.all({ ...statement, sql: `EXPLAIN QUERY PLAN ${statement.sql}` });
            plans.push(...rows.map(({ detail }) => String(detail)));
            return driver.all(statement);
          },
        });
        await tokens.findToken("hash");
        await tokens.getToken("account", "id");
        await tokens.listTokens("account");
        await tokens.touchToken("id", 1, 1);
        await tokens.updateToken("account", "id", { name: "x" });
        await tokens.deleteToken("account", "id");
        await accountRecords.getAccount("tag");
        await accountRecords.getAccountByHash("hash");
        await accountRecords.getAccountConfig("tag");
        expect(plans.length).toBeGreaterThanOrEqual(9);
        expect(plans.join("; ")).not.toMatch(/SCAN|TEMP B-TREE/);
      });

      test("an account goes with all that is stored under its tag, but not while it has images or drafts", async () => {
        await migrate(driver);
        const columns = await driver.all({
          sql: `SELECT t.name AS name, c.name AS column, c.type AS type, c."notnull" AS needed
            FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'`,
        });
        const ofAccounts = columns.flatMap(({ name: table, column }) =>
          column === "account" ? [table] : [],
        );
        const fill = async (table: unknown): Promise<unknown> => {
          const needed = columns.filter((row) => row["name"] === table && row["needed"] === 1);
          const given = needed.filter(({ column }) => column !== "seq");
          return driver.all({
            sql: `INSERT INTO ${String(table)} (${given.map(({ column }) => column).join(", ")})
              VALUES (${given.map(() => "?").join(", ")})`,
            parameters: given.map(({ column, type }) =>
              // 0 is false: a draft that nobody used.
              column === "account" ? "tag" : type === "TEXT" ? "x" : 0,
            ),
          });
        };
        const { accountRecords } = createSqlStores(driver);
        await accountRecords.insertAccount({ tag: "tag", hash: "hash", name: "name", created: 1 });
        for (const table of ofAccounts) await fill(table);

        for (const table of ["images", "drafts"]) {
          expect(await accountRecords.deleteAccount("tag")).toBe(false);
          await driver.all({ sql: `DELETE FROM ${table}` });
        }
        expect(await accountRecords.deleteAccount("tag")).toBe(true);
        expect(ofAccounts).toEqual(expect.arrayContaining(["tokens", "variants", "signing_keys"]));
        for (const table of ofAccounts)
          expect(await driver.all({ sql: `SELECT * FROM ${String(table)}` })).toEqual([]);
      });
    });

    test("loses nothing that was acknowledged when its process is killed", async () => {
      const child = spawnChild("write-records.ts", [module, path]);
      const exited = once(child, "exit");
      const acknowledged: string[] = [];
      for await (const blobKey of createInterface(child.stdout)) {
        acknowledged.push(blobKey);
        if (acknowledged.length === 20) child.kill("SIGKILL");
      }
      await exited;
      const kept = await createSqlStores(driver).records.listAbandoned(Infinity, 1_000_000);
      expect(acknowledged.length).toBeGreaterThanOrEqual(20);
      expect(kept.map(({ blobKey }) => blobKey)).toEqual(expect.arrayContaining(acknowledged));
    });
  });
}
