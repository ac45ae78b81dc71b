import { createSqlStores } from "@darkroom/storage";
import {
  describeAccountStore,
  describeRecordStore,
  describeSigningKeyStore,
  describeTokenStore,
  describeVariantStore,
  describeWebhookStore,
} from "@darkroom/storage/conformance";
import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { createD1Driver } from "./d1-driver.ts";

const D1 = "D1, with the schema of the migrations folder";

async function createStores() {
  await reset();
  await applyD1Migrations(env.DB, env["MIGRATION_FILES"]);
  return { stores: createSqlStores(createD1Driver(env.DB)) };
}

describeRecordStore(D1, async () => ({ store: (await createStores()).stores.records }));
describeAccountStore(D1, createStores);
describeTokenStore(D1, createStores);
describeVariantStore(D1, createStores);
describeSigningKeyStore(D1, createStores);
describeWebhookStore(D1, createStores);

describe("D1, as a driver", () => {
  const driver = createD1Driver(env.DB);
  const rows = (): Promise<readonly unknown[]> => driver.all({ sql: "SELECT a FROM t ORDER BY a" });

  test("does all of a batch or nothing", async () => {
    await reset();
    await driver.all({ sql: "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT" });
    const insert = (a: number) => ({ sql: "INSERT INTO t VALUES (?) RETURNING a", parameters: [a] });
    expect(await driver.batch([insert(1), insert(2)])).toEqual([[{ a: 1 }], [{ a: 2 }]]);
    await expect(driver.batch([insert(3), insert(1)])).rejects.toThrow("UNIQUE");
    expect(await rows()).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test("a fault of the statement is a defect, not an outage", async () => {
    await reset();
    await expect(rows()).rejects.not.toMatchObject({ name: "StorageError" });
    await expect(rows()).rejects.toThrow("no such table");
  });

  test("an outage of D1 is one of the store", async () => {
    const failure = new Error("D1_ERROR: D1 DB is overloaded. Too many requests queued.");
    const overloaded = createD1Driver({
      batch: () => Promise.reject(failure),
      prepare: () => ({ bind: () => ({ all: () => Promise.reject(failure) }) }),
    } as never);
    const outage = { name: "StorageError", code: "store_unavailable", cause: failure };
    await expect(overloaded.all({ sql: "SELECT 1" })).rejects.toMatchObject(outage);
    await expect(overloaded.batch([{ sql: "SELECT 1" }])).rejects.toMatchObject(outage);
  });
});
