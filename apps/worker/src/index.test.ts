import { applyD1Migrations, createExecutionContext, reset, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Env } from "./env.ts";
import worker from "./index.ts";

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

  const unmigrated = await ask({ ...env, ...SECRETS });
  expect(unmigrated.status).toBe(503);
  expect(unmigrated.text).toContain("d1 migrations apply");

  await applyD1Migrations(env.DB, env["MIGRATION_FILES"]);
  const ready = await ask({ ...env, ...SECRETS });
  expect(ready.status).toBe(200);
  expect(JSON.parse(ready.text)).toMatchObject({ status: "ok", runtime: "workerd" });
});
