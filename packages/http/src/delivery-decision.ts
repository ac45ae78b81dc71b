import {
  createVariantDigest,
  deviceClass,
  FORMATS,
  resolveRequest,
  resolveVariant,
  sha256Hex,
  variantDependsOnDevice,
  type DeviceClass,
  type FormatChoice,
  type Plan,
  type PlanRequest,
} from "@darkroom/core";
import { derivedKey } from "@darkroom/storage";
import type { Opened } from "./delivery-access.ts";
import type { AppDeps } from "./deps.ts";
import type { FlexibleGuard } from "./flexible-guard.ts";

/** Everything about an answer that is known before the image's bytes are read: what is made, and why it is that. */
export interface Decision extends Opened {
  /** The kind of device that the request came from, whether or not the variant asks. */
  readonly device: DeviceClass;
  /** The options for that device, and the format that the Accept header led to. */
  readonly request: PlanRequest & FormatChoice;
  readonly plan: Plan;
  /** Where the bytes are kept, in the cache of derived images. */
  readonly key: string;
  readonly etag: string;
  readonly mediaType: string;
  /** Names of the request headers that the choice looked at. */
  readonly vary: readonly string[];
  /** Whether it is a stranger who makes the options up, and is held to the bounds on that. */
  readonly isGuarded: boolean;
}

/** Decides on what a client gets, by the headers that `Vary` may name. */
export type Decide = (opened: Opened, headers: Pick<Headers, "get">) => Promise<Decision>;

/** Throws `output_too_large`, what planning throws, and `flexible_too_large` for a stranger's options. */
export function createDecide(
  { pipeline }: Pick<AppDeps, "pipeline">,
  guard: Pick<FlexibleGuard, "assertSize">,
): Decide {
  const digest = createVariantDigest(pipeline.builds);

  return async (opened, headers) => {
    const { record, found, access } = opened;
    // Who was let in by a signature or a credential does not make options up.
    const isGuarded = found.isFlexible && access.by === "nothing";

    const { device, consulted } = deviceClass(headers);
    const options = resolveVariant(found.variant, device);
    if (isGuarded) guard.assertSize(options);
    const accept = headers.get("accept") ?? undefined;
    const request = resolveRequest(record.facts, options, accept, pipeline.limits);
    const plan = pipeline.plan(record.facts, request, record.size);
    const variant = await digest(request);
    const varyByDevice = variantDependsOnDevice(found.variant) ? consulted : [];
    return {
      ...opened,
      device,
      request,
      plan,
      key: derivedKey({ account: record.account, sha256: record.sha256, variant }),
      // The cache key names the original apart; an ETag must too, or a new image under an old id would answer 304.
      etag: `"${(await sha256Hex(`${record.sha256} ${variant}`)).slice(0, 32)}"`,
      mediaType: FORMATS[request.format].mediaType,
      vary: request.variesByAccept ? ["Accept", ...varyByDevice] : varyByDevice,
      isGuarded,
    };
  };
}
