import { srgbLight } from "../colour/srgb.ts";
import type { MatrixProfile } from "../colour/matrix-profile.ts";
import type { PixelKernels } from "./pixels.ts";

/** Units of light, and of what a sample adds to it, as matrix-colour.as.ts has them. */
const LIGHT_ONE = 2 ** 14;
const SHARE_ONE = 2 ** 26;
/** Rounds a sum to the nearest step of light. */
const HALF_STEP = SHARE_ONE / LIGHT_ONE / 2;
const LEVELS = 256;
/** With shares below this, no sum of three leaves 32 bits. */
const LARGEST_SHARE = 10;

export const MATRIX_TABLE_BYTES = 3 * LEVELS * 16 + LIGHT_ONE + 1;

/** Black may be this light, less than the tables can tell. */
const DARKEST = 0.5 / LIGHT_ONE;

/**
 * The tables that convert from a profile; undefined where its numbers are beyond sense, and where its black is not:
 * then all levels would have to be moved (black point compensation), which is left to Little CMS.
 */
export function matrixTables({ curves, toLinearSrgb }: MatrixProfile): Uint8Array<ArrayBuffer> | undefined {
  const shares = new Int32Array(3 * LEVELS * 4);
  for (const [channel, curve] of curves.entries()) {
    if (!(Math.abs(curve(0)) < DARKEST)) return undefined;
    for (let level = 0; level < LEVELS; level++) {
      const light = curve(level / (LEVELS - 1));
      const at = (channel * LEVELS + level) * 4;
      for (const [output, row] of toLinearSrgb.entries()) {
        const share = light * row[channel]!;
        if (!(Math.abs(share) < LARGEST_SHARE)) return undefined;
        shares[at + output] = Math.round(share * SHARE_ONE) + (channel === 0 ? HALF_STEP : 0);
      }
    }
  }
  const tables = new Uint8Array(MATRIX_TABLE_BYTES);
  tables.set(new Uint8Array(shares.buffer));
  const encoded = tables.subarray(shares.byteLength);
  for (let level = 1; level < LEVELS; level++) {
    // Everything from half way between the level below and this one, until a later turn says otherwise.
    encoded.fill(level, Math.ceil(srgbLight((level - 0.5) / (LEVELS - 1)) * LIGHT_ONE));
  }
  return tables;
}

/** Puts the tables into the memory of a job; returns where they are. */
export function loadMatrix(kernels: PixelKernels, tables: Uint8Array): number {
  const pointer = kernels.allocate(MATRIX_TABLE_BYTES);
  kernels.bytes().set(tables, pointer);
  return pointer;
}

/** Pixels that are converted at a time. */
const STRIP = 16_384;

/** Converts RGBA pixels in place. */
export function convertPixels(
  kernels: PixelKernels,
  tables: Uint8Array,
  pixels: Uint8Array<ArrayBuffer>,
): void {
  kernels.exports.arenaReset();
  const pointer = loadMatrix(kernels, tables);
  const strip = kernels.allocate(STRIP * 4);
  const memory = kernels.bytes();
  for (let from = 0; from < pixels.length; from += STRIP * 4) {
    const part = pixels.subarray(from, from + STRIP * 4);
    memory.set(part, strip);
    kernels.exports.matrixConvert(pointer, strip, part.length / 4);
    part.set(memory.subarray(strip, strip + part.length));
  }
}
