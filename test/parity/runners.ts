import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ALL_RUNTIMES, ROOT } from "../harness/runtimes.ts";
import type { ParityRun } from "./run-parity.ts";
import { runInWorkerd, workerdAbsence } from "./workerd-runner.ts";

export interface ParityRunner {
  readonly runtime: string;
  /** Runs every pair inside the runtime; or why that is not possible here. */
  readonly run: (() => Promise<ParityRun>) | { readonly absence: string };
}

const PROGRAM = fileURLToPath(new URL("in-process.ts", import.meta.url));

/** Runs the program in a runtime that can read the fixtures itself. */
function programRunner(command: string): () => Promise<ParityRun> {
  return async () => {
    const { stdout } = await promisify(execFile)(join(ROOT, "node_modules/.bin", command), [PROGRAM], {
      cwd: ROOT,
      maxBuffer: 16 * 1024 * 1024,
    });
    return JSON.parse(stdout) as ParityRun;
  };
}

/** How the pairs get into each runtime, by its name. */
const RUNS: Readonly<Record<string, ParityRunner["run"]>> = {
  Node: programRunner("node"),
  Bun: programRunner("bun"),
  workerd: absentOr(workerdAbsence(), runInWorkerd),
};

export const PARITY_RUNNERS: readonly ParityRunner[] = ALL_RUNTIMES.map(({ name }) => ({
  runtime: name,
  run: RUNS[name] ?? { absence: "test/parity/runners.ts has no way into it" },
}));

function absentOr(absence: string | undefined, run: () => Promise<ParityRun>): ParityRunner["run"] {
  return absence === undefined ? run : { absence };
}
