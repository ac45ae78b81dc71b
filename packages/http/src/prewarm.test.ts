import { describe, expect, test } from "vitest";
import type { PrewarmAnswer } from "./answers.ts";
import type { AppDeps } from "./deps.ts";
import { startSizedApp } from "./testing/sized-app.ts";
import { ACCOUNT, form, ORIGIN, PIXEL, TOKEN } from "./testing/start-app.ts";

const IMAGES = ["a", "b", "c", "d"];

/** A PNG of one pixel, and so many zeros after it: another original for each number. */
const original = (zeros: number): Blob => new Blob([PIXEL, new Uint8Array(zeros)]);

/** An account with four images, two of them ann's, whose images each take ten milliseconds. */
async function start(change: Partial<AppDeps> = {}, settings: Partial<AppDeps["settings"]> = {}) {
  const clock = { now: 1_600_000_000_000 };
  let renders = 0;
  const app = startSizedApp(settings, {
    now: () => clock.now,
    renderer: {
      concurrency: 2,
      memoryBytes: 1_000_000_000,
      async render({ plan: { output } }) {
        renders += 1;
        clock.now += 10;
        return { bytes: new TextEncoder().encode(`${output.width} ${output.format}`), stepMs: [] };
      },
    },
    ...change,
  });

  async function add(id: string, fields: Record<string, string | Blob> = {}): Promise<void> {
    const url = `${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/images/v1`;
    const body = form({ id, file: original(id.charCodeAt(0)), ...fields });
    const { status } = await app.call(url, { method: "POST", headers: TOKEN, body });
    expect(status).toBe(200);
  }

  async function prewarm(body: unknown) {
    const { status, result, errors } = await app.send("POST", "/../../darkroom/v1/prewarm", body);
    return { status, result: result as unknown as PrewarmAnswer, message: errors[0]?.message };
  }

  async function deliver(id: string, variant: string, headers: HeadersInit = {}) {
    const response = await app.call(`${ORIGIN}/${ACCOUNT.hash}/${id}/${variant}`, { headers });
    return {
      status: response.status,
      text: await response.text(),
      cache: response.headers.get("cache-status"),
    };
  }

  return { ...app, clock, add, prewarm, deliver, renders: () => renders };
}

async function startFilled(change: Partial<AppDeps> = {}) {
  const app = await start(change);
  for (const id of IMAGES) await app.add(id, { creator: id < "c" ? "ann" : "" });
  await app.send("POST", "/variants", { id: "small", options: { width: 10, fit: "squeeze", height: 10 } });
  return app;
}

const WEBP = { variants: ["public"], formats: ["webp"] };
const HIT = "darkroom; hit";

describe("prewarming", () => {
  test.each([
    [{ images: ["a", "c"] }, ["a", "c"]],
    [{ creator: "ann" }, ["a", "b"]],
    [{ creator: null }, ["c", "d"]],
    [{ creator: "nobody" }, []],
    [{ all: true }, IMAGES],
  ])("%j computes what deliveries then find", async (target, warmed) => {
    const app = await startFilled();
    expect(await app.prewarm({ ...target, ...WEBP })).toMatchObject({
      status: 200,
      result: {
        computed: warmed.length,
        cached: 0,
        failed: [],
        spentMs: 10 * warmed.length,
        continuation_token: null,
      },
    });
    expect(await app.prewarm({ ...target, ...WEBP })).toMatchObject({
      result: { computed: 0, cached: warmed.length, spentMs: 0 },
    });
    const renders = app.renders();
    for (const id of warmed)
      expect(await app.deliver(id, "public", { accept: "image/webp" })).toMatchObject({ cache: HIT });
    expect(app.renders()).toBe(renders);
  });

  test("makes the bytes that a delivery makes, for each client and each kind of device", async () => {
    const app = await startFilled();
    const formats = ["webp", "original"];
    expect(await app.prewarm({ images: ["a"], variants: ["default", "small"], formats })).toMatchObject({
      result: { computed: 8, failed: [] },
    });
    const cold = await startFilled();
    for (const accept of ["image/webp,image/apng,*/*;q=0.8", "*/*"]) {
      for (const [variant, device] of [
        ["small", "desktop"],
        ["default", "desktop"],
        ["default", "tablet"],
        ["default", "mobile"],
      ] as const) {
        const headers = { accept, "cf-device-type": device };
        const warm = await app.deliver("a", variant, headers);
        expect(warm).toEqual({ ...(await cold.deliver("a", variant, headers)), cache: HIT });
      }
    }
    expect((await app.cached()).toSorted()).toEqual((await cold.cached()).toSorted());
  });

  test("ends when its budget is spent, and goes on from there until all is done", async () => {
    const app = await startFilled();
    const question = { all: true, variants: ["public", "small"], formats: ["webp"], budgetMs: 25 };
    const answers: PrewarmAnswer[] = [];
    let token: string | null = "";
    while (token !== null) {
      const { result } = await app.prewarm({ ...question, continuation_token: token });
      answers.push(result);
      token = result.continuation_token;
    }
    // 30 ms are over the budget, but what was begun before is finished.
    expect(answers.map(({ computed }) => computed)).toEqual([3, 3, 2]);
    expect(answers.map(({ cached }) => cached)).toEqual([0, 0, 0]);
    expect(await app.cached()).toHaveLength(8);
  });

  test("comes on by one at least, whatever the budget", async () => {
    const app = await startFilled();
    let renders = 0;
    let token: string | null = null;
    do {
      const body = { images: IMAGES, ...WEBP, budgetMs: 1, continuation_token: token };
      const { result } = await app.prewarm(body);
      renders += result.computed;
      token = result.continuation_token;
    } while (token !== null);
    expect(renders).toBe(4);
  });

  test("goes on after images that were deleted meanwhile, and reaches those that were added", async () => {
    const app = await startFilled();
    const question = { all: true, variants: ["public", "small"], formats: ["webp"] };
    const first = await app.prewarm({ ...question, budgetMs: 30 });
    expect(first.result.computed).toBe(3);
    await app.send("DELETE", "/b");
    await app.settled();
    await app.add("e");
    const rest = await app.prewarm({ ...question, continuation_token: first.result.continuation_token });
    // The token stood within b, of which nothing may be passed over of c in its place.
    expect(rest.result).toMatchObject({ computed: 6, failed: [], continuation_token: null });
    for (const variant of ["public", "small"])
      for (const id of ["a", "c", "d", "e"])
        expect(await app.deliver(id, variant, { accept: "image/webp" })).toMatchObject({ cache: HIT });
  });

  test("passes over what cannot be computed, and says what", async () => {
    const app = await startFilled();
    const images = ["nowhere", "a"];
    const { result } = await app.prewarm({
      images,
      variants: ["public", "small"],
      formats: ["avif", "webp"],
    });
    expect(result).toMatchObject({ computed: 2, cached: 0, continuation_token: null });
    // These tests have no codec for AVIF.
    expect(result.failed).toEqual([
      { image: "nowhere", variant: "public", code: "image_missing", message: "Image not found." },
      { image: "a", variant: "public", code: "codec_missing", message: expect.any(String) },
      { image: "a", variant: "small", code: "codec_missing", message: expect.any(String) },
    ]);
  });

  test("ends after a hundred failures, and can go on", async () => {
    const app = await startFilled();
    const images = Array.from({ length: 150 }, (_, index) => `none-${index}`);
    const first = await app.prewarm({ images, ...WEBP });
    expect(first.result.failed).toHaveLength(100);
    const second = await app.prewarm({
      images,
      ...WEBP,
      continuation_token: first.result.continuation_token,
    });
    expect(second.result.failed.map(({ image }) => image)).toEqual(images.slice(100));
    expect(second.result.continuation_token).toBe(null);
  });

  test("fails as a whole when the store is away", async () => {
    const app = await startFilled();
    app.blobs.get = () =>
      Promise.reject(Object.assign(new Error("away"), { name: "StorageError", code: "store_unavailable" }));
    expect((await app.prewarm({ all: true, ...WEBP })).status).toBe(503);
  });

  test("shares its work with a delivery of the same that comes meanwhile", async () => {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    let renders = 0;
    const app = await startFilled({
      renderer: {
        concurrency: 2,
        memoryBytes: 1_000_000_000,
        async render() {
          renders += 1;
          begun.resolve();
          await gate.promise;
          return { bytes: new Uint8Array([1]), stepMs: [] };
        },
      },
    });
    const prewarmed = app.prewarm({ images: ["a"], ...WEBP });
    await begun.promise;
    const delivered = app.deliver("a", "public", { accept: "image/webp" });
    gate.resolve();
    expect(await delivered).toMatchObject({ status: 200, text: "\u0001" });
    expect(await prewarmed).toMatchObject({ result: { computed: 1, cached: 0 } });
    expect(renders).toBe(1);
  });

  test("waits while visitors are served, and computes nothing that one of them is at", async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const rendered: string[] = [];
    const app = await startFilled({
      renderer: {
        concurrency: 1,
        memoryBytes: 1_000_000_000,
        async render({ plan: { output } }) {
          rendered.push(`${output.width} ${output.format}`);
          begun.resolve();
          await gate.promise;
          return { bytes: new Uint8Array([1]), stepMs: [] };
        },
      },
    });
    const first = app.deliver("a", "small", { accept: "image/webp" });
    await begun.promise;
    const prewarmed = app.prewarm({ images: ["a"], variants: ["public", "small"], formats: ["webp"] });
    const second = app.deliver("b", "small", { accept: "*/*" });
    gate.resolve();
    await Promise.all([first, second]);
    expect(await prewarmed).toMatchObject({ result: { computed: 1, cached: 1 } });
    expect(rendered).toEqual(["10 webp", "10 png", "1 webp"]);
  });

  test("gives the thread that answers time for visitors, where renders take it", async () => {
    const events: string[] = [];
    const app = await startFilled({
      renderer: {
        concurrency: 1,
        memoryBytes: 1_000_000_000,
        async pause() {
          events.push("pause");
          // Whoever was not heard while the thread computed comes now, and before the next that nobody waits for.
          if (events.length === 3) await app.deliver("b", "small", { accept: "image/webp" });
        },
        async render({ plan: { output } }) {
          events.push(`${output.width} ${output.format}`);
          return { bytes: new Uint8Array([1]), stepMs: [] };
        },
      },
    });
    await app.prewarm({ images: ["a"], variants: ["public", "small"], formats: ["webp"] });
    expect(events).toEqual(["pause", "1 webp", "pause", "10 webp", "10 webp"]);
    await app.prewarm({ images: ["a"], variants: ["public"], formats: ["webp"] });
    expect(events).toHaveLength(5);
  });

  test("does not bring back what is purged meanwhile", async () => {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const app = await startFilled({
      renderer: {
        concurrency: 2,
        memoryBytes: 1_000_000_000,
        async render() {
          begun.resolve();
          await gate.promise;
          return { bytes: new Uint8Array([1]), stepMs: [] };
        },
      },
    });
    const prewarmed = app.prewarm({ images: ["a"], ...WEBP });
    await begun.promise;
    await app.send("POST", "/../../darkroom/v1/purge", { all: true });
    gate.resolve();
    await prewarmed;
    expect(await app.cached()).toEqual([]);
  });

  test.each<[object | string, number, string]>([
    [{ all: true }, 400, "`variants`"],
    [{ variants: ["public"] }, 400, "one of `images`, `creator`, `all` but received none"],
    [{ all: true, images: ["a"], ...WEBP }, 400, "received `images` and `all`"],
    [{ all: 1, ...WEBP }, 400, "`all`"],
    [{ images: "a", ...WEBP }, 400, "`images`"],
    [{ images: [], ...WEBP }, 400, "`images`"],
    [{ images: ["a", 7], ...WEBP }, 400, "`images`"],
    [{ creator: {}, ...WEBP }, 400, "`creator`"],
    [{ all: true, variants: [] }, 400, "`variants`"],
    [{ all: true, variants: ["public", "public"] }, 400, "none twice"],
    [{ all: true, variants: ["nowhere", "public", "w=1"] }, 404, '"nowhere", "w=1"'],
    [{ all: true, variants: ["public"], formats: ["jpeg"] }, 400, "`formats`"],
    [{ all: true, variants: ["public"], formats: [] }, 400, "`formats`"],
    [{ all: true, ...WEBP, budgetMs: 0 }, 400, "`budgetMs`"],
    [{ all: true, ...WEBP, budgetMs: 60_001 }, 400, "`budgetMs`"],
    [{ all: true, ...WEBP, budgetMs: "10" }, 400, "`budgetMs`"],
    [{ all: true, ...WEBP, continuation_token: "x" }, 400, "`continuation_token`"],
    [{ all: true, ...WEBP, continuation_token: {} }, 400, "`continuation_token`"],
    [{ all: true, ...WEBP, budget: 1 }, 400, "`budgetMs`"],
    ["{", 400, "JSON"],
  ])("%j is refused with a sentence", async (body, status, sentence) => {
    const app = await startFilled();
    const answer = await app.prewarm(body);
    expect([answer.status, answer.message]).toEqual([status, expect.stringContaining(sentence)]);
    expect(app.renders()).toBe(0);
  });

  test("is of a thousand ids at most", async () => {
    const app = await startFilled();
    const images = Array.from({ length: 1001 }, () => "a");
    expect(await app.prewarm({ images, ...WEBP })).toMatchObject({ status: 400 });
    expect(await app.prewarm({ images: images.slice(1), ...WEBP })).toMatchObject({ status: 200 });
  });

  test("takes a token for the question that it was given to, and no other", async () => {
    const app = await startFilled();
    const question = { all: true, ...WEBP, budgetMs: 1 };
    const { continuation_token } = (await app.prewarm(question)).result;
    for (const change of [
      { all: undefined, creator: "ann" },
      { all: undefined, images: ["a"] },
      { variants: ["small"] },
      { formats: ["original"] },
      { continuation_token: continuation_token!.replace(/\.\d+$/, ".7") },
    ]) {
      const { status } = await app.prewarm({ ...question, continuation_token, ...change });
      expect({ change, status }).toEqual({ change, status: 400 });
    }
    expect((await app.prewarm({ ...question, continuation_token, budgetMs: 1000 })).result).toMatchObject({
      computed: 3,
    });
  });
});

describe("an upload to an account that wants variants ahead", () => {
  const want = (app: Awaited<ReturnType<typeof start>>, prewarm: unknown) =>
    app.send("PATCH", "/config", { prewarm });

  test("has them computed after its answer, be it direct or not", async () => {
    const app = await start();
    await app.send("POST", "/variants", { id: "small", options: { width: 10, fit: "squeeze", height: 10 } });
    expect(
      (await want(app, { variants: ["public", "small"], formats: ["webp", "original"] })).result,
    ).toEqual({
      flexible_variants: false,
      browser_ttl: null,
      prewarm: { variants: ["public", "small"], formats: ["webp", "original"] },
    });
    await app.add("a");
    const draft = await app.send("POST", "/direct_upload", { id: "b" });
    const body = form({ file: original(1) });
    await app.call(draft.result["uploadURL"]!, { method: "POST", body });
    await app.settled();
    for (const id of ["a", "b"])
      for (const variant of ["public", "small"])
        for (const accept of ["image/webp", "*/*"])
          expect(await app.deliver(id, variant, { accept })).toMatchObject({ status: 200, cache: HIT });
    expect(app.renders()).toBe(8);
    expect(app.log.join()).toMatch(/"image":"b","computed":4,"cached":0,"failed":0,"ms":\d+,"complete":true/);
  });

  test("is answered before any of it", async () => {
    const gate = Promise.withResolvers<void>();
    const app = await start({
      renderer: {
        concurrency: 2,
        memoryBytes: 1_000_000_000,
        async render() {
          await gate.promise;
          return { bytes: new Uint8Array([1]), stepMs: [] };
        },
      },
    });
    await want(app, WEBP);
    await app.add("a");
    await app.add("b");
    expect(await app.cached()).toEqual([]);
    gate.resolve();
    await app.settled();
    expect(await app.cached()).toHaveLength(2);
  });

  test("stops when the budget of an upload is spent", async () => {
    const app = await start({}, { prewarmMs: 15 });
    await want(app, { variants: ["default"], formats: ["webp"] });
    await app.add("a");
    await app.settled();
    expect(app.renders()).toBe(2);
    expect(app.log.join()).toContain('"complete":false');
  });

  test("computes nothing where the server's budget is 0, nor after it was switched off", async () => {
    const never = await start({}, { prewarmMs: 0 });
    await want(never, WEBP);
    await never.add("a");
    const off = await start();
    await want(off, WEBP);
    expect((await want(off, null)).result).toMatchObject({ prewarm: null });
    await off.add("a");
    for (const app of [never, off]) {
      await app.settled();
      expect(app.renders()).toBe(0);
    }
  });

  test("succeeds whatever becomes of them", async () => {
    const app = await start({
      renderer: {
        concurrency: 2,
        memoryBytes: 1_000_000_000,
        render: () => Promise.reject(new Error("broken")),
      },
    });
    await want(app, WEBP);
    await app.add("a");
    app.deps.accountRecords.getAccountConfig = () => Promise.reject(new Error("away"));
    await app.add("b");
    await app.settled();
    expect(app.log.join()).toContain('"failed":1');
    expect(app.log.join()).toContain("away");
  });

  test("has those that are left when a variant was deleted since", async () => {
    const app = await start();
    await app.send("POST", "/variants", { id: "small", options: { width: 10 } });
    await want(app, { variants: ["small", "public"], formats: ["webp"] });
    await app.send("DELETE", "/variants/small");
    await app.add("a");
    await app.settled();
    expect(app.renders()).toBe(1);
    expect(app.log.join()).toContain('"missing":"small"');
  });

  test("leaves them be when the server closes", async () => {
    const closing = new AbortController();
    const begun = Promise.withResolvers<void>();
    const app = await start({
      closing: closing.signal,
      renderer: {
        concurrency: 2,
        memoryBytes: 1_000_000_000,
        render: (_job, signal) => {
          begun.resolve();
          return new Promise((_resolve, reject) => {
            signal!.addEventListener("abort", () => reject(signal!.reason as Error));
          });
        },
      },
    });
    await want(app, WEBP);
    for (const id of IMAGES) await app.add(id);
    await begun.promise;
    closing.abort();
    await app.settled();
    expect(await app.cached()).toEqual([]);
    expect(app.log.join()).not.toContain("not computed ahead");
  });

  test("waits no longer than the runtime lets deferred work live", async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const app = await start({
      deferMs: 1,
      renderer: {
        concurrency: 1,
        memoryBytes: 1_000_000_000,
        async render() {
          begun.resolve();
          await gate.promise;
          return { bytes: new Uint8Array([1]), stepMs: [] };
        },
      },
    });
    await app.add("a");
    const delivered = app.deliver("a", "public");
    await begun.promise;
    await want(app, WEBP);
    await app.add("b");
    await app.settled();
    expect(app.log.join()).toContain('"computed":0,"cached":0,"failed":0,"ms":0,"complete":false');
    gate.resolve();
    await delivered;
  });

  test.each<[unknown, number, string]>([
    [{}, 400, "`variants`"],
    [[], 400, "`prewarm`"],
    ["public", 400, "`prewarm`"],
    [{ variants: ["public"], format: ["webp"] }, 400, "Did you mean `formats`?"],
    [{ variants: ["public"], formats: ["heic"] }, 400, "`formats`"],
    [{ variants: ["publik"] }, 404, '"publik"'],
    [{ variants: [7] }, 400, "`variants`"],
  ])("is not asked for by %j", async (prewarm, status, sentence) => {
    const app = await start();
    const answer = await want(app, prewarm);
    expect([answer.status, answer.errors[0]?.message]).toEqual([status, expect.stringContaining(sentence)]);
    expect((await app.send("GET", "/config")).result).toMatchObject({ prewarm: null });
  });

  test("wants AVIF and WebP unless it says more", async () => {
    const app = await start();
    expect((await want(app, { variants: ["public"] })).result).toMatchObject({
      prewarm: { variants: ["public"], formats: ["avif", "webp"] },
    });
  });
});
