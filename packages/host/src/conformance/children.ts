import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Sqlite } from "../sqlite.ts";

export interface SqliteUnderTest {
  readonly sqlite: Sqlite;
  /** Address of a module that exports it as `sqlite`, for processes of their own. */
  readonly module: string;
}

/** Runs one of the programs in `children/` in the runtime of the tests. */
export function spawnChild(
  program: string,
  args: readonly string[],
): ChildProcessByStdio<null, Readable, null> {
  const path = fileURLToPath(new URL(`./children/${program}`, import.meta.url));
  return spawn(process.execPath, [path, ...args], { stdio: ["ignore", "pipe", "inherit"] });
}
