import { createSqlStores } from "@darkroom/storage";
import { applyD1Migrations, createExecutionContext, reset, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createD1Driver } from "./d1-driver.ts";
import type { Env } from "./env.ts";
import worker from "./index.ts";
import { createR2BlobStore } from "./r2-blob-store.ts";

const SECRETS = {
  DARKROOM_ACCOUNT: "tag",
  DARKROOM_AUTH_KEY: "a-key-of-some-length",
  DARKROOM_API_TOKEN: "a-token-of-some-length",
};

async function ask(bindings: Env): Promise<{ readonly status: number; readonly text: string }> {
  const context = createExecutionContext();
  const response = await worker.fetch(new Request("https://images.example.com/healthz"), bindings, context);
  await waitOnExecutionContext(context);
  return { status: response.status, text: await response.text() };
}

test("a Worker says what it lacks, in the order in which its owner sets it up, and then serves", async () => {
  await reset();
  const bare = await ask(env);
  expect(bare.status).toBe(503);
  for (const name of Object.keys(SECRETS)) expect(bare.text).toContain(name);
  expect(bare.text).toContain("wrangler secret put");

  const wrong = await ask({ ...env, ...SECRETS, DARKROOM_AUTH_KEY: "short" });
  expect(wrong.status).toBe(503);
  expect(wrong.text).toContain("DARKROOM_AUTH_KEY");
  expect(wrong.text).not.toContain("short");

  for (const name of ["DARKROOM_FETCH_HOSTS", "DARKROOM_WEBHOOK_HOSTS"]) {
    const open = await ask({ ...env, ...SECRETS, [name]: "*" });
    expect([open.status, open.text]).toEqual([503, expect.stringContaining(name)]);
  }

  const unmigrated = await ask({ ...env, ...SECRETS });
  expect(unmigrated.status).toBe(503);
  expect(unmigrated.text).toContain("d1 migrations apply");

  await applyD1Migrations(env.DB, env["MIGRATION_FILES"]);
  const ready = await ask({ ...env, ...SECRETS });
  expect(ready.status).toBe(200);
  expect(JSON.parse(ready.text)).toMatchObject({ status: "ok", runtime: "workerd" });
});

test("the cron trigger removes what an abandoned upload left, and nothing else", async () => {
  await reset();
  await applyD1Migrations(env.DB, env["MIGRATION_FILES"]);
  const bindings = { ...env, ...SECRETS };
  const records = createSqlStores(createD1Driver(env.DB)).records;
  const blobs = createR2BlobStore(env.BLOBS);
  const twoHoursAgo = Date.now() - 2 * 3_600_000;
  for (const [blobKey, begun] of Object.entries({
    "originals/aa/old": twoHoursAgo,
    "originals/aa/new": Date.now(),
  })) {
    await records.beginUpload({ blobKey, begun });
    await blobs.put(blobKey, new Uint8Array(3));
  }
  await worker.scheduled({} as never, bindings);
  expect((await blobs.list({ prefix: "originals/" })).blobs.map(({ key }) => key)).toEqual([
    "originals/aa/new",
  ]);
});
