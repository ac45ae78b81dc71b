import type { Raster } from "../codecs/contract.ts";
import { swapsAxes, type Orientation, type Rectangle, type Size } from "../formats/facts.ts";
import type { Colour } from "../variant/colour.ts";

/** The steps that move or mix whole pixels; each gives a raster of its own and leaves its input alone. */

/** The pixels inside `rectangle`, which must lie within the picture. */
export function crop(raster: Raster, { left, top, width, height }: Rectangle): Raster {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * raster.width + left) * 4;
    data.set(raster.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { width, height, data, opaque: raster.opaque };
}

/** For a destination pixel: index of the source pixel = `start + x * stepX + y * stepY`. */
type Walk = (width: number, height: number) => readonly [start: number, stepX: number, stepY: number];

/** How each EXIF orientation reads a stored picture of `width` × `height` so that it comes out upright. */
const WALKS = {
  1: (w) => [0, 1, w],
  2: (w) => [w - 1, -1, w],
  3: (w, h) => [w * h - 1, -1, -w],
  4: (w, h) => [w * (h - 1), 1, -w],
  5: (w) => [0, w, 1],
  6: (w, h) => [w * (h - 1), -w, 1],
  7: (w, h) => [w * h - 1, -w, -1],
  8: (w) => [w - 1, w, -1],
} as const satisfies Record<Orientation, Walk>;

/** Turns and mirrors a stored picture so that it stands upright. */
export function orient(raster: Raster, orientation: Orientation): Raster {
  const { width: storedWidth, height: storedHeight } = raster;
  const [width, height] = swapsAxes(orientation) ? [storedHeight, storedWidth] : [storedWidth, storedHeight];
  const [start, stepX, stepY] = (WALKS[orientation] as Walk)(storedWidth, storedHeight);
  const source = new Uint32Array(raster.data.buffer);
  const target = new Uint32Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    let from = start + y * stepY;
    for (let x = 0; x < width; x++, from += stepX) target[to++] = source[from]!;
  }
  return { width, height, data: new Uint8Array(target.buffer), opaque: raster.opaque };
}

/** Lays the picture on a plain colour: source-over on straight alpha (Porter and Duff 1984), rounded to nearest. */
export function flatten(raster: Raster, background: Colour): Raster {
  const data = new Uint8Array(raster.data);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3]!;
    if (alpha === 255) continue;
    // Everything in units of 1/255²: what the picture covers, and what of the background shows through.
    const over = alpha * 255;
    const under = background.a * (255 - alpha);
    const sum = over + under;
    data[i] = sum === 0 ? 0 : mix(data[i]!, over, background.r, under, sum);
    data[i + 1] = sum === 0 ? 0 : mix(data[i + 1]!, over, background.g, under, sum);
    data[i + 2] = sum === 0 ? 0 : mix(data[i + 2]!, over, background.b, under, sum);
    data[i + 3] = Math.floor((sum + 127) / 255);
  }
  return { width: raster.width, height: raster.height, data, opaque: raster.opaque || background.a === 255 };
}

function mix(a: number, weightA: number, b: number, weightB: number, sum: number): number {
  return Math.floor((a * weightA + b * weightB + sum / 2) / sum);
}

/** Puts the picture at `left`, `top` of a canvas of one colour; pixels of the picture are kept as they are. */
export function pad(
  raster: Raster,
  canvas: Size & { readonly left: number; readonly top: number; readonly background: Colour },
): Raster {
  const { width, height, left, top, background } = canvas;
  const data = new Uint8Array(width * height * 4);
  const { r, g, b, a } = background;
  for (let i = 0; i < data.length; i += 4) {
    data[i] = r;
    data[i + 1] = g;
    data[i + 2] = b;
    data[i + 3] = a;
  }
  for (let y = 0; y < raster.height; y++) {
    const from = y * raster.width * 4;
    data.set(raster.data.subarray(from, from + raster.width * 4), ((top + y) * width + left) * 4);
  }
  return { width, height, data, opaque: raster.opaque && a === 255 };
}
