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
  /** Frequencies along either side. */
  readonly across: number;
  readonly down: number;
  readonly amplitudes: readonly number[];
}

/** What a hash holds. The channels are those that `thumbHash` splits a picture into. */
interface Content {
  /** Width by height. */
  readonly proportions: number;
  readonly l: Channel;
  readonly p: Channel;
  readonly q: Channel;
  readonly alpha: Channel;
}

const OPAQUE: Channel = { mean: 1, across: 1, down: 1, amplitudes: [] };

/**
 * Draws a ThumbHash: RGBA, 32 pixels along the longer side, in about the proportions of the picture that it is of.
 * Undefined for bytes that are no whole hash.
 */
export function drawThumbHash(hash: Uint8Array): Pick<Raster, "width" | "height" | "data"> | undefined {
  const content = readThumbHash(hash);
  if (content === undefined) return undefined;
  const { proportions } = content;
  const width = Math.round(LONGER_SIDE * Math.min(1, proportions));
  const height = Math.round(LONGER_SIDE / Math.max(1, proportions));
  const l = draw(content.l, width, height);
  const p = draw(content.p, width, height);
  const q = draw(content.q, width, height);
  const alpha = draw(content.alpha, width, height);
  const data = new Uint8Array(4 * width * height);
  for (let at = 0; at < width * height; at++) {
    // Back from l = (r + g + b) / 3, p = (r + g) / 2 - b and q = r - g.
    const b = l[at]! - (2 / 3) * p[at]!;
    const r = (3 * l[at]! - b + q[at]!) / 2;
    data[4 * at] = toByte(r);
    data[4 * at + 1] = toByte(r - q[at]!);
    data[4 * at + 2] = toByte(b);
    data[4 * at + 3] = toByte(alpha[at]!);
  }
  return { width, height, data };
}

function readThumbHash(hash: Uint8Array): Content | undefined {
  const [first, second, third] = [bytesAt(hash, 0, 3), bytesAt(hash, 3, 2), bytesAt(hash, 5, 1)];
  const hasAlpha = bits(first, FIRST.alpha, 1) === 1;
  const longer = longerWaves(hasAlpha);
  const shorter = bits(second, SECOND.waves, 7);
  const isLandscape = bits(second, SECOND.landscape, 1) === 1;
  const [across, down] = isLandscape ? [longer, shorter] : [shorter, longer];

  let nibble = hasAlpha ? 12 : 10;
  /** Reads the waves that come next. */
  const channel = (mean: number, x: number, y: number, scale: number): Channel => ({
    mean,
    across: x,
    down: y,
    amplitudes: frequencies(x, y).map(() => {
      const step = bits(bytesAt(hash, nibble >> 1, 1), nibble % 2 === 0 ? 0 : 4, STEPS.wave);
      nibble += 1;
      return ((2 * step) / STEPS.wave - 1) * scale;
    }),
  });
  const colour = (mean: number, scale: number): Channel =>
    channel(
      (2 * mean) / STEPS.dc - 1,
      COLOUR_WAVES,
      COLOUR_WAVES,
      (COLOUR_BOOST * scale) / STEPS.colourScale,
    );
  const content: Content = {
    proportions: across / down,
    l: channel(
      bits(first, FIRST.l, STEPS.dc) / STEPS.dc,
      Math.max(COLOUR_WAVES, across),
      Math.max(COLOUR_WAVES, down),
      bits(first, FIRST.scale, STEPS.scale) / STEPS.scale,
    ),
    p: colour(bits(first, FIRST.p, STEPS.dc), bits(second, SECOND.pScale, STEPS.colourScale)),
    q: colour(bits(first, FIRST.q, STEPS.dc), bits(second, SECOND.qScale, STEPS.colourScale)),
    alpha: hasAlpha
      ? channel(
          bits(third, 0, STEPS.alpha) / STEPS.alpha,
          ALPHA_WAVES,
          ALPHA_WAVES,
          bits(third, 4, STEPS.alpha) / STEPS.alpha,
        )
      : OPAQUE,
  };
  const bytes = Math.ceil(nibble / 2);
  // Of waves along the shorter side there is one at least, and never more than along the longer.
  return hash.length < bytes || shorter === 0 || shorter > longer ? undefined : content;
}

/** A number of up to three bytes, the lowest first; what is not there counts as 0. */
function bytesAt(hash: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let byte = 0; byte < count; byte++) value |= (hash[at + byte] ?? 0) << (8 * byte);
  return value;
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
