import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ROOT, SCRIPT_PATH } from "./runtimes.ts";

/** How the `darkroom` command ended. */
export interface Ended {
  /** null when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Kills the process, as `kill -9` does. */
  readonly killed?: AbortSignal;
}

/** Runs `darkroom` as a person does, in a process of its own. */
export async function darkroom(
  args: readonly string[],
  { cwd, environment = {}, killed }: CommandOptions,
): Promise<Ended> {
  const child = spawn(join(ROOT, "node_modules/.bin/darkroom"), args, {
    cwd,
    env: { PATH: SCRIPT_PATH, HOME: cwd, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  killed?.addEventListener("abort", () => child.kill("SIGKILL"), { once: true });
  const [[code], stdout, stderr] = await Promise.all([
    once(child, "close") as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
}
