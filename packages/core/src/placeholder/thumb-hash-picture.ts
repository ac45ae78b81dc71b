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
  const opacity = hash[5] ?? 0;
  const alpha: Channel = hasAlpha
    ? channel(
        bits(opacity, 0, STEPS.alpha) / STEPS.alpha,
        ALPHA_WAVES,
        ALPHA_WAVES,
        bits(opacity, 4, STEPS.alpha) / STEPS.alpha,
      )
    : { mean: 1, across: 1, down: 1, amplitudes: [] };
  if (shorter === 0 || (nibble + 1) >> 1 > hash.length) return undefined;

  const width = landscape ? LONGER_SIDE : Math.round((LONGER_SIDE * across) / down);
  const height = landscape ? Math.round((LONGER_SIDE * down) / across) : LONGER_SIDE;
  const drawn = [l, p, q, alpha].map((each) => draw(each, width, height)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const data = new Uint8Array(4 * width * height);
  for (let at = 0; at < width * height; at++) {
    const [lightness, blueYellow, greenRed, a] = drawn.map((values) => values[at]!) as [
      number,
      number,
      number,
      number,
    ];
    const b = lightness - (2 / 3) * blueYellow;
    const r = (3 * lightness - b + greenRed) / 2;
    data.set([r, r - greenRed, b, a].map(toByte), 4 * at);
  }
  return { width, height, data };
}

/** The sum of a channel's waves at every pixel. */
function draw({ mean, across, down, amplitudes }: Channel, width: number, height: number): Float64Array {
  const columns = waves(across, width);
  const rows = waves(down, height);
  const kept = frequencies(across, down);
  const values = new Float64Array(width * height);
  for (let at = 0; at < values.length; at++) {
    const x = at % width;
    const y = (at - x) / width;
    let sum = mean;
    for (const [wave, [cx, cy]] of kept.entries()) {
      // Every wave but the mean is of both signs, so that its mean square is half, and a quarter in two directions.
      sum += amplitudes[wave]! * columns[cx]![x]! * rows[cy]![y]! * 2;
    }
    values[at] = sum;
  }
  return values;
}

function bits(field: number, place: number, most: number): number {
  return (field >> place) & most;
}

function toByte(value: number): number {
  return Math.trunc(255 * Math.min(1, Math.max(0, value)));
}
