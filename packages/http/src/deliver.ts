import type { Rendering } from "@darkroom/core";
import type { ImageRecord } from "@darkroom/storage";
import type { Admission } from "./admission.ts";
import { createDecide, type Decide, type Decision } from "./delivery-decision.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { createFlexibleGuard } from "./flexible-guard.ts";
import { describeError } from "./log.ts";
import { createSingleFlight } from "./single-flight.ts";

/** Delivers images; one for the life of an application, for it is here that identical requests meet. */
export interface Delivery {
  readonly decide: Decide;
  /**
   * The bytes of a decision, from the cache or computed now. Throws `flexible_too_many`, `image_missing` when the
   * original is gone meanwhile, and what the admission and the renderer throw.
   */
  open(decision: Decision, signal?: AbortSignal): Promise<DeliveredBytes>;
  /** Size of the bytes in the cache; undefined when they are not there. */
  cachedSize(decision: Decision): Promise<number | undefined>;
  /** Computes the bytes although they may be in the cache, and keeps nothing. Throws as `open` does. */
  compute(decision: Decision, signal?: AbortSignal): Promise<Computed>;
  /**
   * Computes and keeps the bytes for whoever asks later, in room that nobody wants. Throws as `open` does, and the
   * reason of a signal: `patience` ends the waiting for such room, `signal` the computation too.
   */
  warm(
    decision: Decision,
    signals: { readonly signal?: AbortSignal | undefined; readonly patience?: AbortSignal | undefined },
  ): Promise<Warming>;
}

export interface Warming {
  /** `cached`: they were kept already, or somebody else was at it. */
  readonly outcome: "computed" | "cached";
  /** Milliseconds until there was room. */
  readonly waitMs: number;
}

/** A computation, and what it spent its time with. */
export interface Computed extends Rendering {
  /** Milliseconds until it was its turn. */
  readonly waitMs: number;
  /** Milliseconds until the original was read. */
  readonly readMs: number;
  /** Milliseconds in the renderer: the steps, and the way there and back. */
  readonly renderMs: number;
}

export interface DeliveredBytes {
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly size: number;
  readonly hit: boolean;
}

export function createDelivery(deps: AppDeps, admission: Admission): Delivery {
  const flights = createSingleFlight<Uint8Array<ArrayBuffer>>();
  const guard = createFlexibleGuard(deps.settings, deps.now);

  /** Reads the original and runs the plan, in a place of the admission. */
  async function render(
    { plan, record }: Decision,
    signal: AbortSignal | undefined,
  ): Promise<Omit<Computed, "waitMs">> {
    const begun = deps.now();
    const source = await readOriginal(deps, record);
    signal?.throwIfAborted();
    const read = deps.now();
    const rendering = await deps.renderer.render({ plan, facts: record.facts, source }, signal);
    const renderMs = deps.now() - read;
    return { ...rendering, readMs: read - begun, renderMs };
  }

  function compute(decision: Decision, signal?: AbortSignal): Promise<Computed> {
    const asked = deps.now();
    const job = async (): Promise<Computed> => {
      const waitMs = deps.now() - asked;
      return { waitMs, ...(await render(decision, signal)) };
    };
    return admission.run(decision.plan.predictedBytes, job, signal);
  }

  async function keep({ key, since }: Decision, { bytes }: Rendering): Promise<Uint8Array<ArrayBuffer>> {
    await deps.derived
      .put(key, bytes, { since })
      .catch((error: unknown) => deps.log.warn("derived image not cached", { error: describeError(error) }));
    return bytes;
  }

  const computeAndKeep = async (decision: Decision, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> =>
    keep(decision, await compute(decision, signal));

  /** Computes in a place that was given already, and holds it until the work has really ended. */
  async function warmHere(decision: Decision, signal: AbortSignal | undefined): Promise<Warming["outcome"]> {
    const { key } = decision;
    // While this waited, somebody may have been quicker.
    if ((await readSize(key)) !== undefined) return "cached";
    // To join whoever is at it would be to hold a place that he may be waiting for.
    if (flights.has(key)) return "cached";
    let work: Promise<Rendering> | undefined;
    const begin = async (all: AbortSignal): Promise<Uint8Array<ArrayBuffer>> => {
      work = render(decision, all);
      return keep(decision, await work);
    };
    try {
      await flights.run(key, begin, signal);
    } finally {
      await work?.catch(() => undefined);
    }
    return "computed";
  }

  async function readSize(key: string): Promise<number | undefined> {
    const cached = await readCached(deps, key);
    await cached?.body.cancel();
    return cached?.size;
  }

  return {
    decide: createDecide(deps, guard),
    compute,

    async open(decision, signal) {
      const { key, isGuarded, record } = decision;
      const cached = await readCached(deps, key);
      if (cached !== undefined) return { ...cached, hit: true };
      if (isGuarded && !flights.has(key)) guard.countComputation(record.account);
      const bytes = await flights.run(key, (all) => computeAndKeep(decision, all), signal);
      return { body: bytes, size: bytes.length, hit: false };
    },

    cachedSize: ({ key }) => readSize(key),

    async warm(decision, { signal, patience }) {
      if ((await readSize(decision.key)) !== undefined) return { outcome: "cached", waitMs: 0 };
      const asked = deps.now();
      await deps.renderer.pause?.();
      const job = async (): Promise<Warming> => {
        const waitMs = deps.now() - asked;
        return { outcome: await warmHere(decision, signal), waitMs };
      };
      const signals = [signal, patience].filter((given) => given !== undefined);
      const leave = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
      return admission.runWhenIdle(decision.plan.predictedBytes, job, leave);
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

/** The bytes of an original. Throws `image_missing` when they are gone. */
export async function readOriginal(deps: AppDeps, record: ImageRecord): Promise<Uint8Array<ArrayBuffer>> {
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
