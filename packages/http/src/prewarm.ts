import type { ImageRecord } from "@darkroom/storage";
import { isStorageError } from "@darkroom/storage";
import type { Delivery } from "./deliver.ts";
import { CREDENTIALED } from "./delivery-access.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError, problemOf } from "./errors.ts";
import { describeError } from "./log.ts";
import type { View } from "./prewarm-views.ts";

/** So many failures end a run: there is something to look at. */
const MOST_FAILURES = 100;

/** An image to be computed, as far as there is one. */
export interface PrewarmImage {
  readonly id: string;
  readonly record: ImageRecord | undefined;
  /** Where it stands among all of them; numbers grow. */
  readonly place: number;
  /** Generation of the cache before the record was read. */
  readonly since: number;
}

/** Where a run begins, or ended: before a view of an image. */
export interface PrewarmPlace {
  readonly image: number;
  readonly view: number;
}

export interface PrewarmFailure {
  readonly image: string;
  readonly variant: string;
  readonly code: string;
  readonly message: string;
}

export interface PrewarmResult {
  readonly computed: number;
  /** What was kept already, or somebody else was computing. */
  readonly cached: number;
  readonly failed: readonly PrewarmFailure[];
  /** Milliseconds of work, without the waiting for room. */
  readonly spentMs: number;
  /** Where to go on; undefined when all is done. */
  readonly next: PrewarmPlace | undefined;
}

export interface PrewarmTask {
  readonly images: AsyncIterable<PrewarmImage>;
  readonly views: readonly View[];
  readonly from?: PrewarmPlace | undefined;
  /** Nothing is begun after so many milliseconds of work; what is under way then is finished. */
  readonly budgetMs: number;
  /** Ends all of it; the run then rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the waiting for room, and with it the run. */
  readonly patience?: AbortSignal | undefined;
}

/**
 * Computes images ahead of their visitors, one after the other, under the keys and with the bytes that deliveries have,
 * in room that nobody wants. What an image, or a variant of it, makes impossible is told and passed over. Rejects when
 * the stores do not answer.
 */
export async function prewarm(
  deps: Pick<AppDeps, "now" | "log">,
  delivery: Pick<Delivery, "decide" | "warm">,
  { images, views, from, budgetMs, signal, patience }: PrewarmTask,
): Promise<PrewarmResult> {
  const begun = deps.now();
  const counts = { computed: 0, cached: 0 };
  const failed: PrewarmFailure[] = [];
  let waitedMs = 0;
  let isFirst = true;

  // The clock of an isolate stands still while it computes: what an image took is seen after the next question to a store.
  const spentMs = (): number => deps.now() - begun - waitedMs;
  const end = (next?: PrewarmPlace): PrewarmResult => ({ ...counts, failed, spentMs: spentMs(), next });

  for await (const { id, record, place, since } of images) {
    for (const [index, { found, headers }] of views.entries()) {
      if (place === from?.image && index < from.view) continue;
      // Always one at least, or whoever goes on with a small budget would never arrive.
      const isEnough = !isFirst && (spentMs() >= budgetMs || failed.length >= MOST_FAILURES);
      if (isEnough) return end({ image: place, view: index });
      isFirst = false;
      try {
        if (record === undefined) throw new HttpError("image_missing");
        const decision = await delivery.decide({ record, found, access: CREDENTIALED, since }, headers);
        const { outcome, waitMs } = await delivery.warm(decision, { signal, patience });
        counts[outcome] += 1;
        waitedMs += waitMs;
      } catch (error) {
        signal?.throwIfAborted();
        if (patience?.aborted === true && error === patience.reason)
          return end({ image: place, view: index });
        failed.push({ image: id, variant: found.variant.name, ...failureOf(deps, error) });
      }
      if (record === undefined) break;
    }
  }
  return end();
}

function failureOf({ log }: Pick<AppDeps, "log">, error: unknown): Pick<PrewarmFailure, "code" | "message"> {
  // That is no failure of the image.
  if (isStorageError(error) && error.code === "store_unavailable") throw error;
  const { code, message } = problemOf(error);
  if (code === "internal") log.error("unexpected error", { error: describeError(error) });
  return { code, message };
}
