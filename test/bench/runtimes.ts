/**
 * Times the pixel path of the three runtimes from outside: each serves the same photo under ever new keys, so that
 * every delivery is computed, and is asked in turn, A B C A B C. What is timed is the whole request, from its first
 * byte to the last of the answer: reading the original, decoding, resizing, encoding, writing the cache.
 *
 *   npm run bench:runtimes -- [--photo FILE] [--runs 9] [--json FILE]
 */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { uploaded } from "../harness/client.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const DEFAULT_PHOTO = new URL("../fixtures/photos/12mp-iphone-city.jpg", import.meta.url);
const WARM_UP = 3;

/** Deliveries of the `default` variant: a device each, and what its client takes. */
const JOBS = [
  { job: "to a phone as JPEG", device: "mobile", accept: "image/jpeg" },
  { job: "to a phone as WebP", device: "mobile", accept: "image/webp" },
  { job: "to a phone as AVIF", device: "mobile", accept: "image/avif" },
  { job: "to a desktop as JPEG", device: "desktop", accept: "image/jpeg" },
] as const;

interface Row {
  readonly job: string;
  readonly runtime: string;
  readonly ms: number;
  readonly spread: readonly [number, number];
  readonly ratioToNode: number;
  readonly bytes: number;
  readonly sha256: string;
}

interface Timing {
  readonly ms: number;
  readonly body: Buffer;
}

/** The photo with bytes after its end, which decoders ignore and hashes do not. */
function madeNew(photo: Uint8Array, run: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([photo, Buffer.from(`run ${run}`)]));
}

async function deliver(
  server: ServedProcess,
  photo: Uint8Array<ArrayBuffer>,
  { device, accept }: (typeof JOBS)[number],
): Promise<Timing> {
  const { id, url } = await uploaded(server, photo, "default");
  const begun = performance.now();
  const response = await fetch(url, { headers: { accept, "cf-device-type": device } });
  const body = Buffer.from(await response.arrayBuffer());
  const ms = performance.now() - begun;
  if (response.status !== 200) throw new Error(`${response.status}: ${body.toString()}`);
  await fetch(`${server.api}/${id}`, { method: "DELETE", headers: server.tokenHeaders });
  return { ms, body };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { photo: { type: "string" }, runs: { type: "string", default: "9" }, json: { type: "string" } },
  });
  const photo = await readFile(values.photo ?? DEFAULT_PHOTO);
  const runs = Number(values.runs);
  await using folder = await temporaryFolder();
  const servers = new Map<string, ServedProcess>();
  try {
    for (const runtime of RUNTIMES) {
      process.stderr.write(`starting ${runtime.name}\n`);
      servers.set(runtime.name, await startProcess(join(folder.path, runtime.name), {}, runtime));
    }
    const rows: Row[] = [];
    let serial = 0;
    for (const job of JOBS) {
      const timings = new Map<string, Timing[]>([...servers.keys()].map((name) => [name, []]));
      for (let run = 0; run < WARM_UP + runs; run++) {
        const bytes = madeNew(photo, serial++);
        for (const [name, server] of servers) {
          const timing = await deliver(server, bytes, job);
          if (run >= WARM_UP) timings.get(name)!.push(timing);
        }
        process.stderr.write(`\r${job.job}: ${run + 1} of ${WARM_UP + runs} `);
      }
      process.stderr.write("\n");
      rows.push(...rowsOf(job.job, timings));
    }
    process.stdout.write(`${table(rows)}\n`);
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);
  } finally {
    for (const server of servers.values()) await server[Symbol.asyncDispose]();
  }
}

/** A runtime whose bytes are not Node's gets no time: it did something else. */
function rowsOf(job: string, timings: ReadonlyMap<string, readonly Timing[]>): Row[] {
  const node = timings.get("Node")!;
  return [...timings].map(([runtime, each]) => {
    const sums = each.map(({ body }) => createHash("sha256").update(body).digest("hex"));
    const different = sums.some((sum) => sum !== createHash("sha256").update(node[0]!.body).digest("hex"));
    if (different) throw new Error(`${runtime} gives other bytes than Node ${job}.`);
    const times = each.map(({ ms }) => ms);
    const ratios = each.map(({ ms }, index) => ms / node[index]!.ms);
    return {
      job,
      runtime,
      ms: quantile(times, 0.5),
      spread: [quantile(times, 0.25), quantile(times, 0.75)],
      ratioToNode: quantile(ratios, 0.5),
      bytes: each[0]!.body.length,
      sha256: sums[0]!,
    };
  });
}

function table(rows: readonly Row[]): string {
  return [
    "| 12 MP photo | runtime | ms (median) | half of the runs | to Node | bytes |",
    "|---|---|---|---|---|---|",
    ...rows.map(({ job, runtime, ms, spread, ratioToNode, bytes }) => {
      const [low, high] = spread.map((value) => value.toFixed(0));
      return `| ${job} | ${runtime} | ${ms.toFixed(0)} | ${low}–${high} | ${ratioToNode.toFixed(2)} | ${bytes} |`;
    }),
  ].join("\n");
}

if (import.meta.main) await main();
