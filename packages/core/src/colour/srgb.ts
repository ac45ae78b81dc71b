import { readIccTags } from "./icc-tags.ts";
import {
  isMatrixOnly,
  readCurve,
  readMatrixProfile,
  type Curve,
  type MatrixProfile,
} from "./matrix-profile.ts";
import { power } from "./power.ts";

/**
 * Whether a profile means what an untagged picture means anyway, so that converting would change 8-bit
 * samples by no more than rounding. Decided by its numbers, never by its name: a matrix of sRGB's primaries
 * with sRGB's curve for each channel, or a grey profile with that curve.
 */
export function isSrgb(profile: Uint8Array): boolean {
  const tags = readIccTags(profile);
  if (tags?.space === "GRAY" && isMatrixOnly(tags)) return isSrgbCurve(readCurve(tags.tag("kTRC")));
  const matrix = readMatrixProfile(profile);
  return matrix !== undefined && hasSrgbPrimaries(matrix) && matrix.curves.every(isSrgbCurve);
}

/** Half a level in linear light near black, where the curve is 12.92 times as steep as the identity. */
const HALF_LEVEL = 0.5 / (12.92 * 255);
/** What changes white by a quarter of a level. */
const GAIN = 0.002;

/** Each of the profile's primaries is a full channel of sRGB and next to nothing of the two others. */
function hasSrgbPrimaries({ toLinearSrgb }: MatrixProfile): boolean {
  return toLinearSrgb.every((row, channel) =>
    row.every((linear, primary) =>
      primary === channel ? Math.abs(linear - 1) < GAIN : Math.abs(linear) < HALF_LEVEL,
    ),
  );
}

/** Each of the 256 levels stands for the light that it stands for in sRGB, to half a level. */
function isSrgbCurve(curve: Curve | undefined): boolean {
  if (curve === undefined) return false;
  for (let level = 0; level <= 255; level++) {
    const light = curve(level / 255);
    if (!(light > srgbLight((level - 0.5) / 255) && light < srgbLight((level + 0.5) / 255))) return false;
  }
  return true;
}

/** IEC 61966-2-1: the light of an encoded value; below 0 as straight as just above it. */
export function srgbLight(value: number): number {
  return value > 0.04045 ? power((value + 0.055) / 1.055, 2.4) : value / 12.92;
}
