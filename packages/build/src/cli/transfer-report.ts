import type { Failure } from "../failure.ts";
import type { Given } from "./command.ts";
import { counted } from "./table.ts";
import { EXIT, type ExitCode, type Terminal } from "./terminal.ts";

/** More than these are told by their number: a terminal is no log. */
const MOST_FAILURES = 20;

export interface TransferReport {
  /** What was done, such as "3 images uploaded (1.2 MB)"; empty parts are left out. */
  readonly parts: readonly string[];
  readonly failures: readonly Failure[];
  /** What to do next, where nothing failed. */
  readonly next: string | undefined;
  /** What `--json` prints. */
  readonly json: object;
}

/** Ends a command that moved images: failures on standard error, then one line of what was done and what to do next. */
export function reportTransfer(
  { stdout, stderr }: Terminal,
  { flags }: Given,
  { parts, failures, next, json }: TransferReport,
): ExitCode {
  for (const { path, message } of failures.slice(0, MOST_FAILURES)) stderr.write(`${path}: ${message}\n`);
  if (failures.length > MOST_FAILURES) stderr.write(`… and ${failures.length - MOST_FAILURES} more\n`);
  if (flags["json"] !== undefined) {
    stdout.write(`${JSON.stringify({ ...json, failures }, undefined, 2)}\n`);
  } else {
    const failed = failures.length === 0 ? "" : `${counted(failures.length, "failure")}, see above`;
    const done = [...parts, failed].filter((part) => part !== "").join(", ");
    const then = failures.length === 0 ? next : "Run it again to try what failed once more.";
    stdout.write(`${done}.${then === undefined ? "" : ` ${then}`}\n`);
  }
  return failures.length === 0 ? EXIT.done : EXIT.failed;
}
