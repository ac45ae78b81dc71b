import {
  createVariantDigest,
  deviceClass,
  FORMATS,
  resolveRequest,
  resolveVariant,
  sha256Hex,
  variantDependsOnDevice,
} from "@darkroom/core";
import { derivedKey, type ImageRecord } from "@darkroom/storage";
import { openTarget, type Access } from "./delivery-access.ts";
import type { Account } from "./account.ts";
import type { Admission } from "./admission.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { createFlexibleGuard } from "./flexible-guard.ts";
import { describeError } from "./log.ts";
import { createSingleFlight } from "./single-flight.ts";

/** What a delivery address names, parsed. */
export interface DeliveryTarget {
  readonly account: Account;
  readonly id: string;
  readonly variant: { readonly name: string } | { readonly options: string };
}

/** Everything about an answer that is known before any pixel is touched. */
export interface Delivery {
  readonly etag: string;
  readonly mediaType: string;
  /** Names of the request headers that the choice looked at. */
  readonly vary: readonly string[];
  /** What opened it. */
  readonly access: Access;
  /** Seconds that browsers may keep the answer, were it for everybody. */
  readonly browserTtl: number;
  /** The bytes, from the cache or computed now. */
  open(signal?: AbortSignal): Promise<DeliveredBytes>;
}

export interface DeliveredBytes {
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly size: number;
  readonly hit: boolean;
}

/** Prepares deliveries; one for the life of an application, for it is here that identical requests meet. */
export function createDelivery(deps: AppDeps, admission: Admission) {
  const flights = createSingleFlight<Uint8Array<ArrayBuffer>>();
  const digest = createVariantDigest(deps.pipeline.builds);
  const guard = createFlexibleGuard(deps.settings, deps.now);

  /**
   * Reads image and variant, decides what this client gets and says so, without reading the image's bytes.
   * Throws what `openTarget` throws, and `flexible_too_large`; opening throws `flexible_too_many`.
   */
  return async function prepare(target: DeliveryTarget, incoming: Request): Promise<Delivery> {
    const { headers } = incoming;
    // Taken before anything is read: what is deleted from here on must not come back into the cache.
    const since = deps.derived.generation();
    // And before a cache is: whether it may be seen is asked anew at every request.
    const { record, found, access } = await openTarget(deps, target, incoming);
    // Who was let in by a signature or a credential does not make options up.
    const isGuarded = found.isFlexible && access.by === "nothing";

    const { device, consulted } = deviceClass(headers);
    const options = resolveVariant(found.variant, device);
    if (isGuarded) guard.assertSize(options);
    const vary = variantDependsOnDevice(found.variant) ? consulted : [];
    const accept = headers.get("accept") ?? undefined;
    const request = resolveRequest(record.facts, options, accept, deps.pipeline.limits);
    const plan = deps.pipeline.plan(record.facts, request, record.size);
    const variant = await digest(request);
    // The cache key names the original apart; an ETag must too, or a new image under an old id would answer 304.
    const etag = `"${(await sha256Hex(`${record.sha256} ${variant}`)).slice(0, 32)}"`;
    const key = derivedKey({ account: record.account, sha256: record.sha256, variant });

    async function compute(signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
      const { bytes } = await admission.run(
        plan.predictedBytes,
        async () => {
          const source = await readOriginal(deps, record);
          signal.throwIfAborted();
          return deps.renderer.render({ plan, facts: record.facts, source }, signal);
        },
        signal,
      );
      await deps.derived
        .put(key, bytes, { since })
        .catch((error: unknown) =>
          deps.log.warn("derived image not cached", { error: describeError(error) }),
        );
      return bytes;
    }

    return {
      etag,
      mediaType: FORMATS[request.format].mediaType,
      vary: request.variesByAccept ? ["Accept", ...vary] : vary,
      access,
      browserTtl: found.browserTtl,
      async open(signal) {
        const cached = await readCached(deps, key);
        if (cached !== undefined) return { ...cached, hit: true };
        if (isGuarded && !flights.has(key)) guard.countComputation(record.account);
        const bytes = await flights.run(key, compute, signal);
        return { body: bytes, size: bytes.length, hit: false };
      },
    };
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
