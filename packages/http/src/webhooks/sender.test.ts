import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { OutboundError } from "../outbound/outbound.ts";
import { startWithReceivers, WEBHOOKS } from "../testing/receivers.ts";
import { collectAndLog } from "../collect.ts";
import { retryDelay } from "./schedule.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const unreachable = (): Promise<number> => Promise.reject(new OutboundError("unreachable"));

describe("a receiver that fails", () => {
  test("is tried eight times in about a day, and then no more", async () => {
    const { hook, uploadDirectly, received, next, log, time } = startWithReceivers(unreachable);
    const { id } = await hook();
    await uploadDirectly();
    const begun = time();
    const waited: number[] = [];
    for (let passed = await next(); passed !== undefined; passed = await next()) waited.push(passed / 1000);
    expect(waited).toHaveLength(8);
    for (const [index, seconds] of [0, 5, 30, 300, 1800, 7200, 21_600, 54_000].entries()) {
      expect(waited[index]).toBeGreaterThanOrEqual(seconds * 0.8);
      expect(waited[index]).toBeLessThanOrEqual(seconds * 1.2);
    }
    expect(time() - begun).toBeGreaterThan(0.7 * DAY);
    expect(time() - begun).toBeLessThan(1.2 * DAY);
    expect(received).toHaveLength(8);
    const [delivery] = await log(id);
    expect(delivery).toMatchObject({ state: "given_up", nextAttempt: null });
    expect(delivery?.["attempts"]).toHaveLength(8);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"]))).toEqual(
      new Set([delivery?.["event"]]),
    );
    // The same text, signed anew with the time of each attempt.
    expect(new Set(received.map(({ text }) => text)).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers["webhook-signature"])).size).toBe(8);
  });

  test.each([
    ["a status of 5xx", 500],
    ["a status of 4xx", 404],
    ["a redirect", 307],
  ])("by %s is tried again until it does not", async (_what, status) => {
    const { hook, uploadDirectly, received, next, log, answerWith } = startWithReceivers(() => status);
    const { id } = await hook();
    await uploadDirectly();
    await next();
    await next();
    answerWith(() => 200);
    await next();
    expect(await next()).toBeUndefined();
    expect(received).toHaveLength(3);
    const [delivery] = await log(id);
    const statuses = [status, status, 200].map((shown) => ({ status: shown, failure: null }));
    expect(delivery).toMatchObject({ state: "delivered", attempts: statuses });
  });

  test("shows since when, until it does not", async () => {
    const { hook, uploadDirectly, next, send, answerWith } = startWithReceivers(() => 503);
    const { id } = await hook();
    const failingSince = async () => (await send("GET", `${WEBHOOKS}/${id}`)).result["failingSince"];
    await uploadDirectly();
    expect(await failingSince()).toBe(null);
    await next();
    await next();
    expect(await failingSince()).toBe("2020-09-13T12:26:40.000Z");
    answerWith(() => 204);
    await next();
    expect(await failingSince()).toBe(null);
  });

  test("for an hour or more gets all that waits once it is back", async () => {
    const { hook, uploadDirectly, next, received, answerWith, pass, drain } = startWithReceivers(unreachable);
    await hook();
    const ids = [(await uploadDirectly()).id, (await uploadDirectly()).id];
    for (let count = 0; count < 10; count++) await next();
    answerWith(() => 204);
    received.length = 0;
    pass(HOUR);
    ids.push((await uploadDirectly()).id);
    await drain();
    await drain();
    expect(new Set(received.map(({ body }) => body.data["id"]))).toEqual(new Set(ids));
    expect(received).toHaveLength(3);
  });

  test("and says that it is gone is sent nothing more", async () => {
    const { hook, uploadDirectly, next, send, log } = startWithReceivers(() => 410);
    const { id } = await hook();
    await uploadDirectly();
    await uploadDirectly();
    await next();
    expect(await next()).toBeUndefined();
    const { result } = await send("GET", `${WEBHOOKS}/${id}`);
    expect(result).toMatchObject({ enabled: false, disabledReason: "gone" });
    await uploadDirectly();
    expect(await log(id)).toHaveLength(2);
  });

  test("for five days is disabled when an event is given up, and what waits comes when it is enabled", async () => {
    const { hook, uploadDirectly, next, send, pass, answerWith, received, drain } =
      startWithReceivers(unreachable);
    const { id } = await hook();
    const enabled = async () => (await send("GET", `${WEBHOOKS}/${id}`)).result["enabled"];
    const giveUp = async () => {
      await uploadDirectly();
      while ((await next()) !== undefined);
    };
    await giveUp();
    expect(await enabled()).toBe(true);
    pass(5 * DAY);
    await uploadDirectly();
    for (let count = 0; count < 7; count++) await next();
    expect(await enabled()).toBe(true);
    const { id: last } = await uploadDirectly();
    await next();
    for (let count = 0; count < 8 && (await enabled()) === true; count++) await next();
    expect((await send("GET", `${WEBHOOKS}/${id}`)).result).toMatchObject({
      enabled: false,
      disabledReason: "failing",
    });
    expect(await next()).toBeUndefined();

    answerWith(() => 204);
    received.length = 0;
    const { result } = await send("PATCH", `${WEBHOOKS}/${id}`, { enabled: true });
    expect(result).toMatchObject({ enabled: true, disabledReason: null, failingSince: null });
    await drain();
    expect(received.map(({ body }) => body.data["id"])).toContain(last);
  });
});

test("without a pump, too, nobody waits behind receivers that hang", async () => {
  const letGo = Promise.withResolvers<number>();
  const quick = Promise.withResolvers<void>();
  const { hook, uploadDirectly, drain, log } = startWithReceivers(({ url }) => {
    if (url.includes("slow")) return letGo.promise;
    quick.resolve();
    return 204;
  });
  for (const name of ["slow-1", "slow-2"]) await hook({ url: `https://${name}.example/` });
  const { id } = await hook({ url: "https://quick.example/" });
  await uploadDirectly();
  const drained = drain();
  await quick.promise;
  letGo.resolve(204);
  await drained;
  expect(await log(id)).toMatchObject([{ state: "delivered" }]);
});

test("what was sent but not noted is sent again", async () => {
  const { hook, uploadDirectly, next, received, deps, log, drain } = startWithReceivers();
  const { id } = await hook();
  await uploadDirectly();
  vi.spyOn(deps.deliveries, "recordAttempt").mockRejectedValueOnce(new Error("the database is locked"));
  await drain();
  expect(await next()).toBe(60_000);
  expect(received).toHaveLength(2);
  expect(received[0]?.headers["webhook-id"]).toBe(received[1]?.headers["webhook-id"]);
  expect(await log(id)).toMatchObject([{ state: "delivered" }]);
});

test("the log is kept for thirty days", async () => {
  const { hook, send, deps, pass, log } = startWithReceivers();
  const { id } = await hook();
  await send("POST", `${WEBHOOKS}/${id}/test`);
  pass(29 * DAY);
  await send("POST", `${WEBHOOKS}/${id}/test`);
  await collectAndLog(deps);
  expect(await log(id)).toHaveLength(2);
  pass(2 * DAY);
  await collectAndLog(deps);
  expect(await log(id)).toHaveLength(1);
});

test("delays grow, whatever chance says", () => {
  const luck = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), luck, luck, (attempts, one, other) => {
      const delay = retryDelay("image.uploaded", attempts, one)!;
      expect(Number.isInteger(delay)).toBe(true);
      expect(retryDelay("image.uploaded", attempts + 1, other)).toBeGreaterThan(delay);
    }),
  );
  expect(retryDelay("image.uploaded", 8, 0)).toBeUndefined();
});
