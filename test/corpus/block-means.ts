import { deltaE2000, type Lab, labOfSrgb } from "./delta-e.ts";

/** Pixels in RGBA, 8 bits a sample, not premultiplied, rows from the top. */
export interface Picture {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

const BLOCK = 8;

/**
 * How far apart two pictures are in colour: the mean CIEDE2000 between the means of their blocks of 8 × 8
 * pixels, each picture composed on white. Noise, sharpness and shifts by a fraction of a pixel average out;
 * what is left is a wrong colour. Throws for pictures of different size.
 */
export function meanBlockDeltaE(one: Picture, other: Picture): number {
  if (one.width !== other.width || one.height !== other.height) {
    throw new Error(
      `Expected two pictures of one size: ${one.width}×${one.height}, ${other.width}×${other.height}`,
    );
  }
  let sum = 0;
  let blocks = 0;
  for (let top = 0; top < one.height; top += BLOCK) {
    for (let left = 0; left < one.width; left += BLOCK) {
      sum += deltaE2000(blockMean(one, left, top), blockMean(other, left, top));
      blocks++;
    }
  }
  return sum / blocks;
}

/** The mean of a block's encoded samples as a colour; at the right and lower edge of what there is of it. */
function blockMean({ data, width, height }: Picture, left: number, top: number): Lab {
  const right = Math.min(left + BLOCK, width);
  const bottom = Math.min(top + BLOCK, height);
  const sums: [number, number, number] = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * width + x) * 4;
      const alpha = (data[at + 3] ?? 0) / 255;
      for (const channel of [0, 1, 2] as const) {
        sums[channel] += (data[at + channel] ?? 0) * alpha + 255 * (1 - alpha);
      }
    }
  }
  const pixels = (right - left) * (bottom - top);
  return labOfSrgb(sums[0] / pixels, sums[1] / pixels, sums[2] / pixels);
}
