import { createAdmission, type Admissions } from "./admission.ts";
import { createDelivery, type Delivery } from "./deliver.ts";
import type { AppDeps } from "./deps.ts";
import { createStatistics, type Statistics } from "./statistics.ts";

/** What the requests of an application share, for its life; it ends with the process. */
export interface AppState {
  readonly admissions: Admissions;
  readonly statistics: Statistics;
  readonly delivery: Delivery;
}

export function createAppState(deps: AppDeps): AppState {
  const { settings, renderer } = deps;
  const pixels = createAdmission({
    concurrency: renderer.concurrency,
    memoryBytes: renderer.memoryBytes,
    queueLength: settings.queueLength,
  });
  const uploads = createAdmission({
    concurrency: settings.uploads,
    memoryBytes: Number.POSITIVE_INFINITY,
    queueLength: settings.queueLength,
  });
  return {
    admissions: { pixels, uploads },
    statistics: createStatistics(deps.now),
    delivery: createDelivery(deps, pixels),
  };
}
