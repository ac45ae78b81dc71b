import type { ImageRecord } from "@darkroom/storage";
import type { Delivery } from "./deliver.ts";
import type { AppDeps } from "./deps.ts";
import { describeError } from "./log.ts";
import { prewarm, type PrewarmImage } from "./prewarm.ts";
import { findPresentViews, parsePrewarmChoice } from "./prewarm-views.ts";

/** Uploads whose variants wait to be computed; of more, they are computed when they are asked for. */
const MOST_WAITING = 1000;

/**
 * Has the variants of an uploaded image computed that its account wants ahead, after the answer to the upload and
 * within `prewarmMs`. Nobody learns of failures but the log; what a server that closes leaves undone stays so.
 */
export type UploadPrewarm = (record: ImageRecord) => void;

export function createUploadPrewarm(deps: AppDeps, delivery: Delivery): UploadPrewarm {
  const { prewarmMs: budgetMs } = deps.settings;
  let waiting = 0;

  async function compute(record: ImageRecord): Promise<void> {
    const since = deps.derived.generation();
    const { prewarm: setting } = await deps.accountRecords.getAccountConfig(record.account);
    if (setting === null) return;
    const { account, id: image } = record;
    const { views, missing } = await findPresentViews(deps, account, parsePrewarmChoice(setting));
    if (missing.length > 0)
      deps.log.warn("variants to compute ahead are not there", { account, missing: missing.join(" ") });
    const result = await prewarm(deps, delivery, {
      images: only({ id: image, record, place: 0, since }),
      views,
      budgetMs,
      signal: deps.closing,
      patience: deps.deferMs === undefined ? undefined : AbortSignal.timeout(deps.deferMs),
    });
    const { computed, cached, failed, spentMs, next } = result;
    deps.log.info("variants computed ahead", {
      image,
      computed,
      cached,
      failed: failed.length,
      ms: spentMs,
      complete: next === undefined,
    });
  }

  return (record) => {
    if (budgetMs === 0 || deps.closing?.aborted === true) return;
    if (waiting >= MOST_WAITING) {
      deps.log.warn("variants not computed ahead: too many uploads wait", { image: record.id });
      return;
    }
    waiting += 1;
    deps.defer(
      compute(record)
        .catch((error: unknown) => {
          if (deps.closing?.aborted === true) return;
          deps.log.warn("variants not computed ahead", { image: record.id, error: describeError(error) });
        })
        .finally(() => (waiting -= 1)),
    );
  };
}

async function* only(image: PrewarmImage): AsyncGenerator<PrewarmImage> {
  yield image;
}
