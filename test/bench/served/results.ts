import type { Latency } from "./load.ts";

/** One measured thing of one subject. */
export interface Result {
  readonly measure: string;
  readonly subject: string;
  readonly unit: Unit;
  /** Median of the rounds. */
  readonly value: number;
  /** The least and the most of the rounds. */
  readonly spread: readonly [number, number];
  /** By the value of the first runtime, Node; null where that has none. */
  readonly ratioToNode: number | null;
  /** Of all answers of all rounds, medians over the rounds. */
  readonly latency?: Latency;
  /** Bytes of an answer, on average, where the results are pictures. */
  readonly bytes?: number;
  readonly rounds: number;
}

/** What a number counts, and which way is better. */
export const UNITS = {
  ms: { better: "lower", digits: 0 },
  "requests/s": { better: "higher", digits: 1 },
  "CPU s/MP": { better: "lower", digits: 4 },
  MiB: { better: "lower", digits: 0 },
} as const satisfies Record<string, { better: "lower" | "higher"; digits: number }>;

export type Unit = keyof typeof UNITS;

/** A whole run, as it is written to a file. */
export interface Report {
  /** ISO 8601. */
  readonly date: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly system: string;
    readonly pinning: string;
  };
  readonly quick: boolean;
  /** How each subject was set. */
  readonly subjects: readonly { readonly name: string; readonly kind: string; readonly settings: string }[];
  /** Why others did not run, or were not timed. */
  readonly absent: readonly { readonly name: string; readonly reason: string }[];
  /** What was compared before anything was timed. */
  readonly sameBytes: string;
  readonly load: string;
  readonly results: readonly Result[];
}
