import type { Rendering } from "@darkroom/core";
import type { ImageRecord } from "@darkroom/storage";
import type { Admission } from "./admission.ts";
import { openTarget } from "./delivery-access.ts";
import { createDecide, type Decision } from "./delivery-decision.ts";
import type { DeliveryTarget } from "./delivery-target.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { createFlexibleGuard } from "./flexible-guard.ts";
import { describeError } from "./log.ts";
import { createSingleFlight } from "./single-flight.ts";

/** Delivers images; one for the life of an application, for it is here that identical requests meet. */
export interface Delivery {
  /**
   * Reads image and variant, and decides what this client gets, without reading the image's bytes. Throws what
   * `openTarget` and deciding throw.
   */
  decide(target: DeliveryTarget, incoming: Request): Promise<Decision>;
  /**
   * The bytes of a decision, from the cache or computed now. Throws `flexible_too_many`, `image_missing` when the
   * original is gone meanwhile, and what the admission and the renderer throw.
   */
  open(decision: Decision, signal?: AbortSignal): Promise<DeliveredBytes>;
}

export interface DeliveredBytes {
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly size: number;
  readonly hit: boolean;
}

export function createDelivery(deps: AppDeps, admission: Admission): Delivery {
  const flights = createSingleFlight<Uint8Array<ArrayBuffer>>();
  const guard = createFlexibleGuard(deps.settings, deps.now);
  const decide = createDecide(deps, guard);

  /** Waits for its turn, reads the original and runs the plan. */
  function render({ plan, record }: Decision, signal: AbortSignal): Promise<Rendering> {
    return admission.run(
      plan.predictedBytes,
      async () => {
        const source = await readOriginal(deps, record);
        signal.throwIfAborted();
        return deps.renderer.render({ plan, facts: record.facts, source }, signal);
      },
      signal,
    );
  }

  async function compute(decision: Decision, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const { bytes } = await render(decision, signal);
    await deps.derived
      .put(decision.key, bytes, { since: decision.since })
      .catch((error: unknown) => deps.log.warn("derived image not cached", { error: describeError(error) }));
    return bytes;
  }

  return {
    async decide(target, incoming) {
      // Before a cache is looked into: whether it may be seen is asked anew at every request.
      return decide(await openTarget(deps, target, incoming), incoming.headers);
    },

    async open(decision, signal) {
      const { key, isGuarded, record } = decision;
      const cached = await readCached(deps, key);
      if (cached !== undefined) return { ...cached, hit: true };
      if (isGuarded && !flights.has(key)) guard.countComputation(record.account);
      const bytes = await flights.run(key, (all) => compute(decision, all), signal);
      return { body: bytes, size: bytes.length, hit: false };
    },
  };
}

/** A cache that cannot be read is a cache that has nothing. */
async function readCached(
  deps: AppDeps,
  key: string,
): Promise<{ body: ReadableStream<Uint8Array>; size: number } | undefined> {
  try {
    return await deps.derived.get(key);
  } catch (error) {
    deps.log.warn("derived image not read", { error: describeError(error) });
    return undefined;
  }
}

async function readOriginal(deps: AppDeps, record: ImageRecord): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await deps.blobs.get(record.blobKey);
  if (blob === undefined) {
    // Deleted since the record was read, or between the two halves of a backup that was restored.
    const current = await deps.records.getImage(record.account, record.id);
    if (current?.blobKey === record.blobKey)
      deps.log.error("the bytes of an image are missing", { image: record.id });
    throw new HttpError("image_missing");
  }
  return new Uint8Array(await new Response(blob.body).arrayBuffer());
}
