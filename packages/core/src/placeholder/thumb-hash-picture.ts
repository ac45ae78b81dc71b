import type { Raster } from "../codecs/contract.ts";
import { waves } from "./cosine.ts";
import {
  ALPHA_WAVES,
  COLOUR_WAVES,
  FIRST,
  frequencies,
  longerWaves,
  SECOND,
  STEPS,
} from "./thumb-hash-layout.ts";

/** The longer side of the picture that a hash is drawn as, in pixels. */
const LONGER_SIDE = 32;
/** Colours are drawn stronger than they are kept, for the steps weaken them: the format says so. */
const COLOUR_BOOST = 1.25;

interface Channel {
  readonly mean: number;
  readonly across: number;
  readonly down: number;
  readonly amplitudes: readonly number[];
}

/**
 * Draws a ThumbHash: RGBA of at most 32 pixels a side, in about the proportions of the picture that it is of.
 * Undefined for bytes that are no whole hash.
 */
export function drawThumbHash(hash: Uint8Array): Pick<Raster, "width" | "height" | "data"> | undefined {
  const first = hash[0]! | (hash[1]! << 8) | (hash[2]! << 16);
  const second = hash[3]! | (hash[4]! << 8);
  const hasAlpha = bits(first, FIRST.alpha, 1) === 1;
  const landscape = bits(second, SECOND.landscape, 1) === 1;
  const longer = longerWaves(hasAlpha);
  const shorter = bits(second, SECOND.waves, 7);
  const [across, down] = landscape ? [longer, shorter] : [shorter, longer];

  let nibble = hasAlpha ? 12 : 10;
  const channel = (mean: number, x: number, y: number, scale: number): Channel => ({
    mean,
    across: x,
    down: y,
    amplitudes: frequencies(x, y).map(() => {
      const byte = hash[nibble >> 1] ?? Number.NaN;
      const value = nibble++ % 2 === 0 ? byte % 16 : (byte - (byte % 16)) / 16;
      return ((2 * value) / STEPS.wave - 1) * scale;
    }),
  });
  const l = channel(
    bits(first, FIRST.l, STEPS.dc) / STEPS.dc,
    Math.max(COLOUR_WAVES, across),
    Math.max(COLOUR_WAVES, down),
    bits(first, FIRST.scale, STEPS.scale) / STEPS.scale,
  );
  const [p, q] = (["p", "q"] as const).map((name) =>
    channel(
      (2 * bits(first, FIRST[name], STEPS.dc)) / STEPS.dc - 1,
      COLOUR_WAVES,
      COLOUR_WAVES,
      (COLOUR_BOOST * bits(second, SECOND[`${name}Scale`], STEPS.colourScale)) / STEPS.colourScale,
    ),
  ) as [Channel, Channel];
  const fields = hash[5] ?? 0;
  const alpha: Channel = hasAlpha
    ? channel(
        bits(fields, 0, STEPS.alpha) / STEPS.alpha,
        ALPHA_WAVES,
        ALPHA_WAVES,
        bits(fields, 4, STEPS.alpha) / STEPS.alpha,
      )
    : { mean: 1, across: 1, down: 1, amplitudes: [] };
  if (shorter === 0 || (nibble + 1) >> 1 > hash.length) return undefined;

  const width = landscape ? LONGER_SIDE : Math.round((LONGER_SIDE * across) / down);
  const height = landscape ? Math.round((LONGER_SIDE * down) / across) : LONGER_SIDE;
  const [lightness, blueYellow, greenRed, opacity] = [
    draw(l, width, height),
    draw(p, width, height),
    draw(q, width, height),
    draw(alpha, width, height),
  ];
  const data = new Uint8Array(4 * width * height);
  for (let at = 0; at < width * height; at++) {
    const b = lightness[at]! - (2 / 3) * blueYellow[at]!;
    const r = (3 * lightness[at]! - b + greenRed[at]!) / 2;
    data[4 * at] = toByte(r);
    data[4 * at + 1] = toByte(r - greenRed[at]!);
    data[4 * at + 2] = toByte(b);
    data[4 * at + 3] = toByte(opacity[at]!);
  }
  return { width, height, data };
}

/** The sum of a channel's waves at every pixel: row by row, each a sum of waves across. */
function draw({ mean, across, down, amplitudes }: Channel, width: number, height: number): Float64Array {
  const columns = waves(across, width);
  const rows = waves(down, height);
  const kept = frequencies(across, down);
  const values = new Float64Array(width * height).fill(mean);
  const row = new Float64Array(across);
  for (let y = 0; y < height; y++) {
    row.fill(0);
    // Twice: the mean of a wave times itself is half, and it is by that that they were measured.
    for (const [wave, [cx, cy]] of kept.entries()) row[cx]! += 2 * amplitudes[wave]! * rows[cy]![y]!;
    for (let cx = 0; cx < across; cx++) {
      for (let x = 0; x < width; x++) values[y * width + x]! += row[cx]! * columns[cx]![x]!;
    }
  }
  return values;
}

function bits(field: number, place: number, most: number): number {
  return (field >> place) & most;
}

function toByte(value: number): number {
  return Math.trunc(255 * Math.min(1, Math.max(0, value)));
}
