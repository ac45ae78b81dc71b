/**
 * Bands of planes to rows of RGBA: chroma interpolated to the full size, YCbCr converted as ITU-T T.871 has it.
 *
 * Chroma with half the samples in a direction is interpolated linearly, centred as in JFIF: 3/4 of the nearer
 * sample and 1/4 of the other one. The row of samples beyond a band's end comes with the next band, so the last
 * row of pixels waits for it; every band has the last row of the band before above it. Chroma of any
 * other proportion is repeated.
 */

import { reserve } from "./arena.as";
import { Component, component, componentCount, mcusHigh, mostH, mostV, scale } from "./jpeg-frame.as";

/** What the components are. The values are those of `COLOURS` in jpeg-decode.ts. */
const GREY: i32 = 1;
const YCC: i32 = 2;

let colour: i32 = 0;
let width: i32 = 0;
let height: i32 = 0;
/** A row of chroma between the interpolations: 4 times the sample, i16, with a sample more at both ends. */
let blended: usize = 0;
/** Rows of the full width, one for each component. */
let full: usize = 0;
let fullBytes: usize = 0;
let pixels: usize = 0;
/** Rows of pixels of a band; the first row of the band that is there, and the next one to be made. */
let bandHeight: i32 = 0;
let bandTop: i32 = 0;
let nextRow: i32 = 0;
/** Rows that wait for the next band: 1 or 0. */
let lag: i32 = 0;

/** Converts `number` samples of each plane, colours being those of `jpegColourOpen`, to as many pixels. */
export function convertRow(kind: i32, a: usize, b: usize, c: usize, out: usize, number: i32): void {
  width = number;
  if (kind == GREY) greyPixels(a, out);
  else if (kind == YCC) yccPixels(a, b, c, out);
  else rgbPixels(a, b, c, out);
}

/**
 * Converts samples of four planes to CMYK, four bytes a pixel, 255 being full ink. `ycck`: the first three are YCbCr of
 * the complement of the inks. `inverted`: the samples say how much ink is missing, as Adobe's programs have it.
 */
export function convertInkRow(
  ycck: bool,
  inverted: bool,
  a: usize,
  b: usize,
  c: usize,
  k: usize,
  out: usize,
  number: i32,
): void {
  width = number;
  if (ycck) yccPixels(a, b, c, out);
  else rgbPixels(a, b, c, out);
  const flipColours: u32 = ycck != inverted ? 0x00ffffff : 0;
  const flip = flipColours | (inverted ? 0xff000000 : 0);
  for (let x: usize = 0; x < <usize>number; x++) {
    const pixel = (load<u32>(out + (x << 2)) & 0x00ffffff) | (<u32>load<u8>(k + x) << 24);
    store<u32>(out + (x << 2), pixel ^ flip);
  }
}

/** Prepares for the picture laid out last. Returns where the rows of pixels will be, or 0 without memory. */
export function jpegColourOpen(kind: i32): usize {
  colour = kind;
  width = 0;
  height = 0;
  lag = 0;
  for (let i = 0; i < componentCount; i++) {
    const c = component(i);
    width = max(width, c.width);
    height = max(height, c.height);
    if (c.v * 2 == mostV) lag = 1;
  }
  bandHeight = mostV * scale;
  bandTop = -bandHeight;
  nextRow = 0;
  fullBytes = <usize>((width + 63) & ~31);
  blended = reserve(<u64>fullBytes * 2 + 32);
  full = reserve(<u64>fullBytes * 4);
  pixels = reserve(<u64>(width * 4 + 32) * <u64>(bandHeight + 1));
  return blended != 0 && full != 0 ? pixels : 0;
}

/** Keeps the last row of every band above it. To be called before the bands are written again. */
export function jpegColourBegin(): void {
  bandTop += bandHeight;
  if (bandTop == 0) return;
  for (let i = 0; i < componentCount; i++) {
    const c = component(i);
    memory.copy(c.band - c.stride, c.band + <usize>(c.bandRows - 1) * c.stride, c.stride);
  }
}

/** Makes the rows of pixels that the bands now allow, without space between rows. Returns how many. */
export function jpegColourRows(): i32 {
  const isLast = bandTop + bandHeight >= mcusHigh * bandHeight;
  const end = min(height, bandTop + bandHeight - (isLast ? 0 : lag));
  const first = nextRow;
  let out = pixels;
  for (; nextRow < end; nextRow++, out += <usize>width << 2) {
    const a = fullRow(0, nextRow);
    if (colour == GREY) greyPixels(a, out);
    else if (colour == YCC) yccPixels(a, fullRow(1, nextRow), fullRow(2, nextRow), out);
    else rgbPixels(a, fullRow(1, nextRow), fullRow(2, nextRow), out);
  }
  return nextRow - first;
}

/** Row `y` of component `index` at the full width. */
function fullRow(index: i32, y: i32): usize {
  const c = component(index);
  const row = (y * c.v) / mostV;
  const near = rowOf(c, row);
  const halvedDown = c.v * 2 == mostV;
  if (c.h == mostH && !halvedDown) return near;
  const out = full + <usize>index * fullBytes;
  if (c.h != mostH && c.h * 2 != mostH) {
    repeatAcross(c, near, out);
    return out;
  }
  const lower = (y & 1) != 0;
  const far = halvedDown ? rowOf(c, lower ? row + 1 : row - 1) : near;
  blendDown(c, near, far);
  if (c.h == mostH) quarter(c, out, lower ? 2 : 1);
  else if (halvedDown) interpolateAcross(c, out, 8, 7);
  else interpolateAcross(c, out, 4, 8);
  return out;
}

/** A row of a component by its number in the picture; rows beyond its ends are its first and last. */
function rowOf(c: Component, row: i32): usize {
  const inBand = max(0, min(c.height - 1, row)) - (bandTop * c.v) / mostV;
  return c.band + <usize>inBand * c.stride;
}

/** 3 near + far, and the ends once more. */
function blendDown(c: Component, near: usize, far: usize): void {
  const three = i16x8.splat(3);
  let out = blended + 16;
  for (let i = 0; i < c.width; i += 8, near += 8, far += 8, out += 16) {
    v128.store(out, i16x8.add(i16x8.mul(v128.load_ext<u8>(near), three), v128.load_ext<u8>(far)));
  }
  const last = blended + 16 + (<usize>(c.width - 1) << 1);
  store<i16>(last, load<i16>(last), 2);
  store<i16>(blended, load<i16>(blended, 16), 14);
}

/** A row of the full width: the blended samples divided by 4. */
function quarter(c: Component, out: usize, bias: i32): void {
  const half = i16x8.splat(<i16>bias);
  let row = blended + 16;
  for (let i = 0; i < c.width; i += 8, row += 16, out += 8) {
    const words = i16x8.shr_u(i16x8.add(v128.load(row), half), 2);
    v128.store_lane<u64>(out, i8x16.narrow_i16x8_u(words, words), 0);
  }
}

/** Two samples for each blended one, divided by 16: nearer to the one before, and to the one behind it. */
function interpolateAcross(c: Component, out: usize, evenBias: i32, oddBias: i32): void {
  const three = i16x8.splat(3);
  const even = i16x8.splat(<i16>evenBias);
  const odd = i16x8.splat(<i16>oddBias);
  let row = blended + 16;
  for (let i = 0; i < c.width; i += 8, row += 16, out += 16) {
    const tripled = i16x8.mul(v128.load(row), three);
    const left = i16x8.shr_u(i16x8.add(i16x8.add(tripled, v128.load(row - 2)), even), 4);
    const right = i16x8.shr_u(i16x8.add(i16x8.add(tripled, v128.load(row, 2)), odd), 4);
    v128.store(out, v128.or(left, i16x8.shl(right, 8)));
  }
}

function repeatAcross(c: Component, row: usize, out: usize): void {
  for (let x = 0; x < width; x++) store<u8>(out + x, load<u8>(row + <usize>((x * c.h) / mostH)));
}

/** Eight pixels of 16-bit red, green and blue. */
@inline
function storePixels(red: v128, green: v128, blue: v128, out: usize): void {
  const opaque = i16x8.splat(255);
  const redBlue = i8x16.narrow_i16x8_u(red, blue);
  const greenAlpha = i8x16.narrow_i16x8_u(green, opaque);
  const low = v128.shuffle<u8>(redBlue, greenAlpha, 0, 16, 8, 24, 1, 17, 9, 25, 2, 18, 10, 26, 3, 19, 11, 27);
  const high = v128.shuffle<u8>(redBlue, greenAlpha, 4, 20, 12, 28, 5, 21, 13, 29, 6, 22, 14, 30, 7, 23, 15, 31);
  v128.store(out, low);
  v128.store(out, high, 16);
}

/** Products of a dot product with 14 fraction bits, rounded. */
@inline
function scaled(low: v128, high: v128): v128 {
  const half = i32x4.splat(1 << 13);
  return i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.add(low, half), 14), i32x4.shr_s(i32x4.add(high, half), 14));
}

@inline
function weights(cb: f64, cr: f64): v128 {
  return i32x4.splat((<i32>(cb * 16384.0 + (cb < 0 ? -0.5 : 0.5)) & 0xffff) | (<i32>(cr * 16384.0 + (cr < 0 ? -0.5 : 0.5)) << 16));
}

/** T.871, clause 7: R = Y + 1.402 Cr, G = Y - 0.344136 Cb - 0.714136 Cr, B = Y + 1.772 Cb, Cb and Cr less 128. */
function yccPixels(y: usize, cb: usize, cr: usize, out: usize): void {
  const toRed = weights(0, 1.402);
  const toGreen = weights(-0.344136, -0.714136);
  const toBlue = weights(1.772, 0);
  const middle = i16x8.splat(128);
  for (const end = y + <usize>width; y < end; y += 8, cb += 8, cr += 8, out += 32) {
    const luma = v128.load_ext<u8>(y);
    const b = i16x8.sub(v128.load_ext<u8>(cb), middle);
    const r = i16x8.sub(v128.load_ext<u8>(cr), middle);
    const low = v128.shuffle<i16>(b, r, 0, 8, 1, 9, 2, 10, 3, 11);
    const high = v128.shuffle<i16>(b, r, 4, 12, 5, 13, 6, 14, 7, 15);
    const red = scaled(i32x4.dot_i16x8_s(low, toRed), i32x4.dot_i16x8_s(high, toRed));
    const green = scaled(i32x4.dot_i16x8_s(low, toGreen), i32x4.dot_i16x8_s(high, toGreen));
    const blue = scaled(i32x4.dot_i16x8_s(low, toBlue), i32x4.dot_i16x8_s(high, toBlue));
    storePixels(i16x8.add(luma, red), i16x8.add(luma, green), i16x8.add(luma, blue), out);
  }
}

function rgbPixels(red: usize, green: usize, blue: usize, out: usize): void {
  for (const end = red + <usize>width; red < end; red += 8, green += 8, blue += 8, out += 32) {
    storePixels(v128.load_ext<u8>(red), v128.load_ext<u8>(green), v128.load_ext<u8>(blue), out);
  }
}

function greyPixels(grey: usize, out: usize): void {
  for (const end = grey + <usize>width; grey < end; grey += 8, out += 32) {
    const level = v128.load_ext<u8>(grey);
    storePixels(level, level, level, out);
  }
}
