import { DarkroomError } from "../errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { probeSvg } from "../svg/probe-svg.ts";
import type { ImageFacts } from "./facts.ts";
import { probeAvif, probeHeic } from "./probe-avif.ts";
import { probeGif } from "./probe-gif.ts";
import { probeJpeg } from "./probe-jpeg.ts";
import { probePng } from "./probe-png.ts";
import { probeWebp } from "./probe-webp.ts";
import { sniff } from "./sniff.ts";
import type { Format } from "./table.ts";

const PROBES = {
  jpeg: probeJpeg,
  png: probePng,
  webp: probeWebp,
  avif: probeAvif,
  gif: probeGif,
  svg: probeSvg,
  heic: probeHeic,
} as const satisfies Record<Format, (bytes: Uint8Array, limits: Limits) => ImageFacts>;

/**
 * Reads what an image's header says, without decoding a pixel, and holds it against the limits.
 * Throws `image_unrecognised` for bytes of no known format, `image_corrupt` and `image_unsupported` where
 * the header tells so already, and `image_too_large` above a limit.
 */
export function probe(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): ImageFacts {
  const format = sniff(bytes);
  if (format === undefined) {
    throw new DarkroomError(
      "image_unrecognised",
      "The file does not begin like a JPEG, PNG, WebP, AVIF, GIF or SVG image; its name and declared type are not considered.",
    );
  }
  const facts = PROBES[format](bytes, limits);
  checkLimits(facts, limits);
  return facts;
}

/** Throws `image_too_large` for an image whose sides, area, frames or scans pass a limit. */
export function checkLimits(facts: ImageFacts, limits: Limits): void {
  const { width, height, frames, scans } = facts;
  if (Math.max(width, height) > limits.sourceSide) {
    throw tooLarge(`The image is ${width}×${height} pixels; a side may have ${limits.sourceSide}.`);
  }
  const area = width * height;
  if (area > limits.sourceArea) {
    throw tooLarge(`The image has ${area} pixels; ${limits.sourceArea} are allowed.`);
  }
  if (frames > 1 && frames * area > limits.animationArea) {
    throw tooLarge(
      `The animation has ${frames} frames of ${area} pixels; ${limits.animationArea} pixels are allowed in all frames together.`,
    );
  }
  if (scans > limits.jpegScans) {
    throw tooLarge(`The JPEG is stored in more than ${limits.jpegScans} scans; save it with fewer.`);
  }
}

function tooLarge(sentence: string): DarkroomError {
  return new DarkroomError("image_too_large", sentence);
}
