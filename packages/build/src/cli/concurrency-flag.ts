import { expectedSentence } from "@darkroom/core";
import { usage, type Flag, type Given } from "./command.ts";

/** As many as a server reads at once, unless it is told otherwise. */
const DEFAULT = 4;
const MOST = 64;

/** How many images are under way at once, for commands that move them. */
export const CONCURRENCY_FLAG = {
  concurrency: { value: "count", doc: `How many images at once; default: ${DEFAULT}.` },
} as const satisfies Record<string, Flag>;

/** Throws `usage`. */
export function readConcurrency(command: string, { flags: { concurrency } }: Given): number {
  if (concurrency === undefined) return DEFAULT;
  const count = /^\d{1,3}$/.test(concurrency) ? Number(concurrency) : 0;
  if (count >= 1 && count <= MOST) return count;
  const expected = `a whole number from 1 to ${MOST}`;
  throw usage(command, expectedSentence(expected, "concurrency", concurrency));
}
