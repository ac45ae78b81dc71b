/** A process of one engine: it is sent a job, does it once, and answers with the time and the result. */
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { ENGINES, type EngineName, type Pixels } from "./engines.ts";
import { withoutMetadata, type Job } from "./jobs.ts";

export interface Request {
  readonly job: Job;
  readonly path: string;
  /** The result itself is wanted, for its pixels to be looked at. */
  readonly show: boolean;
}

export interface Answer {
  readonly settings: string;
  readonly ms: number;
  readonly peakBytes: number;
  readonly bytes: number;
  readonly result?: Uint8Array;
}

const engine = await ENGINES[process.argv[2] as EngineName]();
let held: { path: string; file: Uint8Array; pixels: Pixels } | undefined;

async function load(path: string): Promise<{ file: Uint8Array; pixels: Pixels }> {
  if (held?.path === path) return held;
  const file = withoutMetadata(await readFile(path));
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  held = { path, file, pixels: { width: info.width, height: info.height, data: new Uint8Array(data) } };
  return held;
}

process.on("message", (request: Request) => {
  void (async () => {
    const { file, pixels } = await load(request.path);
    const start = performance.now();
    const result = await engine.run(request.job, file, pixels);
    const ms = performance.now() - start;
    const { settings } = engine;
    const answer = { settings, ms, peakBytes: engine.memoryBytes(), bytes: result.length };
    process.send?.(request.show ? { ...answer, result } : answer);
  })();
});
