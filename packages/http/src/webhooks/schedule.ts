import { TEST_EVENT } from "./event-types.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long after each failed attempt the next one is: eight in about a day. */
const DELAYS = [5 * SECOND, 30 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 15 * HOUR];

/** Part of a delay that chance decides, so that what failed together does not come again together. */
const JITTER = 0.2;

/** After so long without a success, a webhook is disabled when an event is given up. */
export const DISABLE_AFTER_MS = 5 * DAY;

/** After such an outage, a success makes all that waits due at once: the next attempts are hours away. */
export const OUTAGE_MS = HOUR;

/** What was over so long ago leaves the log; and of each webhook so many stay in it. */
export const LOG_MS = 30 * DAY;
export const LOG_LENGTH = 500;

/** Until when a delivery is nobody else's: longer than an attempt takes, and the noting of it. */
export const CLAIM_MS = MINUTE;

/**
 * How many milliseconds after a failed attempt the next one is; undefined when it was the last.
 * @param attempts Made so far.
 * @param chance From 0 to below 1.
 */
export function retryDelay(type: string, attempts: number, chance: number): number | undefined {
  // Whoever asked for a test sees how it went.
  const delay = type === TEST_EVENT ? undefined : DELAYS[attempts - 1];
  return delay && Math.round(delay * (1 - JITTER + 2 * JITTER * chance));
}
