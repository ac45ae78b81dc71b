import { createAdmission, type Admissions } from "./admission.ts";
import { createDelivery, type Delivery } from "./deliver.ts";
import type { AppDeps } from "./deps.ts";
import { observeAdmission } from "./metrics/observed.ts";
import { createRecorder, type Recorder } from "./metrics/recorder.ts";
import { createStatistics, type Statistics } from "./statistics.ts";
import { createUploadPrewarm, type UploadPrewarm } from "./upload-prewarm.ts";

/** What the requests of an application share, for its life; it ends with the process. */
export interface AppState {
  readonly admissions: Admissions;
  readonly statistics: Statistics;
  readonly delivery: Delivery;
  readonly prewarmUpload: UploadPrewarm;
  readonly recorder: Recorder;
}

export function createAppState(deps: AppDeps, recorder: Recorder = createRecorder()): AppState {
  const { settings, renderer, now } = deps;
  const { queueLength } = settings;
  const { concurrency, memoryBytes } = renderer;
  const pixels = observeAdmission(createAdmission({ concurrency, memoryBytes, queueLength }), "pixels", {
    recorder,
    now,
  });
  const uploads = observeAdmission(
    createAdmission({
      concurrency: settings.uploads,
      memoryBytes: Number.POSITIVE_INFINITY,
      queueLength,
    }),
    "uploads",
    { recorder, now },
  );
  const delivery = createDelivery(deps, pixels);
  return {
    admissions: { pixels, uploads },
    statistics: createStatistics(deps.now),
    delivery,
    prewarmUpload: createUploadPrewarm(deps, delivery),
    recorder,
  };
}
