/** A process of one engine and one task: for each message it does the task once, and answers with time and memory. */
import { readFile, writeFile } from "node:fs/promises";
import { ENGINES, type EngineName } from "./engines/index.ts";
import type { Task } from "./task.ts";
import { watchWasmMemory } from "./wasm-memory.ts";

export interface Request {
  readonly task: Task;
  readonly input: string;
  /** Where to write the result, for its pixels to be looked at. */
  readonly resultTo?: string;
}

export type Answer =
  | { readonly refused: string }
  | {
      readonly settings: string;
      readonly ms: number;
      readonly cpuMs: number;
      readonly peakBytes: number;
      readonly bytes: number;
    };

const wasmBytes = watchWasmMemory();
const { open, native } = ENGINES[process.argv[2] as EngineName];
const engine = await open();
let held: { readonly path: string; readonly input: Uint8Array<ArrayBuffer> } | undefined;
let residentBefore: number | undefined;

/** A line of the kernel's account of this process, in bytes; 0 where there is none. */
async function processBytes(line: "VmHWM" | "VmRSS"): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  return 1024 * Number(new RegExp(`^${line}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
}

async function answer({ task, input: path, resultTo }: Request): Promise<Answer> {
  const refused = engine.refuses(task);
  if (refused !== undefined) return { refused };
  if (held?.path !== path) held = { path, input: Uint8Array.from(await readFile(path)) };
  residentBefore ??= await processBytes("VmRSS");
  const { input } = held;
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await engine.run(task, input);
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const peakBytes = native ? (await processBytes("VmHWM")) - residentBefore : wasmBytes();
  if (resultTo !== undefined) await writeFile(resultTo, result);
  return {
    settings: engine.settings(task),
    ms,
    cpuMs: (user + system) / 1000,
    peakBytes,
    bytes: result.length,
  };
}

process.on("message", (request: Request) => {
  void answer(request)
    .catch((error: unknown): Answer => ({ refused: `failed: ${String(error)}` }))
    .then((reply) => process.send?.(reply));
});
process.once("disconnect", () => process.exit(0));
process.send?.("ready");
