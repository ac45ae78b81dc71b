import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { METRICS } from "@darkroom/http";
import { describe, expect, test } from "vitest";
import { fixture } from "../harness/fixtures.ts";
import { RUNTIMES, WORKERD, type Runtime } from "../harness/runtimes.ts";
import { CREDENTIALS, ROOT, runToExit, startProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { faultsOf, skipReason } from "./promtool.ts";

const reason = await skipReason();
const NAMES = METRICS.map(({ name }) => name);

/** What a Worker is not told: time while it computes, its memory, and what its bucket holds. */
const UNKNOWN_TO_WORKERS: ReadonlySet<string> = new Set([
  "darkroom_render_seconds",
  "darkroom_cache_bytes",
  "darkroom_cache_quota_bytes",
  "process_resident_memory_bytes",
  "process_heap_bytes",
  "process_cpu_seconds_total",
]);

const hasOwnPort = ({ name }: Runtime): boolean => name !== WORKERD.name;

/** The metrics of a server on which an image was uploaded, delivered twice and missed once. */
async function metricsOf(runtime: Runtime): Promise<string> {
  await using folder = await temporaryFolder();
  const port: Record<string, string> = hasOwnPort(runtime) ? { DARKROOM_METRICS_PORT: "0" } : {};
  await using server = await startProcess(join(folder.path, "data"), { ...CREDENTIALS, ...port }, runtime);
  const form = new FormData();
  form.append("id", "flower");
  form.append("file", new Blob([await fixture("photos/adobe-rgb-600.jpg")]));
  const uploaded = await fetch(server.api, { method: "POST", headers: server.tokenHeaders, body: form });
  expect(uploaded.status).toBe(200);
  for (const path of ["/public/flower", "/public/flower", "/public/nowhere"]) {
    await (await fetch(server.url + path, { headers: { accept: "image/webp" } })).arrayBuffer();
  }
  const own = /Metrics on (\S+)/.exec(server.output())?.[1];
  expect(own !== undefined).toBe(hasOwnPort(runtime));
  const response = await fetch(own ?? `${server.url}/metrics`, {
    headers: own === undefined ? server.tokenHeaders : {},
  });
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; ?version=0\.0\.4; ?charset=utf-8$/i);
  return response.text();
}

describe.each(RUNTIMES)("the metrics of $name", (runtime) => {
  test("are those of the table, with what happened, and as Prometheus wants them", async () => {
    const text = await metricsOf(runtime);
    const found = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(found).toEqual(NAMES.filter((name) => hasOwnPort(runtime) || !UNKNOWN_TO_WORKERS.has(name)));
    expect(text).toContain('\ndarkroom_delivery_cache_total{result="hit"} 1\n');
    expect(text).toContain('\ndarkroom_delivery_cache_total{result="miss"} 1\n');
    expect(text).toContain('\ndarkroom_http_rejections_total{code="image_missing"} 1\n');
    if (hasOwnPort(runtime)) {
      expect(text).toContain('\ndarkroom_render_seconds_count{step="encode",format="webp"} 1\n');
      expect(Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(2 ** 24);
    }
    if (reason === undefined) expect(await faultsOf(text)).toBe("");
  });
});

test("promtool, where it is installed, finds what is wrong", { skip: reason !== undefined }, async () => {
  expect(await faultsOf("darkroom_things_total 1\n")).toContain("no help text");
  expect(await faultsOf("not a metric\n")).toContain("promtool ended with");
});

test("a Worker says that it opens no port for them", async () => {
  await using folder = await temporaryFolder();
  const environment = { ...CREDENTIALS, DARKROOM_DATA: folder.path, DARKROOM_METRICS_PORT: "0" };
  const { code, output } = await runToExit(environment, [], WORKERD);
  expect(code).toBe(1);
  expect(output).toContain("`DARKROOM_METRICS_PORT` is set, but a Worker opens no ports.");
});

test("the guide names every metric", async () => {
  const guide = await readFile(join(ROOT, "packages/http/guides/metrics.md"), "utf8");
  expect(NAMES.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});
