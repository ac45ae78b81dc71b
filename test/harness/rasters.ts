import sharp, { type Sharp } from "sharp";
import type { Raster } from "../../packages/core/src/codecs/contract.ts";
import { isDarkroomError } from "../../packages/core/src/errors.ts";
import type { ImageFacts } from "../../packages/core/src/formats/facts.ts";
import { probe } from "../../packages/core/src/formats/probe.ts";
import { DEFAULT_LIMITS } from "../../packages/core/src/limits.ts";

/** RGBA pixels, 8 bits a sample. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** What sharp sees in a file, first frame, as stored: neither turned nor converted to another profile. */
export async function sharpPixels(bytes: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(bytes, { failOn: "none" })
    .keepIccProfile()
    .ensureAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

/** The pixels as an image that sharp can encode or transform. */
export function sharpOf({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } });
}

/** Independent samples of all values, the worst case of every encoder; alpha too unless `opaque`. */
export function noise(width: number, height: number, opaque: boolean): Pixels & { readonly opaque: boolean } {
  const data = new Uint8Array(width * height * 4);
  let state = 1;
  for (let i = 0; i < data.length; i++) {
    // Numerical Recipes' linear congruential generator; the high bits are the good ones.
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    data[i] = opaque && i % 4 === 3 ? 255 : state >>> 24;
  }
  return { width, height, data, opaque };
}

/** The largest difference of any sample that can be seen: colour where both are wholly transparent is left out. */
export function largestDifference(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.data.length; i++) {
    if (i % 4 < 3 && a.data[i | 3] === 0 && b.data[i | 3] === 0) continue;
    largest = Math.max(largest, Math.abs((a.data[i] ?? 0) - (b.data[i] ?? 0)));
  }
  return largest;
}

/** Peak signal-to-noise ratio of the colours in decibels; infinite for equal pictures. */
export function psnr(a: Pixels, b: Pixels): number {
  let squares = 0;
  for (let i = 0; i < a.data.length; i++)
    if (i % 4 < 3) squares += ((a.data[i] ?? 0) - (b.data[i] ?? 0)) ** 2;
  return 10 * Math.log10((255 * 255 * 0.75 * a.data.length) / squares);
}

/** The picture on a background of one grey, for comparing what is seen of transparent pictures. */
export function composed({ width, height, data }: Pixels, grey: number): Pixels {
  const out = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = (data[i + 3] ?? 0) / 255;
    for (let c = i; c < i + 3; c++) out[c] = Math.round((data[c] ?? 0) * alpha + grey * (1 - alpha));
    out[i + 3] = 255;
  }
  return { width, height, data: out };
}

/** What may come of a file that was tampered with. */
export const HARMLESS = [
  "pixels",
  "image_corrupt",
  "image_unsupported",
  "image_unrecognised",
  "image_too_large",
];

/** Small limits, so that a header that was tampered with does not make a test slow. */
const LIMITS = { ...DEFAULT_LIMITS, sourceSide: 2000, sourceArea: 1_000_000 };

/**
 * What comes of a file as a service would take it, header first: "pixels" when they are as many as the header
 * says, the code of a DarkroomError, or any other failure itself.
 */
export async function outcomeOf(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array, facts: ImageFacts) => Promise<Raster>,
): Promise<unknown> {
  try {
    const facts = probe(bytes, LIMITS);
    const { width, height, data } = await decode(bytes, facts);
    const agrees = width === facts.width && height === facts.height && data.length === width * height * 4;
    return agrees ? "pixels" : `${width}×${height} in ${data.length} bytes`;
  } catch (error) {
    return isDarkroomError(error) ? error.code : error;
  }
}
