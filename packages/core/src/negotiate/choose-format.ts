import type { ImageFacts, Size } from "../formats/facts.ts";
import { FORMATS, type Format, type FormatRow } from "../formats/table.ts";
import type { Limits } from "../limits.ts";
import { isStrippable } from "../metadata/strip.ts";
import type { FormatOption } from "../variant/options.ts";
import { names, quality, type AcceptRanges } from "./accept.ts";

export interface FormatRequest {
  readonly accept: AcceptRanges;
  readonly requested: FormatOption;
  readonly facts: Pick<ImageFacts, "format" | "frames">;
  /** The picture to deliver may be transparent: the source is, and no opaque background is laid under it. */
  readonly alpha: boolean;
  /** The size of the picture to deliver. */
  readonly output: Size;
  readonly limits: Pick<Limits, "avifArea">;
}

export interface FormatChoice {
  readonly format: Format;
  /** Deliver the uploaded animation, without its metadata, instead of a still picture of it. */
  readonly passThrough: boolean;
  /** A JPEG in one scan was asked for. */
  readonly baseline: boolean;
  /** Another Accept header could have led to another format, which `Vary` must then say. */
  readonly variesByAccept: boolean;
  /** Why this format, in a sentence for people. */
  readonly reason: string;
}

/**
 * Chooses the format to deliver. Accept says what is allowed, the server's preference (AVIF, WebP, the family
 * of the source) what is chosen; there is always a choice, never a 406. A format that is asked for is honoured
 * whatever the client says, unless the picture is too large for it.
 */
export function chooseFormat(request: FormatRequest): FormatChoice {
  const { facts, alpha } = request;
  const family = FORMATS[facts.format].family[alpha ? "alpha" : "opaque"];
  // What is not pixels (SVG) stays what it is.
  if (!FORMATS[family].encodes) {
    return { ...STILL, format: family, reason: `${label(family)} is not converted.` };
  }
  const { format, baseline } = REQUESTS[request.requested];
  if (format === undefined) {
    return { ...bestAllowed(request, family), variesByAccept: true };
  }
  if (isWithin(format, request)) {
    return { ...STILL, format, baseline, reason: `${label(format)} is asked for.` };
  }
  const instead = bestStill(request, family);
  return {
    ...STILL,
    format: instead.format,
    variesByAccept: true,
    reason: `The picture is too large for ${label(format)}. ${instead.reason}`,
  };
}

const STILL = { passThrough: false, baseline: false, variesByAccept: false } as const;

/** What each value of `format` asks for; `auto` leaves the choice to the server. */
const REQUESTS: Readonly<Record<FormatOption, { format: Format | undefined; baseline: boolean }>> = {
  auto: { format: undefined, baseline: false },
  avif: { format: "avif", baseline: false },
  webp: { format: "webp", baseline: false },
  jpeg: { format: "jpeg", baseline: false },
  "baseline-jpeg": { format: "jpeg", baseline: true },
  png: { format: "png", baseline: false },
};

/** What the server prefers to the family of the source, best first. */
const PREFERRED: readonly Format[] = ["avif", "webp"];

/** What is left for a client that refuses the family of the source. */
const PLAIN = (Object.keys(FORMATS) as Format[]).filter(
  (format) => FORMATS[format].encodes && !FORMATS[format].mustBeNamed,
);

/** Sizes up to which a format can, or by the budget may, be made. */
const BOUNDS: Partial<Record<Format, (output: Size, limits: FormatRequest["limits"]) => boolean>> = {
  avif: ({ width, height }, { avifArea }) => width * height <= avifArea,
  // 14 bits for each side (RFC 9649, section 2.5).
  webp: ({ width, height }) => Math.max(width, height) <= 16_383,
};

function bestAllowed(request: FormatRequest, family: Format): FormatChoice {
  const { format, frames } = request.facts;
  if (frames > 1 && isStrippable(format) && isAllowed(request.accept, format)) {
    return {
      ...STILL,
      format,
      passThrough: true,
      reason: `The client takes the animated ${label(format)} as it is.`,
    };
  }
  return { ...STILL, ...bestStill(request, family) };
}

function bestStill(request: FormatRequest, family: Format): Pick<FormatChoice, "format" | "reason"> {
  const better = PREFERRED.find((format) => isAllowed(request.accept, format) && isWithin(format, request));
  if (better !== undefined) {
    return { format: better, reason: `${label(better)} is the best that the client accepts for this size.` };
  }
  const plain = [family, ...PLAIN].find((format) => isAllowed(request.accept, format));
  if (plain === undefined) {
    return {
      format: family,
      reason: `The client accepts nothing that can be made; ${label(family)} is nearest to the source.`,
    };
  }
  return plain === family
    ? { format: family, reason: `${label(family)} is nearest to the source of what every client takes.` }
    : { format: plain, reason: `The client refuses ${label(family)} and accepts ${label(plain)}.` };
}

function isAllowed(accept: AcceptRanges, format: Format): boolean {
  const { mediaType, mustBeNamed }: FormatRow = FORMATS[format];
  return mustBeNamed ? names(accept, mediaType) : quality(accept, mediaType) > 0;
}

function isWithin(format: Format, { output, limits }: FormatRequest): boolean {
  return BOUNDS[format]?.(output, limits) ?? true;
}

function label(format: Format): string {
  return FORMATS[format].mediaType;
}
