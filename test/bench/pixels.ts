/**
 * Measures the pixel path beside its peers: a process for each engine, all of them asked in turn, A B C A B C.
 *
 *   node test/bench/pixels.ts --images FOLDER [--runs 15] [--job TEXT] [--json FILE]
 *
 * A result whose picture is not the one wanted gets no time.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { ENGINES, type EngineName } from "./engines.ts";
import { JOBS, withoutMetadata, type Job } from "./jobs.ts";
import type { Answer, Request } from "./runner.ts";
import { ssim } from "./ssim.ts";

/** Below this, a picture is another one. */
const LEAST_SSIM = 0.9;
const WARM_UP = 5;

const { values } = parseArgs({
  options: {
    images: { type: "string" },
    runs: { type: "string", default: "15" },
    job: { type: "string", default: "" },
    json: { type: "string" },
  },
});
if (!values.images) throw new Error("Expected a folder of images for `--images`.");
const folder = values.images;
const names = Object.keys(ENGINES) as EngineName[];

interface Row {
  readonly job: string;
  readonly engine: EngineName;
  readonly runtime: string;
  /** Median, and half of the runs lie between these. */
  readonly ms: number | null;
  readonly spread: readonly [number, number];
  /** Median of the ratios of neighbouring runs. */
  readonly ratioToSharp: number | null;
  readonly peakBytes: number;
  readonly bytes: number;
  readonly ssim: number;
}

function start(name: EngineName): ChildProcess {
  return fork(new URL("runner.ts", import.meta.url), [name], { serialization: "advanced" });
}

async function ask(child: ChildProcess, request: Request): Promise<Answer> {
  child.send(request);
  const [answer] = (await once(child, "message")) as [Answer];
  return answer;
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function median(numbers: readonly number[]): number {
  return quantile(
    numbers.toSorted((a, b) => a - b),
    0.5,
  );
}

async function reference(job: Job, path: string): Promise<Uint8Array> {
  const pixels = await sharp(withoutMetadata(await readFile(path)))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = pixels.info;
  return sharp(pixels.data, { raw: { width, height, channels: 3 } })
    .resize(job.width, job.height, { fit: "fill" })
    .ensureAlpha()
    .raw()
    .toBuffer();
}

async function measure(job: Job): Promise<Row[]> {
  const path = `${folder}/${job.file}`;
  const expected = await reference(job, path);
  const children = names.map(start);
  const times = names.map((): number[] => []);
  const last: (Answer | undefined)[] = [];
  for (let run = -WARM_UP; run < Number(values.runs); run++) {
    for (const [i, child] of children.entries()) {
      const answer = await ask(child, { job, path, show: run === -WARM_UP });
      if (run === -WARM_UP) last[i] = answer;
      else if (run >= 0) {
        times[i]?.push(answer.ms);
        last[i] = { ...answer, ...(last[i]?.result && { result: last[i].result }) };
      }
    }
  }
  for (const child of children) child.disconnect();

  const theirs = times[names.indexOf("sharp")] ?? [];
  const rows: Row[] = [];
  for (const [i, engine] of names.entries()) {
    const result = last[i]?.result ?? new Uint8Array();
    const shown = job.does === "pixels" ? result : await sharp(result).ensureAlpha().raw().toBuffer();
    const likeness = ssim(shown, expected, job.width, job.height);
    const right = likeness >= LEAST_SSIM;
    const sorted = (times[i] ?? []).toSorted((a, b) => a - b);
    rows.push({
      job: job.name,
      engine,
      runtime: `node ${process.versions.node}`,
      ms: right ? quantile(sorted, 0.5) : null,
      spread: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
      ratioToSharp: right
        ? median((times[i] ?? []).map((ms, run) => ms / (theirs[run] ?? Number.NaN)))
        : null,
      peakBytes: last[i]?.peakBytes ?? 0,
      bytes: last[i]?.bytes ?? 0,
      ssim: likeness,
    });
    process.stdout.write(`${describe(rows.at(-1)!)}\n`);
  }
  return rows;
}

function describe(row: Row): string {
  const time = row.ms === null ? "wrong picture" : `${row.ms.toFixed(1)} ms`;
  return [
    row.job.padEnd(22),
    row.engine.padEnd(10),
    time.padStart(10),
    `(${row.spread.map((ms) => ms.toFixed(1)).join("–")})`.padEnd(16),
    `ratio ${row.ratioToSharp?.toFixed(2) ?? "–"}`.padEnd(12),
    `${(row.peakBytes / 2 ** 20).toFixed(1)} MiB`.padStart(10),
    `${row.bytes} bytes`.padStart(15),
    `SSIM ${row.ssim.toFixed(4)}`,
  ].join(" ");
}

const all: Row[] = [];
for (const job of JOBS.filter(({ name }) => name.includes(values.job))) all.push(...(await measure(job)));
if (values.json) await writeFile(values.json, `${JSON.stringify(all, undefined, 2)}\n`);
