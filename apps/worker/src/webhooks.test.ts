import { createSqlStores } from "@darkroom/storage";
import { applyD1Migrations, createExecutionContext, reset, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createD1Driver } from "./d1-driver.ts";

const ORIGIN = "https://images.example.com";
const WEBHOOKS = `${ORIGIN}/client/v4/accounts/tag/darkroom/v1/webhooks`;
const HEADERS = { authorization: "Bearer a-token-of-some-length", "content-type": "application/json" };
const BINDINGS = {
  ...env,
  DARKROOM_ACCOUNT: "tag",
  DARKROOM_AUTH_KEY: "a-key-of-some-length",
  DARKROOM_API_TOKEN: "a-token-of-some-length",
  DARKROOM_WEBHOOK_HOSTS: "hooks.example.com",
};

/** What receivers answer, one after the other; then 204. */
let statuses: number[];
let received: string[];
/** Delays of the messages that were put into the queue, in seconds. */
let delays: (number | undefined)[];

const QUEUE = {
  send: async (_body: null, { delaySeconds }: { readonly delaySeconds?: number } = {}) =>
    void delays.push(delaySeconds),
};

beforeEach(async () => {
  [statuses, received, delays] = [[], [], []];
  vi.stubGlobal("fetch", async (url: URL, { headers }: { headers: Record<string, string> }) => {
    received.push(`${url.href} ${headers["webhook-id"]}`);
    return new Response(null, { status: statuses.shift() ?? 204 });
  });
  vi.useFakeTimers({ toFake: ["Date"] });
  await reset();
  await applyD1Migrations(env.DB, env["MIGRATION_FILES"]);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  // Other files, in the same isolate, begin with a Worker of their own.
  vi.resetModules();
});

/** A Worker that knows nothing of those before it, with a webhook that an event waits for. */
async function start(queue?: typeof QUEUE) {
  vi.resetModules();
  const { default: worker } = await import("./index.ts");
  const bindings = { ...BINDINGS, ...(queue && { WEBHOOKS: queue }) } as never;
  async function call(method: string, url: string, body?: object): Promise<Record<string, never>> {
    const context = createExecutionContext();
    const init = { method, headers: HEADERS, ...(body && { body: JSON.stringify(body) }) };
    const response = await worker.fetch(new Request(url, init), bindings, context);
    await waitOnExecutionContext(context);
    return ((await response.json()) as { readonly result: Record<string, never> }).result;
  }
  const { id } = await call("POST", WEBHOOKS, { url: "https://hooks.example.com/" });
  const { records } = createSqlStores(createD1Driver(env.DB));
  const tokenHash = "hash";
  const [account, created] = ["tag", Date.now()];
  const draft = { account, id: "photo", creator: null, meta: {}, requireSignedURLs: false };
  await records.insertDraft({ ...draft, tokenHash, created, expires: created + 1000 });
  const event = { id: "msg_1", account, type: "image.upload_failed", created, data: {} };
  await records.refuseUpload({ account, tokenHash, at: created }, event, 1);
  return {
    log: () => call("GET", `${WEBHOOKS}/${String(id)}/deliveries`),
    cron: () => worker.scheduled({} as never, bindings),
    message: () => worker.queue({} as never, bindings),
  };
}

test("without a queue, the cron trigger sends what waits for a webhook, and tries again what failed", async () => {
  const { cron, log } = await start();
  statuses = [500];
  await cron();
  expect(received).toEqual(["https://hooks.example.com/ msg_1"]);
  expect(await log()).toMatchObject([{ state: "pending", attempts: [{ status: 500 }] }]);
  await cron();
  expect(received).toHaveLength(1);
  vi.setSystemTime(Date.now() + 600_000);
  await cron();
  expect(await log()).toMatchObject([{ state: "delivered", attempts: [{ status: 500 }, { status: 204 }] }]);
  await cron();
  expect(received).toHaveLength(2);
});

test("a queue is told when to try again, and its message does", async () => {
  const { message, log } = await start(QUEUE);
  statuses = [500];
  await message();
  expect(delays).toEqual([expect.toBeOneOf([4, 5, 6])]);
  vi.setSystemTime(Date.now() + delays[0]! * 1000);
  await message();
  expect(await log()).toMatchObject([{ state: "delivered" }]);
  expect(delays).toHaveLength(1);
});

test("what is hours away is asked for as late as a queue can, and again from there", async () => {
  const { message, log } = await start(QUEUE);
  statuses = Array.from({ length: 7 }, () => 503);
  for (let count = 0; count < 7; count++) {
    await message();
    vi.setSystemTime(Date.now() + delays.at(-1)! * 1000);
  }
  // The last attempt is 12 to 18 hours after the one before.
  expect(delays).toHaveLength(7);
  expect(delays[6]).toBeGreaterThan(40_000);
  expect(delays[6]).toBeLessThanOrEqual(43_200);
  vi.setSystemTime(Date.now() + 6 * 3_600_000);
  await message();
  expect(await log()).toMatchObject([{ state: "delivered" }]);
});

test("what a lost isolate had begun is sent when its claim ends, which the cron trigger asks the queue for", async () => {
  const { cron, message, log } = await start(QUEUE);
  const now = Date.now();
  const { deliveries } = createSqlStores(createD1Driver(env.DB));
  await deliveries.claimDeliveries({ now, until: now + 60_000, failing: false, most: 1 });
  await cron();
  expect([received, delays]).toEqual([[], [60]]);
  vi.setSystemTime(now + 60_000);
  await message();
  expect(await log()).toMatchObject([{ state: "delivered" }]);
});

test("a queue that does not answer leaves the rest to the cron trigger", async () => {
  const { cron, log } = await start({ send: () => Promise.reject(new Error("over quota")) });
  statuses = [500];
  await cron();
  vi.setSystemTime(Date.now() + 600_000);
  await cron();
  expect(await log()).toMatchObject([{ state: "delivered" }]);
});
