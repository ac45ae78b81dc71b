import type { Raster } from "../codecs/contract.ts";
import { isOpaque } from "../codecs/opaque.ts";
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

/** Sides that the format is made for. */
const MOST_SIDE = 100;

/** One channel in frequencies: its mean, the largest amplitude, and the amplitudes in parts of it, -1 to 1. */
interface Spectrum {
  readonly mean: number;
  readonly scale: number;
  readonly amplitudes: readonly number[];
}

/**
 * The ThumbHash of a small picture: at most 100 pixels a side, at least 1. The same bytes on every engine.
 * Throws a `RangeError` for another size.
 */
export function thumbHash(picture: Pick<Raster, "width" | "height" | "data">): Uint8Array<ArrayBuffer> {
  const { width, height, data } = picture;
  if (Math.min(width, height) < 1 || Math.max(width, height) > MOST_SIDE) {
    throw new RangeError(`Expected 1 to ${MOST_SIDE} pixels a side but received ${width}×${height}.`);
  }
  const hasAlpha = !isOpaque(data);
  const most = longerWaves(hasAlpha);
  const wavesOf = (side: number): number => Math.max(1, Math.round((most * side) / Math.max(width, height)));
  const across = wavesOf(width);
  const down = wavesOf(height);
  const landscape = width > height;

  const channels = split(picture);
  const spectrum = (channel: Float64Array, x: number, y: number): Spectrum =>
    analyse(channel, picture, Math.max(COLOUR_WAVES, x), Math.max(COLOUR_WAVES, y));
  const l = spectrum(channels.l, across, down);
  const p = spectrum(channels.p, COLOUR_WAVES, COLOUR_WAVES);
  const q = spectrum(channels.q, COLOUR_WAVES, COLOUR_WAVES);
  const alpha = hasAlpha ? spectrum(channels.alpha, ALPHA_WAVES, ALPHA_WAVES) : undefined;

  const first =
    (step(l.mean, STEPS.dc) << FIRST.l) |
    (step(0.5 + p.mean / 2, STEPS.dc) << FIRST.p) |
    (step(0.5 + q.mean / 2, STEPS.dc) << FIRST.q) |
    (step(l.scale, STEPS.scale) << FIRST.scale) |
    (Number(hasAlpha) << FIRST.alpha);
  const second =
    ((landscape ? down : across) << SECOND.waves) |
    (step(p.scale, STEPS.colourScale) << SECOND.pScale) |
    (step(q.scale, STEPS.colourScale) << SECOND.qScale) |
    (Number(landscape) << SECOND.landscape);
  const bytes = [first, first >> 8, first >> 16, second, second >> 8];
  if (alpha !== undefined) bytes.push(step(alpha.mean, STEPS.alpha) | (step(alpha.scale, STEPS.alpha) << 4));

  const amplitudes = [l, p, q, ...(alpha === undefined ? [] : [alpha])].flatMap((each) => each.amplitudes);
  for (let at = 0; at < amplitudes.length; at += 2) {
    const [low = -1, high = -1] = [amplitudes[at], amplitudes[at + 1]];
    bytes.push(step(0.5 + low / 2, STEPS.wave) | (step(0.5 + high / 2, STEPS.wave) << 4));
  }
  return Uint8Array.from(bytes);
}

/** The nearest of `most` steps to a number from 0 to 1. */
function step(value: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(most * value)));
}

/** Lightness, blue against yellow, green against red, and opacity; the picture lies on its own mean colour. */
function split({ width, height, data }: Pick<Raster, "width" | "height" | "data">) {
  const pixels = width * height;
  const mean = [0, 0, 0];
  let opacity = 0;
  for (let at = 0; at < data.length; at += 4) {
    const a = data[at + 3]!;
    opacity += a;
    for (let c = 0; c < 3; c++) mean[c]! += a * data[at + c]!;
  }
  const under = mean.map((sum) => (opacity === 0 ? 0 : sum / opacity / 255));
  const l = new Float64Array(pixels);
  const p = new Float64Array(pixels);
  const q = new Float64Array(pixels);
  const alpha = new Float64Array(pixels);
  for (let at = 0; at < pixels; at++) {
    const a = data[4 * at + 3]! / 255;
    const [r, g, b] = under.map((colour, c) => colour * (1 - a) + (a * data[4 * at + c]!) / 255) as [
      number,
      number,
      number,
    ];
    l[at] = (r + g + b) / 3;
    p[at] = (r + g) / 2 - b;
    q[at] = r - g;
    alpha[at] = a;
  }
  return { l, p, q, alpha };
}

/** The cosine transform of a channel, in the frequencies that are kept: along the rows, then down the columns. */
function analyse(
  channel: Float64Array,
  { width, height }: Pick<Raster, "width" | "height">,
  across: number,
  down: number,
): Spectrum {
  const rows = waves(across, width).map((wave) =>
    Float64Array.from({ length: height }, (_, y) => {
      let sum = 0;
      for (let x = 0; x < width; x++) sum += channel[y * width + x]! * wave[x]!;
      return sum;
    }),
  );
  const columns = waves(down, height);
  const amplitude = (x: number, y: number): number => {
    let sum = 0;
    for (let at = 0; at < height; at++) sum += rows[x]![at]! * columns[y]![at]!;
    return sum / (width * height);
  };
  const found = frequencies(across, down).map(([x, y]) => amplitude(x, y));
  const scale = found.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return {
    mean: amplitude(0, 0),
    scale,
    // What rounding leaves of nothing is nothing: a plain picture has a plain hash.
    amplitudes: found.map((each) => (scale < NOTHING ? 0 : each / scale)),
  };
}

/** Far below a step of any scale, far above what rounding leaves. */
const NOTHING = 1e-6;
