import { join } from "node:path";
import { startEngine, type EngineProcess } from "./engine-process.ts";
import type { EngineName } from "./engines/index.ts";
import type { Job } from "./jobs.ts";
import { likenessOfFile, sharpAvifQuality } from "./likeness.ts";
import type { Answer } from "./runner.ts";
import { prepare, type Prepared } from "./sources.ts";
import { median, pairedRatio, quantile } from "./statistics.ts";

/** An engine on a runtime. */
export interface Contender {
  readonly engine: EngineName;
  readonly runtime: string;
  /** What runs it, if not the Node of this process. */
  readonly program?: string;
}

export interface Row {
  readonly job: string;
  readonly engine: EngineName;
  readonly runtime: string;
  /** Median of the runs; null where there is no result, or another picture. */
  readonly ms: number | null;
  /** Half of the runs lie between these. */
  readonly spread: readonly [number, number] | null;
  /** Median of the ratios of neighbouring runs. */
  readonly ratioToSharp: number | null;
  /** The same of the time of the processor, which other programs on the machine change less. */
  readonly cpuMs: number | null;
  readonly cpuRatioToSharp: number | null;
  /** WebAssembly memory; of native code, what its process grew by. */
  readonly peakBytes: number | null;
  readonly bytes: number | null;
  readonly ssim: number | null;
  readonly runs: number;
  readonly settings: string;
  /** Why there is no time. */
  readonly remark?: string;
}

/** Below this, a picture is another one. */
const LEAST_SSIM = 0.9;
const WARM_UP = 4;
const FEWEST_RUNS = 5;
/** An engine that takes longer is not warmed up further, and does so many runs at most, the first row that applies. */
const SLOW = [
  { ms: 5000, runs: 2 },
  { ms: 400, runs: FEWEST_RUNS },
] as const;

type Done = Exclude<Answer, { readonly refused: string }>;

/** Does a job with every contender in turn, A B C A B C, each in a new process. */
export async function measure(
  job: Job,
  contenders: readonly Contender[],
  { images, scratch, runs, secondsEach }: MeasureSettings,
): Promise<Row[]> {
  let prepared = await prepare(job, images, join(scratch, "input"));
  if (job.sharpEffort !== undefined) prepared = await withSharpAvif(prepared, job.sharpEffort, scratch);
  const refusals = new Map<Contender, string>();
  const likenesses = new Map<Contender, number>();
  const answers = new Map<Contender, Done[]>();
  const processes = new Map<Contender, EngineProcess>();
  const mostRuns = new Map<Contender, number>();
  try {
    for (const contender of contenders) {
      const resultTo = join(scratch, "result");
      const answer = await attempt(async () => {
        const process = await startEngine(contender.engine, contender.program);
        processes.set(contender, process);
        return process.ask({ ...prepared, resultTo });
      });
      if ("refused" in answer) refusals.set(contender, answer.refused);
      else {
        likenesses.set(contender, await likenessOfFile(resultTo, prepared));
        const slow = SLOW.find(({ ms }) => answer.ms > ms);
        if (slow) mostRuns.set(contender, slow.runs);
      }
    }
    const able = contenders.filter((contender) => !refusals.has(contender));
    let left = WARM_UP + runs;
    const start = performance.now();
    for (let round = 0; round < left; round++) {
      for (const contender of able) {
        const process = processes.get(contender);
        const most = mostRuns.get(contender);
        const isItsTurn = most === undefined || (round >= WARM_UP && round < WARM_UP + most);
        if (process === undefined || refusals.has(contender) || !isItsTurn) continue;
        const answer = await attempt(() => process.ask({ task: prepared.task, input: prepared.input }));
        if ("refused" in answer) refusals.set(contender, answer.refused);
        else if (round >= WARM_UP) answers.set(contender, [...(answers.get(contender) ?? []), answer]);
      }
      const spent = (performance.now() - start) / 1000;
      if (spent > secondsEach && round + 1 >= WARM_UP + FEWEST_RUNS) left = round + 1;
    }
  } finally {
    for (const process of processes.values()) await process.close();
  }
  const sharps = answers.get(contenders.find(({ engine }) => engine === "sharp") as Contender) ?? [];
  return contenders.map((contender) =>
    summary(job, contender, answers.get(contender) ?? [], sharps, {
      refused: refusals.get(contender),
      ssim: likenesses.get(contender),
    }),
  );
}

/** An engine whose process ends has failed at this job; the others go on. */
async function attempt(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    return {
      refused: `failed: ${error instanceof Error ? error.message : String(error)}`.split("\n", 1)[0]!,
    };
  }
}

export interface MeasureSettings {
  readonly images: string;
  /** A folder for inputs and results. */
  readonly scratch: string;
  readonly runs: number;
  /** After this many seconds a job ends, though with five runs at least. */
  readonly secondsEach: number;
}

/** Settles the quality of sharp's AVIF by the likeness of ours. */
async function withSharpAvif(prepared: Prepared, effort: number, scratch: string): Promise<Prepared> {
  const ours = await startEngine("darkroom");
  const resultTo = join(scratch, "result");
  await ours.ask({ ...prepared, resultTo });
  await ours.close();
  const wanted = await likenessOfFile(resultTo, prepared);
  const quality = await sharpAvifQuality(prepared, effort, wanted);
  return { ...prepared, task: { ...prepared.task, sharpAvif: { effort, quality } } };
}

function summary(
  job: Job,
  { engine, runtime }: Contender,
  done: readonly Done[],
  sharps: readonly Done[],
  { refused, ssim = 0 }: { readonly refused: string | undefined; readonly ssim: number | undefined },
): Row {
  const last = done.at(-1);
  const common = { job: job.name, engine, runtime, runs: done.length };
  if (refused !== undefined || last === undefined || ssim < LEAST_SSIM) {
    const remark = refused ?? (last === undefined ? "failed" : `another picture, SSIM ${ssim.toFixed(3)}`);
    const none = { ms: null, spread: null, ratioToSharp: null, cpuMs: null, cpuRatioToSharp: null };
    return { ...common, ...none, peakBytes: null, bytes: null, ssim: null, settings: "", remark };
  }
  const ms = done.map((each) => each.ms);
  const cpuMs = done.map((each) => each.cpuMs);
  const has = sharps.length > 0;
  return {
    ...common,
    ms: rounded(median(ms)),
    spread: [rounded(quantile(ms, 0.25)), rounded(quantile(ms, 0.75))],
    ratioToSharp: has
      ? rounded(
          pairedRatio(
            ms,
            sharps.map((each) => each.ms),
          ),
        )
      : null,
    cpuMs: rounded(median(cpuMs)),
    cpuRatioToSharp: has
      ? rounded(
          pairedRatio(
            cpuMs,
            sharps.map((each) => each.cpuMs),
          ),
        )
      : null,
    peakBytes: Math.max(...done.map((each) => each.peakBytes)),
    bytes: last.bytes,
    ssim: Math.round(ssim * 1e4) / 1e4,
    settings: last.settings,
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
