import type { AppState } from "../app-state.ts";
import type { AppDeps } from "../deps.ts";
import type { Family, Sample } from "./exposition.ts";
import { READ, type LabelsOf } from "./table.ts";

type Read = typeof READ;

/** What each metric that is read has now; empty for what this runtime does not know. */
type Readings = { readonly [Name in keyof Read]: readonly Reading<LabelsOf<Read[Name]>>[] };

interface Reading<Labels> {
  readonly labels: Labels;
  readonly value: number;
}

/** Reads the state of an application. */
export function readFamilies(
  deps: AppDeps,
  { admissions, statistics }: Pick<AppState, "admissions" | "statistics">,
): readonly Family[] {
  const { derived, renderer, settings } = deps;
  const queues = ["pixels", "uploads"] as const;
  const recycled = renderer.recycled?.();
  const vitals = deps.vitals?.();
  const readings: Readings = {
    running: queues.map((queue) => ({ labels: { queue }, value: admissions[queue].running })),
    waiting: queues.map((queue) => ({ labels: { queue }, value: admissions[queue].waiting })),
    places: queues.map((queue) => ({ labels: { queue }, value: settings.queueLength })),
    predictedBytes: one(admissions.pixels.takenBytes),
    memoryBytes: one(renderer.memoryBytes),
    // Where somebody else sets the limit, nobody counts what is there.
    cacheBytes: one(derived.quotaBytes === undefined ? undefined : derived.usedBytes()),
    cacheQuota: one(derived.quotaBytes),
    recycled:
      recycled === undefined
        ? []
        : (["failed", "grown", "spare"] as const).map((reason) => ({
            labels: { reason },
            value: recycled[reason],
          })),
    info: [{ labels: { runtime: deps.runtime }, value: 1 }],
    startTime: one(statistics.since / 1000),
    residentBytes: one(vitals?.residentBytes),
    heapBytes: one(vitals?.heapBytes),
    cpuSeconds: one(vitals?.cpuSeconds),
  };
  return Object.entries<readonly Sample[]>(readings).map(([name, samples]) => ({
    row: READ[name as keyof Read],
    samples,
  }));
}

function one(value: number | undefined): readonly Reading<object>[] {
  return value === undefined ? [] : [{ labels: {}, value }];
}
