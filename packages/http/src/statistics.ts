import type { Problem } from "./errors.ts";

/** A request that failed, as it is kept for the overview: no query, no header, no body. */
export interface Failure {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What was delivered for an account since the process started. */
export interface DeliveryCounts {
  readonly hits: number;
  readonly misses: number;
  /** Answers that had no body, for the client had the bytes. */
  readonly unchanged: number;
  readonly bytes: number;
  /** By media type. */
  readonly formats: ReadonlyMap<string, { readonly count: number; readonly bytes: number }>;
  /** The newest first. */
  readonly failures: readonly Failure[];
}

/**
 * Counts what happens, account by account, in the memory of this process: it starts anew with it, and where an
 * application runs in several processes, each has its own.
 */
export interface Statistics {
  /** Milliseconds since the epoch. */
  readonly since: number;
  delivered(account: string, what: { mediaType: string; bytes: number; hit: boolean }): void;
  unchanged(account: string): void;
  failed(account: string, request: Request, problem: Problem): void;
  of(account: string): DeliveryCounts;
}

interface Counter {
  hits: number;
  misses: number;
  unchanged: number;
  bytes: number;
  readonly formats: Map<string, { count: number; bytes: number }>;
  failures: readonly Failure[];
}

/** Failures kept of an account. */
const MOST_FAILURES = 50;
/** Longest text kept of a path or a sentence, both of which a stranger may have written. */
const LONGEST_TEXT = 300;

export function createStatistics(now: () => number): Statistics {
  const counters = new Map<string, Counter>();

  function counterOf(account: string): Counter {
    const known = counters.get(account);
    if (known !== undefined) return known;
    const counter = { hits: 0, misses: 0, unchanged: 0, bytes: 0, formats: new Map(), failures: [] };
    counters.set(account, counter);
    return counter;
  }

  return {
    since: now(),
    delivered(account, { mediaType, bytes, hit }) {
      const counter = counterOf(account);
      if (hit) counter.hits += 1;
      else counter.misses += 1;
      counter.bytes += bytes;
      const format = counter.formats.get(mediaType) ?? { count: 0, bytes: 0 };
      counter.formats.set(mediaType, { count: format.count + 1, bytes: format.bytes + bytes });
    },
    unchanged(account) {
      counterOf(account).unchanged += 1;
    },
    failed(account, { method, url }, { status, code, message }) {
      const counter = counterOf(account);
      const failure: Failure = {
        at: now(),
        method,
        path: new URL(url).pathname.slice(0, LONGEST_TEXT),
        status,
        code,
        message: message.slice(0, LONGEST_TEXT),
      };
      counter.failures = [failure, ...counter.failures].slice(0, MOST_FAILURES);
    },
    of: counterOf,
  };
}
