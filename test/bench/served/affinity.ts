import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** Which processors serve and which make the load, so that neither takes time from the other. */
export interface Affinity {
  /** Words before the command of a server. */
  readonly prefix: readonly string[];
  /** How it was done, for the report. */
  readonly description: string;
}

/** Gives the lower half of the processors to servers and keeps this process, which makes the load, to the others. */
export function divideProcessors(): Affinity {
  const cores = availableParallelism();
  const none = (reason: string): Affinity => ({ prefix: [], description: `Nothing is pinned: ${reason}.` });
  if (cores < 2) return none("there is one processor");
  const half = Math.floor(cores / 2);
  const [servers, load] = [range(0, half - 1), range(half, cores - 1)];
  const pinned = spawnSync("taskset", ["-a", "-c", "-p", load, String(process.pid)]);
  if (pinned.status !== 0) return none("there is no `taskset`");
  return {
    prefix: ["taskset", "-c", servers],
    description: `Servers run on processor ${servers}, the load comes from ${load}.`,
  };
}

function range(from: number, to: number): string {
  return from === to ? String(from) : `${from}-${to}`;
}
