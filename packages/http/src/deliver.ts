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
import type { Account } from "./account.ts";
import type { Admission } from "./admission.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { createFlexibleGuard } from "./flexible-guard.ts";
import { describeError } from "./log.ts";
import { createSingleFlight } from "./single-flight.ts";
import { lookUpVariant, type FoundVariant } from "./variant-lookup.ts";

/** What a delivery address names, parsed. */
export interface DeliveryTarget {
  readonly account: Account;
  readonly id: string;
  readonly variant: { readonly name: string } | { readonly options: string };
}

/** What the sender of a request may do beyond what every stranger may. */
export interface DeliveryRights {
  /** Options in the address although the account has flexible variants switched off. */
  readonly opensFlexible?: boolean;
  /** Options without the guard against enumeration: the owner signed the address or sent a credential. */
  readonly isTrusted?: boolean;
}

/** Everything about an answer that is known before any pixel is touched. */
export interface Delivery {
  readonly etag: string;
  readonly mediaType: string;
  /** Names of the request headers that the choice looked at. */
  readonly vary: readonly string[];
  /** Seconds that browsers may keep the answer. */
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
   * Throws `image_missing`, `variant_missing`, `access_denied`, `flexible_off`, `flexible_too_large` and what is
   * wrong with options; opening throws `flexible_too_many`.
   */
  return async function prepare(
    target: DeliveryTarget,
    headers: Headers,
    rights: DeliveryRights = {},
  ): Promise<Delivery> {
    // Taken before anything is read: what is deleted from here on must not come back into the cache.
    const since = deps.derived.generation();
    const { record, found } = await findBoth(deps, target, rights);
    const isGuarded = found.isFlexible && rights.isTrusted !== true;

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
      const bytes = await admission.run(
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

async function findBoth(
  deps: AppDeps,
  { account, id, variant }: DeliveryTarget,
  { opensFlexible }: DeliveryRights,
): Promise<{ record: ImageRecord; found: FoundVariant }> {
  const [record, found] = await Promise.all([
    deps.records.getImage(account.tag, id),
    lookUpVariant(deps, account.tag, variant, opensFlexible),
  ]);
  if (record === undefined) throw new HttpError("image_missing");
  if (record.requireSignedURLs) throw new HttpError("access_denied");
  return { record, found };
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
