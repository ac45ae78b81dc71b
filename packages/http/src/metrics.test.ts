import { createMemoryBlobStore, createDerivedCache } from "@darkroom/storage";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { COUNTED, READ } from "./metrics/table.ts";
import { ACCOUNT, API, KEY, ORIGIN, startApp, TOKEN, upload, type App } from "./testing/start-app.ts";

const METRICS = `${ORIGIN}/metrics`;
const IMAGE = `${ORIGIN}/${ACCOUNT.hash}/flower/public`;

let app: App;
beforeEach(() => {
  app = startApp();
});

/** Every line with a number: the number by the text before it. */
async function metrics(from = app): Promise<Readonly<Record<string, number>>> {
  const text = await (await from.callMetrics(METRICS)).text();
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.lastIndexOf(" ");
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

const get = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  app.call(url, { headers });

describe("the metrics on the port of the server", () => {
  test("are for the operator, by token or by key", async () => {
    for (const headers of [TOKEN, KEY]) {
      const response = await get(METRICS, headers);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(await response.text()).toContain("# TYPE darkroom_delivery_cache_total counter\n");
    }
  });

  test("are for nobody else, whatever his scope", async () => {
    const made = await app.call(API.replace("images/v1", "tokens"), {
      method: "POST",
      headers: { ...TOKEN, "content-type": "application/json" },
      body: JSON.stringify({ name: "all of it", scope: "admin" }),
    });
    const { result } = (await made.json()) as { readonly result: { readonly value: string } };
    const asked = [
      [{}, 401],
      [{ authorization: "Bearer wrong" }, 403],
      [{ authorization: `Bearer ${result.value}` }, 403],
    ] as const;
    for (const [headers, status] of asked) {
      const response = await get(METRICS, headers);
      expect(response.status).toBe(status);
      expect(await response.text()).not.toContain("darkroom_");
    }
  });

  test("take no other method", async () => {
    expect((await app.call(METRICS, { method: "POST", headers: TOKEN })).status).toBe(405);
    const head = await app.call(METRICS, { method: "HEAD", headers: TOKEN });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });
});

describe("the port of the metrics", () => {
  test("is open, and has nothing else", async () => {
    expect((await app.callMetrics(METRICS)).status).toBe(200);
    await upload(app, { id: "flower" });
    for (const url of [ORIGIN, API, IMAGE, `${METRICS}/x`, `${ORIGIN}/healthz`]) {
      expect((await app.callMetrics(url, { headers: TOKEN })).status).toBe(404);
    }
    expect((await app.callMetrics(METRICS, { method: "DELETE" })).status).toBe(405);
  });
});

describe("requests are counted", () => {
  test("by the template of their route", async () => {
    await upload(app, { id: "a/b" });
    await get(`${API}/a/b`, TOKEN);
    await get(`${API}/nowhere`, TOKEN);
    await get(`${ORIGIN}/${ACCOUNT.hash}/a/b/public`);
    await get(`${ORIGIN}/public/a/b`);
    await get(`${ORIGIN}/healthz`);
    const counted = await metrics();
    const requests = (method: string, route: string, status: number): number | undefined =>
      counted[`darkroom_http_requests_total{method="${method}",route="${route}",status="${status}"}`];
    const images = "/client/v4/accounts/:account/images/v1";
    expect(requests("POST", images, 200)).toBe(1);
    expect(requests("GET", `${images}/*image`, 200)).toBe(1);
    expect(requests("GET", `${images}/*image`, 404)).toBe(1);
    expect(requests("GET", "/:hash/*image/:variant", 200)).toBe(2);
    expect(requests("GET", "/healthz", 200)).toBe(1);
    expect(counted['darkroom_http_request_duration_seconds_count{route="/:hash/*image/:variant"}']).toBe(2);
  });

  test("in as many series as before, whatever strangers ask for", async () => {
    const ask = async (word: string): Promise<void> => {
      for (const path of [
        `/${word}`,
        `/${word}/${word}`,
        `/${ACCOUNT.hash}/${word}/${word}`,
        `/${ACCOUNT.hash}/${word}/w=${word}`,
        `/upload/${word}/${word}`,
        `/dashboard/${word}`,
        `/client/v4/${word}`,
        `/client/v4/accounts/${word}/images/v1`,
        `/client/v4/accounts/${ACCOUNT.tag}/images/v1/${word}`,
      ]) {
        await app.call(ORIGIN + path, {
          method: word,
          headers: { ...TOKEN, "user-agent": word, accept: word },
        });
        await get(ORIGIN + path, { "user-agent": word, authorization: `Bearer ${word}` });
        await get(ORIGIN + path);
      }
    };
    await ask("walrus");
    const before = Object.keys(await metrics());
    for (const word of ["otter", "beaver"]) await ask(word);
    const after = await metrics();
    expect(Object.keys(after)).toEqual(before);
    expect(JSON.stringify(after)).not.toMatch(/walrus|otter|beaver/i);
    expect(Object.keys(after).some((name) => name.includes('method="other"'))).toBe(true);
  });

  test("with the bytes that were announced, unless they were refused", async () => {
    const patch = (body: string, headers: Record<string, string>): Promise<Response> =>
      app.call(`${API}/config`, {
        method: "PATCH",
        headers: { "content-type": "application/json", "content-length": String(body.length), ...headers },
        body,
      });
    await patch('{"browser_ttl":3600}', TOKEN);
    await patch('{"browser_ttl":3601}', {});
    await patch('{"browser_ttl":1}', TOKEN);
    const route = "/client/v4/accounts/:account/images/v1/config";
    expect((await metrics())[`darkroom_http_request_bytes_total{route="${route}"}`]).toBe(20);
  });

  test("with the code of their refusal", async () => {
    await get(IMAGE);
    await get(IMAGE);
    await get(API);
    expect(await metrics()).toMatchObject({
      'darkroom_http_rejections_total{code="image_missing"}': 2,
      'darkroom_http_rejections_total{code="credential_missing"}': 1,
    });
  });
});

describe("deliveries are counted", () => {
  test("as computed, from the cache, or unchanged", async () => {
    await upload(app, { id: "flower" });
    const first = await get(IMAGE);
    await get(IMAGE);
    await get(IMAGE, { "if-none-match": first.headers.get("etag")! });
    await app.call(IMAGE, { method: "HEAD" });
    await get(IMAGE, TOKEN);
    expect(await metrics()).toMatchObject({
      'darkroom_delivery_cache_total{result="miss"}': 1,
      'darkroom_delivery_cache_total{result="hit"}': 3,
      'darkroom_delivery_cache_total{result="unchanged"}': 1,
      // What a HEAD would have brought was not sent.
      'darkroom_delivery_bytes_total{format="png"}': 3 * "a png".length,
      darkroom_cache_bytes: "a png".length,
    });
  });

  test("by the steps of their computation", async () => {
    app = startApp({
      renderer: {
        concurrency: 1,
        memoryBytes: 1e6,
        render: async ({ plan }) => ({
          bytes: new Uint8Array(1),
          stepMs: plan.steps.map((_, index) => 40 + index),
        }),
      },
    });
    await upload(app, { id: "flower" });
    await get(IMAGE, { accept: "image/webp" });
    expect(await metrics()).toMatchObject({
      'darkroom_render_seconds_sum{step="decode",format="png"}': 0.04,
      'darkroom_render_seconds_sum{step="encode",format="webp"}': 0.041,
      'darkroom_render_seconds_bucket{step="encode",format="webp",le="0.025"}': 0,
      'darkroom_render_seconds_bucket{step="encode",format="webp",le="0.05"}': 1,
    });
  });
});

describe("queues", () => {
  test("show who is served and who waits, and for how long they waited", async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let time = 1_600_000_000_000;
    let renders = 0;
    app = startApp({
      now: () => time,
      renderer: {
        concurrency: 1,
        memoryBytes: 1e6,
        async render() {
          const turn = renders++;
          begun[turn]!.resolve();
          await gates[turn]!.promise;
          return { bytes: new Uint8Array(1), stepMs: [] };
        },
      },
    });
    await upload(app, { id: "flower" });
    const first = get(IMAGE, { accept: "image/webp" });
    await begun[0]!.promise;
    const second = get(IMAGE, { accept: "image/png" });
    const during = await vi.waitFor(async () => {
      const counted = await metrics();
      expect(counted['darkroom_queue_waiting{queue="pixels"}']).toBe(1);
      return counted;
    });
    expect(during).toMatchObject({
      'darkroom_queue_running{queue="pixels"}': 1,
      'darkroom_queue_waiting{queue="pixels"}': 1,
      'darkroom_queue_places{queue="pixels"}': 4,
      darkroom_render_limit_bytes: 1e6,
    });
    expect(during["darkroom_render_predicted_bytes"]).toBeGreaterThan(0);
    time += 700;
    for (const gate of gates) gate.resolve();
    await Promise.all([first, second]);
    expect(await metrics()).toMatchObject({
      'darkroom_queue_running{queue="pixels"}': 0,
      'darkroom_queue_waiting{queue="pixels"}': 0,
      darkroom_render_predicted_bytes: 0,
      'darkroom_queue_wait_seconds_count{queue="pixels"}': 2,
      'darkroom_queue_wait_seconds_sum{queue="pixels"}': 0.7,
    });
  });
});

describe("a runtime", () => {
  const NAMES = [...Object.values(COUNTED), ...Object.values(READ)].map(({ name }) => name);
  const namesOf = async (): Promise<readonly string[]> => {
    const text = await (await app.callMetrics(METRICS)).text();
    return [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);
  };

  test("that knows everything has every metric of the table", async () => {
    const renderer = { ...startApp().deps.renderer, recycled: () => ({ failed: 1, grown: 2, spare: 3 }) };
    const vitals = () => ({ residentBytes: 5, heapBytes: 6, cpuSeconds: 7.5 });
    app = startApp({ renderer, vitals });
    await upload(app, { id: "flower" });
    await get(IMAGE);
    await get(`${ORIGIN}/nothing`);
    const type = { "content-type": "application/json", "content-length": "20" };
    const body = '{"browser_ttl":null}';
    await app.call(`${API}/config`, { method: "PATCH", headers: { ...TOKEN, ...type }, body });
    expect(await namesOf()).toEqual(NAMES);
    expect(await metrics()).toMatchObject({
      'darkroom_codec_instances_recycled_total{reason="grown"}': 2,
      process_resident_memory_bytes: 5,
      process_heap_bytes: 6,
      process_cpu_seconds_total: 7.5,
      process_start_time_seconds: 1_600_000_000,
      'darkroom_info{runtime="test"}': 1,
    });
  });

  test("leaves out what it does not know", async () => {
    const derived = createDerivedCache({ store: createMemoryBlobStore(), quotaBytes: 1 });
    app = startApp({ derived: { ...derived, quotaBytes: undefined } });
    const names = await namesOf();
    for (const name of [
      READ.cacheBytes.name,
      READ.cacheQuota.name,
      READ.recycled.name,
      READ.residentBytes.name,
      READ.cpuSeconds.name,
    ]) {
      expect(names).not.toContain(name);
    }
  });
});
