/** Measures the pixel path beside its peers; see README.md. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chart } from "./chart.ts";
import { ENGINES, type EngineEntry, type EngineName } from "./engines/index.ts";
import { hasPeer } from "./engines/peers.ts";
import { FIXTURE_JOBS, JOBS, type Job } from "./jobs.ts";
import { markdown } from "./markdown.ts";
import { measure, type Contender, type Row } from "./measure.ts";

const HELP = `Measures Darkroom's pixel path beside sharp, wasm-vips, jSquash and Photon.

  npm run bench:pixels -- [options]

  --images FOLDER    the pictures of the table of targets; without it, those of test/fixtures/photos
  --json FILE        writes the results there after each job, and beside them a table (.md) and a chart (.svg)
  --resume           goes on with that file: jobs that it has are not measured again
  --job TEXT         only jobs whose name contains it
  --engines A,B      only these engines: ${Object.keys(ENGINES).join(", ")}
  --runs 15          runs of each engine and job, after 4 to warm up
  --seconds 30       after so long a job ends with fewer runs, though with 5 at least
  --runtime bun      runs ours with Bun as well
  --help             shows this

Ours needs nothing installed but the project. The peers are installed by:
  npm ci --prefix test/bench/peers
`;

const { values } = parseArgs({
  options: {
    images: { type: "string" },
    json: { type: "string" },
    resume: { type: "boolean", default: false },
    job: { type: "string", default: "" },
    engines: { type: "string", default: Object.keys(ENGINES).join(",") },
    runs: { type: "string", default: "15" },
    seconds: { type: "string", default: "30" },
    runtime: { type: "string", default: "node" },
    help: { type: "boolean", default: false },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const contenders = whoRuns();
  const jobs = (values.images === undefined ? FIXTURE_JOBS : JOBS).filter(({ name }) =>
    name.includes(values.job),
  );
  const images = values.images ?? fileURLToPath(new URL("../fixtures/photos", import.meta.url));
  const scratch = await mkdtemp(join(tmpdir(), "darkroom-bench-"));
  const settings = { images, scratch, runs: Number(values.runs), secondsEach: Number(values.seconds) };
  const rows = await earlierRows();
  const isDone = (job: Job): boolean => rows.some((row) => row.job === job.name);
  const left = jobs.filter((job) => !isDone(job));
  const start = performance.now();
  try {
    for (const [done, job] of left.entries()) {
      const minutes = ((performance.now() - start) / 60_000 / done) * (left.length - done);
      say(
        `\n${job.name} (${done + 1} of ${left.length}${done > 0 ? `, about ${minutes.toFixed(1)} minutes left` : ""})`,
      );
      try {
        const measured = await measure(job, contenders, settings);
        for (const row of measured) say(`  ${describe(row)}`);
        rows.push(...measured);
        await keep(rows, jobs);
      } catch (error) {
        say(`  not measured: ${String(error)}`);
        process.exitCode = 1;
      }
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
  if (values.json === undefined) say("\nNothing is written: `--json FILE` keeps the results.");
  else say(`\nThe results are in ${values.json}, the table and the chart beside it.`);
}

/** The rows of the file that `--resume` goes on with. */
async function earlierRows(): Promise<Row[]> {
  if (!values.resume || values.json === undefined || !existsSync(values.json)) return [];
  return JSON.parse(await readFile(values.json, "utf8")) as Row[];
}

/** Writes what is known so far, in the order of the jobs. */
async function keep(rows: readonly Row[], jobs: readonly Job[]): Promise<void> {
  if (values.json === undefined) return;
  const inOrder = jobs.flatMap(({ name }) => rows.filter((row) => row.job === name));
  const { dir, name } = parse(values.json);
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`;
  await writeFile(values.json, `${JSON.stringify(inOrder, undefined, 2)}\n`);
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(join(dir, `${name}.md`), markdown(inOrder, jobs, { machine, date }));
  await writeFile(join(dir, `${name}.svg`), chart(inOrder, jobs));
}

/** The engines that are wanted and installed. */
function whoRuns(): readonly Contender[] {
  const node = `node ${process.versions.node}`;
  const wanted = values.engines.split(",") as EngineName[];
  const unknown = wanted.find((engine) => !(engine in ENGINES));
  if (unknown !== undefined) throw new Error(`Expected an engine for \`--engines\`, not "${unknown}".`);
  const missing = wanted.filter((engine) => !isInstalled(ENGINES[engine]));
  if (missing.length > 0) {
    say(`Not installed, and left out: ${missing.join(", ")}. Install with: npm ci --prefix test/bench/peers`);
  }
  const here = wanted.filter((engine) => !missing.includes(engine));
  const contenders: Contender[] = here.map((engine) => ({ engine, runtime: node }));
  if (values.runtime !== "bun") return contenders;
  const program = fileURLToPath(new URL("../../node_modules/.bin/bun", import.meta.url));
  const version = execFileSync(program, ["--version"], { encoding: "utf8" }).trim();
  return [...contenders, { engine: "darkroom", runtime: `bun ${version}`, program }];
}

function isInstalled(entry: EngineEntry): boolean {
  return entry.peer === undefined || hasPeer(entry.peer);
}

function describe(row: Row): string {
  const who = `${row.engine} on ${row.runtime}`.padEnd(28);
  if (row.ms === null) return `${who} ${row.remark ?? ""}`;
  return [
    who,
    `${row.ms.toFixed(1)} ms`.padStart(11),
    `(${row.spread?.map((ms) => ms.toFixed(1)).join("–") ?? ""})`.padEnd(18),
    `${row.cpuMs?.toFixed(1) ?? "–"} ms of processor`.padStart(24),
    `ratio ${row.ratioToSharp?.toFixed(2) ?? "–"}`.padEnd(12),
    `${((row.peakBytes ?? 0) / 2 ** 20).toFixed(1)} MiB`.padStart(10),
    `${row.bytes} bytes`.padStart(15),
    `SSIM ${row.ssim?.toFixed(4) ?? "–"}`,
    `[${row.runs} runs; ${row.settings}]`,
  ].join(" ");
}

if (values.help) say(HELP);
else await main();
