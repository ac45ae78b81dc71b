import { DarkroomError } from "../errors.ts";
import type { Size } from "../formats/facts.ts";
import type { Limits } from "../limits.ts";
import { CENTRE, type Gravity } from "../variant/gravity.ts";
import { OPTIONS, type Fit, type TransformOptions } from "../variant/options.ts";
import type { Geometry } from "./contract.ts";

export type FitOptions = Pick<TransformOptions, "fit" | "width" | "height" | "gravity" | "dpr">;

/**
 * Fits an upright picture into the requested width and height, as Cloudflare's eight `fit` modes do. With one of
 * the two, the picture is scaled to it and keeps its shape; with neither, it keeps its size. Throws
 * `output_too_large`.
 *
 * Rounding: a side is rounded to the nearest pixel, halves up, and is at least 1. What is cropped is cut from
 * the source in whole pixels, so that no scaled picture larger than the output ever exists: first the size of
 * the cut is rounded, then its position within the room that remains. Where the picture is enlarged, this moves
 * an edge by at most half a source pixel.
 */
export function geometry(
  upright: Size,
  options: FitOptions,
  limits: Pick<Limits, "outputSide" | "outputArea">,
): Geometry {
  const { fit = OPTIONS.fit.default, gravity = CENTRE, dpr = 1 } = options;
  const width = options.width && pixels(options.width * dpr);
  const height = options.height && pixels(options.height * dpr);
  const mode = MODES[fit];
  const fitted =
    width && height
      ? mode.fit(upright, { width, height }, gravity)
      : scaled(upright, mode.clamp(sideScale(upright, width, height)));
  assertWithin(limits, fitted.canvas);
  return fitted;
}

/** An exact ratio of whole numbers: `num / den` loses half pixels to the binary point. */
interface Scale {
  readonly num: number;
  readonly den: number;
}

const UNCHANGED: Scale = { num: 1, den: 1 };

interface Mode {
  /** What the mode makes of a scale that would fit: it may not enlarge, or not shrink. */
  clamp(scale: Scale): Scale;
  fit(source: Size, box: Size, gravity: Gravity): Geometry;
}

const MODES = {
  "scale-down": {
    clamp: shrinking,
    fit: (source, box) => scaled(source, shrinking(inside(source, box))),
  },
  "scale-up": {
    clamp: enlarging,
    fit: (source, box) => scaled(source, enlarging(inside(source, box))),
  },
  contain: {
    clamp: unclamped,
    fit: (source, box) => scaled(source, inside(source, box)),
  },
  pad: {
    clamp: unclamped,
    fit: (source, box) => padded(scaled(source, inside(source, box)), box),
  },
  cover: {
    clamp: unclamped,
    fit: (source, box, gravity) => cropped(source, box, outside(source, box), gravity),
  },
  crop: {
    clamp: shrinking,
    fit(source, box, gravity) {
      const scale = shrinking(outside(source, box));
      const available = times(source, scale);
      const out = {
        width: Math.min(box.width, available.width),
        height: Math.min(box.height, available.height),
      };
      return cropped(source, out, scale, gravity);
    },
  },
  "aspect-crop": {
    clamp: shrinking,
    fit(source, box, gravity) {
      const scale = outside(source, box);
      if (!isEnlarging(scale)) return cropped(source, box, scale, gravity);
      // The picture is too small for the box: the box shrinks until it fits, the picture stays as it is.
      return cropped(source, times(box, inverse(scale)), UNCHANGED, gravity);
    },
  },
  squeeze: {
    clamp: unclamped,
    fit: (source, box) => resized({ left: 0, top: 0, ...sizeOf(source) }, box),
  },
} as const satisfies Record<Fit, Mode>;

/** The scale at which one side is as requested; no change where neither is. */
function sideScale(source: Size, width: number | undefined, height: number | undefined): Scale {
  if (width) return { num: width, den: source.width };
  if (height) return { num: height, den: source.height };
  return UNCHANGED;
}

/** The largest scale at which the picture fits into the box. */
function inside(source: Size, box: Size): Scale {
  return smaller(sideScale(source, box.width, undefined), sideScale(source, undefined, box.height));
}

/** The smallest scale at which the picture covers the box. */
function outside(source: Size, box: Size): Scale {
  return larger(sideScale(source, box.width, undefined), sideScale(source, undefined, box.height));
}

function shrinking(scale: Scale): Scale {
  return smaller(UNCHANGED, scale);
}

function enlarging(scale: Scale): Scale {
  return larger(UNCHANGED, scale);
}

function unclamped(scale: Scale): Scale {
  return scale;
}

function isEnlarging({ num, den }: Scale): boolean {
  return num > den;
}

function smaller(a: Scale, b: Scale): Scale {
  return a.num * b.den <= b.num * a.den ? a : b;
}

function larger(a: Scale, b: Scale): Scale {
  return smaller(a, b) === a ? b : a;
}

function inverse({ num, den }: Scale): Scale {
  return { num: den, den: num };
}

/** A size at a scale; the product is exact, the one division rounds correctly, so halves are true halves. */
function times({ width, height }: Size, { num, den }: Scale): Size {
  return { width: pixels((width * num) / den), height: pixels((height * num) / den) };
}

/** THE rounding of sides: to nearest, halves up, at least one pixel. */
function pixels(side: number): number {
  return Math.max(1, Math.round(side));
}

/** THE rounding of positions: the share of the room that remains, to nearest, halves up. */
function place(share: number, whole: number, part: number): number {
  return Math.round(share * (whole - part));
}

function scaled(source: Size, scale: Scale): Geometry {
  return resized({ left: 0, top: 0, ...sizeOf(source) }, times(source, scale));
}

/** The part of the source that is `out` at the scale, where gravity puts it: left = x · (scaled − out). */
function cropped(source: Size, out: Size, scale: Scale, gravity: Gravity): Geometry {
  const { width, height } = times(out, inverse(scale));
  const left = place(gravity.x, source.width, width);
  const top = place(gravity.y, source.height, height);
  return resized({ left, top, width, height }, out);
}

/** Always in the middle: gravity is for what crops. */
function padded(fitted: Geometry, box: Size): Geometry {
  const left = place(CENTRE.x, box.width, fitted.resize.width);
  const top = place(CENTRE.y, box.height, fitted.resize.height);
  return { ...fitted, canvas: { ...sizeOf(box), left, top } };
}

function resized(source: Geometry["source"], out: Size): Geometry {
  return { source, resize: sizeOf(out), canvas: { ...sizeOf(out), left: 0, top: 0 } };
}

/** Only the size of what may carry more. */
function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

function assertWithin(limits: Pick<Limits, "outputSide" | "outputArea">, { width, height }: Size): void {
  if (Math.max(width, height) <= limits.outputSide && width * height <= limits.outputArea) return;
  throw new DarkroomError(
    "output_too_large",
    `The picture would be ${width} × ${height} pixels; at most ${limits.outputSide} on a side and ${limits.outputArea} in all are made. Ask for a smaller \`width\` or \`height\`.`,
  );
}
