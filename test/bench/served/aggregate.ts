import { median } from "../statistics.ts";
import type { Latency } from "./load.ts";
import type { Sample } from "./measures.ts";
import type { Result } from "./results.ts";

/** What one round of a measure found of a subject. */
export interface TakenSample {
  readonly subject: string;
  readonly sample: Sample;
}

/** Medians over the rounds, in the order of the first rounds, and each by Node's. */
export function resultsOf(taken: readonly TakenSample[]): Result[] {
  const groups = [...Map.groupBy(taken, ({ subject, sample }) => `${sample.measure}\n${subject}`).values()];
  return groups.map((rounds) => {
    const { subject, sample } = rounds[0]!;
    const value = medianValue(rounds);
    const ofNode = groups.find(
      ([first]) => first!.subject === "Node" && first!.sample.measure === sample.measure,
    );
    const values = rounds.map((round) => round.sample.value);
    const result: Result = {
      measure: sample.measure,
      subject,
      unit: sample.unit,
      value,
      spread: [Math.min(...values), Math.max(...values)],
      ratioToNode: ofNode === undefined ? null : value / medianValue(ofNode),
      rounds: rounds.length,
    };
    return Object.assign(result, medianLatency(rounds), medianBytes(rounds));
  });
}

function medianValue(rounds: readonly TakenSample[]): number {
  return median(rounds.map(({ sample }) => sample.value));
}

function medianLatency(rounds: readonly TakenSample[]): { latency?: Latency } {
  const latencies = rounds.map(({ sample }) => sample.latency).filter((latency) => latency !== undefined);
  if (latencies.length === 0) return {};
  const of = (part: keyof Latency): number => median(latencies.map((latency) => latency[part]));
  return { latency: { p50: of("p50"), p75: of("p75"), p90: of("p90"), p99: of("p99"), max: of("max") } };
}

function medianBytes(rounds: readonly TakenSample[]): { bytes?: number } {
  const sizes = rounds.map(({ sample }) => sample.bytes).filter((bytes) => bytes !== undefined);
  return sizes.length === 0 ? {} : { bytes: median(sizes) };
}
