import { expect, test, vi } from "vitest";
import { startWithReceivers, type Receiver } from "../testing/receivers.ts";
import { startWebhookPump, type WebhookPump } from "./pump.ts";

/** An application that a pump sends for, and a receiver whose messages can be waited for. */
function startPumped(receiver: Receiver = () => 204) {
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  const gate = (url: string): PromiseWithResolvers<void> => {
    const found = waiting.get(url) ?? Promise.withResolvers<void>();
    waiting.set(url, found);
    return found;
  };
  const pumps: WebhookPump[] = [];
  const app = startWithReceivers(
    (message, signal) => {
      gate(message.url).resolve();
      return receiver(message, signal);
    },
    { wakeWebhooks: () => pumps.at(-1)?.wake() },
  );
  return {
    ...app,
    /** @param graceMs How long it lets what is under way end when it is closed. */
    start: (graceMs = 5000): WebhookPump => {
      const pump = startWebhookPump(app.deps, graceMs);
      pumps.push(pump);
      return pump;
    },
    /** Resolves when something arrived there. */
    arrived: (url: string) => gate(url).promise,
    forget: () => waiting.clear(),
  };
}

const hangs: Receiver = (_message, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));

test("what happens is sent at once, and what happened before the start too", async () => {
  const app = startPumped();
  await app.hook({ url: "https://one.example/" });
  await app.uploadDirectly();
  const pump = app.start();
  await app.arrived("https://one.example/");
  app.forget();
  await app.uploadDirectly();
  await app.arrived("https://one.example/");
  await pump.close();
  expect(await app.next()).toBeUndefined();
});

test("receivers that hang keep nobody waiting, however much there is for them", async () => {
  const app = startPumped((message, signal) => (message.url.includes("slow") ? hangs(message, signal) : 204));
  for (const name of ["slow-1", "slow-2", "slow-3", "quick"])
    await app.hook({ url: `https://${name}.example/` });
  const pump = app.start(0);
  for (let count = 0; count < 20; count++) {
    app.forget();
    await app.uploadDirectly();
    await app.arrived("https://quick.example/");
  }
  const slow = app.received.filter(({ url }) => url.includes("slow"));
  expect(slow.length).toBeGreaterThan(0);
  // One lot for each of them.
  expect(slow.length).toBeLessThanOrEqual(3 * 4);
  await pump.close();
});

test("what a closing server had begun is sent by the next one, and noted once", async () => {
  let receiver = hangs;
  const app = startPumped((message, signal) => receiver(message, signal));
  const { id } = await app.hook({ url: "https://one.example/" });
  const first = app.start(0);
  await app.uploadDirectly();
  await app.arrived("https://one.example/");
  await first.close();
  expect(await app.log(id)).toMatchObject([{ state: "pending", attempts: [] }]);

  app.forget();
  receiver = () => 204;
  const second = app.start();
  await app.arrived("https://one.example/");
  await second.close();
  expect(await app.log(id)).toMatchObject([{ state: "delivered", attempts: [{ status: 204 }] }]);
  expect(new Set(app.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
});

test("what a killed server had begun is sent by the next one at once", async () => {
  const app = startPumped();
  await app.hook({ url: "https://one.example/" });
  await app.uploadDirectly();
  const now = app.time();
  await app.deps.deliveries.claimDeliveries({ now, until: now + 60_000, failing: false, most: 1 });
  const pump = app.start();
  await app.arrived("https://one.example/");
  await pump.close();
});

test("a store that does not answer is asked again, and nothing is lost", async () => {
  const app = startPumped();
  await app.hook({ url: "https://one.example/" });
  vi.spyOn(app.deps.deliveries, "claimDeliveries")
    .mockRejectedValueOnce(new Error("the database is locked"))
    .mockRejectedValueOnce(new Error("the database is locked"));
  await app.uploadDirectly();
  const pump = app.start();
  await app.arrived("https://one.example/");
  await pump.close();
});
