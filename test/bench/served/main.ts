/** Compares the runtimes, and peers, from outside; see ../README.md. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { arch, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { probe } from "@darkroom/core";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { resultsOf, type TakenSample } from "./aggregate.ts";
import { divideProcessors, type Affinity } from "./affinity.ts";
import { coldStart } from "./cold-start.ts";
import { changeTable, compareRatios, compareValues, regressions } from "./comparison.ts";
import { DARKROOMS } from "./darkroom.ts";
import { MEASURES, type Sample, type Scale } from "./measures.ts";
import { HELP, readCommand, type Command } from "./options.ts";
import { reportPage } from "./page.ts";
import { PEERS } from "./peers.ts";
import { processUsage } from "./process-tree.ts";
import { createProgress, type Progress } from "./progress.ts";
import type { Report } from "./results.ts";
import { checkSameBytes, type ByteCheck } from "./same-bytes.ts";
import { QUALITY, type Picture, type RunningSubject, type Subject } from "./subject.ts";
import { reportTable } from "./table.ts";

const FULL: Scale = {
  rounds: 5,
  uploads: { connections: 4, amount: 100 },
  hits: { connections: 16, amount: 4000 },
  misses: {
    jpeg: { connections: 4, amount: 24 },
    webp: { connections: 4, amount: 16 },
    avif: { connections: 4, amount: 12 },
  },
  mixed: { connections: 8, amount: 400 },
};

const QUICK: Scale = {
  rounds: 3,
  uploads: { connections: 4, amount: 20 },
  hits: { connections: 16, amount: 800 },
  misses: {
    jpeg: { connections: 4, amount: 6 },
    webp: { connections: 4, amount: 6 },
    avif: { connections: 2, amount: 3 },
  },
  mixed: { connections: 8, amount: 80 },
};

const PHOTO = new URL("../../fixtures/photos/4mp-progressive-420-fig.jpg", import.meta.url);
const SMALL = new URL("../../fixtures/photos/adobe-rgb-600.jpg", import.meta.url);

interface Server {
  readonly subject: Subject;
  readonly running: RunningSubject;
  readonly folder: string;
}

type RunCommand = Extract<Command, { readonly do: "run" }>;

async function run({ quick, only, photo: photoFile, out, check, tolerance }: RunCommand): Promise<void> {
  const scale = quick ? QUICK : FULL;
  const affinity = divideProcessors();
  const photo = await picture("photo", photoFile ?? PHOTO);
  const small = await picture("small", SMALL);
  const wanted = [...DARKROOMS, ...PEERS].filter(
    ({ name }) => only === undefined || only.includes(name.toLowerCase()),
  );
  const absent = wanted
    .filter(({ absence }) => absence !== undefined)
    .map(({ name, absence }) => ({ name, reason: absence! }));
  const present = wanted.filter(({ absence }) => absence === undefined);
  const starts = quick ? 1 : 3;
  const steps = present.length * (2 + starts + MEASURES.length * scale.rounds);
  const progress = createProgress(steps, process.stderr);

  await using scratch = await temporaryFolder();
  const samples: TakenSample[] = [];
  const add = (subject: string, sample: Sample): void => void samples.push({ subject, sample });

  const servers: Server[] = [];
  let widths = 0;
  try {
    for (const subject of present) {
      progress.step(`starting ${subject.name}`);
      const folder = join(scratch.path, subject.name.toLowerCase());
      await mkdir(folder, { recursive: true });
      const running = await subject.start(folder, affinity.prefix);
      servers.push({ subject, running, folder });
      for (const each of [photo, small]) await running.store(each);
    }
    const bytes = await checkSameBytes(servers, [photo, small]);
    for (const { name, reason } of bytes.different) progress.say(`${name} ${reason}; it is not timed.`);
    const timed = servers.filter(({ subject }) => !bytes.different.some(({ name }) => name === subject.name));

    for (const measure of MEASURES) {
      for (let round = 0; round < scale.rounds; round++) {
        // Every subject is asked for the same widths, so that all do the same work.
        const first = 400 + widths;
        let most = 0;
        for (const { subject, running } of timed) {
          progress.step(`${measure.title}, round ${round + 1} of ${scale.rounds}: ${subject.name}`);
          if (!measure.suits(subject, running)) continue;
          let used = 0;
          const freshWidth = (): number => first + used++;
          for (const sample of await measure.round({ subject, running, photo, small, scale, freshWidth }))
            add(subject.name, sample);
          most = Math.max(most, used);
        }
        widths = (widths + most) % 1200;
      }
    }
    for (const { subject, running } of timed) {
      const usage = await processUsage(running.pid);
      if (usage !== undefined)
        add(subject.name, {
          measure: "memory at its highest",
          unit: "MiB",
          value: usage.peakBytes / 2 ** 20,
        });
    }
    await stopAll(servers);

    for (let start = 0; start < starts; start++) {
      for (const { subject, folder } of timed) {
        progress.step(`cold start ${start + 1} of ${starts}: ${subject.name}`);
        const ms = await coldStart(subject, folder, affinity.prefix, photo, 380 - start);
        add(subject.name, { measure: "cold start to the first picture", unit: "ms", value: ms });
      }
    }
    progress.end();

    const report: Report = {
      date: new Date().toISOString(),
      machine: describeMachine(affinity),
      quick,
      subjects: timed.map(({ subject: { name, kind, settings } }) => ({ name, kind, settings })),
      absent: [...absent, ...bytes.different],
      sameBytes: describeBytes(bytes),
      load: describeLoad(scale, photo),
      results: resultsOf(samples),
    };
    await write(report, out, progress);
    if (check !== undefined) await checkAgainst(check, report, tolerance);
  } finally {
    await stopAll(servers);
  }
}

async function stopAll(servers: Server[]): Promise<void> {
  for (const { running } of servers.splice(0)) await running.stop();
}

async function write(report: Report, out: string, progress: Progress): Promise<void> {
  await mkdir(out, { recursive: true });
  const name = join(out, `${report.date.slice(0, 10)}-served${report.quick ? "-quick" : ""}`);
  const table = reportTable(report);
  await writeFile(`${name}.json`, `${JSON.stringify(report, undefined, 2)}\n`);
  await writeFile(`${name}.md`, table);
  await writeFile(`${name}.html`, reportPage(report));
  process.stdout.write(table);
  progress.say(`\nWritten: ${name}.json, ${name}.md and ${name}.html; open the last one in a browser.`);
}

async function checkAgainst(file: string, report: Report, tolerance: number): Promise<void> {
  const worse = regressions(await readReport(file), report, tolerance);
  if (worse.length === 0) {
    process.stdout.write(`No ratio is worse than in ${file} by more than ${tolerance * 100} %.\n`);
    return;
  }
  process.stdout.write(changeTable(`Worse than in ${file}, as ratios to Node`, worse));
  process.exitCode = 1;
}

async function compare(before: string, after: string): Promise<void> {
  const [a, b] = [await readReport(before), await readReport(after)];
  process.stdout.write(changeTable("Ratios to Node", compareRatios(a, b)));
  process.stdout.write(`\n${changeTable("The numbers themselves (same machine only)", compareValues(a, b))}`);
}

async function readReport(file: string): Promise<Report> {
  return JSON.parse(await readFile(file, "utf8")) as Report;
}

async function picture(name: string, file: string | URL): Promise<Picture> {
  const bytes = Uint8Array.from(await readFile(file));
  const { width, height } = probe(bytes);
  return { name, bytes, megapixels: (width * height) / 1e6 };
}

function describeBytes({ same, deliveries }: ByteCheck): string {
  if (same.length < 2) return "Only one runtime of Darkroom ran: there were no bytes to compare.";
  return `${same.join(", ")} gave the same bytes for ${deliveries} deliveries before anything was timed.`;
}

function describeMachine({ description }: Affinity): Report["machine"] {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    pinning: description,
  };
}

function describeLoad({ rounds, uploads, hits, misses, mixed }: Scale, photo: Picture): string {
  return [
    `A JPEG of ${photo.megapixels.toFixed(1)} MP in ever new widths from 400 px, quality ${QUALITY};`,
    `${rounds} rounds in turn; a round is ${uploads.amount} uploads by ${uploads.connections} clients,`,
    `${hits.amount} cached deliveries by ${hits.connections},`,
    `${misses.jpeg.amount}, ${misses.webp.amount} and ${misses.avif.amount} computed ones as JPEG, WebP and AVIF by ${misses.jpeg.connections},`,
    `and ${mixed.amount} mixed requests (90 % cached, 5 % computed, 5 % uploads) by ${mixed.connections}.`,
  ].join(" ");
}

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  if (command.do === "help") process.stdout.write(HELP);
  else if (command.do === "compare") await compare(command.before, command.after);
  else await run(command);
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
