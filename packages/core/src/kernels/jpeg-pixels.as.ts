/**
 * Rows of RGBA to the bands of the encoder: YCbCr as ITU-T T.871 has it, chroma being the mean of the pixels
 * that it stands for, or luma alone. Alpha is not looked at.
 *
 * A dot product adds red and green, and blue and nothing, of a pixel; the two halves are added next. Weights
 * have 15 fraction bits.
 */

import { plane, planeCount } from "./jpeg-blocks.as";

@inline
function weights(red: i32, green: i32, blue: i32): v128 {
  return i16x8(<i16>red, <i16>green, <i16>blue, 0, <i16>red, <i16>green, <i16>blue, 0);
}

/** Weighted sums of the two pixels of each argument: four i32. */
@inline
function weigh(low: v128, high: v128, by: v128): v128 {
  const a = i32x4.dot_i16x8_s(low, by);
  const b = i32x4.dot_i16x8_s(high, by);
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
}

/** Four sums, shifted and with an offset, as bytes in the lowest lane. */
@inline
function toBytes(sums: v128, shift: i32, offset: i32): v128 {
  const rounded = i32x4.shr_s(i32x4.add(sums, i32x4.splat((offset << shift) + (1 << (shift - 1)))), shift);
  const words = i16x8.narrow_i32x4_s(rounded, rounded);
  return i8x16.narrow_i16x8_u(words, words);
}

function lumaRow(pixels: usize, out: usize, width: i32): void {
  const by = weights(9798, 19235, 3735);
  for (let x = 0; x < width; x += 4, pixels += 16, out += 4) {
    const four = v128.load(pixels);
    const sums = weigh(i16x8.extend_low_i8x16_u(four), i16x8.extend_high_i8x16_u(four), by);
    v128.store_lane<u32>(out, toBytes(sums, 15, 0), 0);
  }
}

/** Four pixels of one row, or the sums of two rows. */
@inline
function lowPixels(upper: usize, lower: usize, two: bool): v128 {
  const low = v128.load_ext<u8>(upper);
  return two ? i16x8.add(low, v128.load_ext<u8>(lower)) : low;
}

/** Sums of neighbouring pixels: two from four. */
@inline
function joinPixels(low: v128, high: v128): v128 {
  return i16x8.add(v128.shuffle<i64>(low, high, 0, 2), v128.shuffle<i64>(low, high, 1, 3));
}

/** A row of both chroma planes from one row of pixels, or from two. */
@inline
function chromaRow(upper: usize, lower: usize, two: bool, halved: bool, cb: usize, cr: usize, width: i32): void {
  const toCb = weights(-5529, -10855, 16384);
  const toCr = weights(16384, -13720, -2664);
  const shift = 15 + <i32>two + <i32>halved;
  for (let x = 0; x < width; x += 4, cb += 4, cr += 4) {
    let low = lowPixels(upper, lower, two);
    let high = lowPixels(upper + 8, lower + 8, two);
    upper += 16;
    lower += 16;
    if (halved) {
      low = joinPixels(low, high);
      high = joinPixels(lowPixels(upper, lower, two), lowPixels(upper + 8, lower + 8, two));
      upper += 16;
      lower += 16;
    }
    v128.store_lane<u32>(cb, toBytes(weigh(low, high, toCb), shift, 128), 0);
    v128.store_lane<u32>(cr, toBytes(weigh(low, high, toCr), shift, 128), 0);
  }
}

/** Collects `count` pixels, each `step` bytes behind the one before: a row of a picture that is turned or mirrored. */
export function gatherPixels(from: usize, step: isize, out: usize, count: i32): void {
  for (const end = out + (<usize>count << 2); out < end; out += 4, from += step) store<u32>(out, load<u32>(from));
}

/**
 * Fills the bands from `count` rows of pixels, `stride` bytes apart, each with room for 32 bytes behind it:
 * the last pixel is repeated there.
 */
export function encodePixels(pixels: usize, stride: usize, count: i32): void {
  const luma = plane(0);
  for (let y = 0; y < count; y++) {
    const row = pixels + <usize>y * stride;
    const end = row + (<usize>luma.width << 2);
    store<u32>(end, load<u32>(end - 4));
    lumaRow(row, luma.band + <usize>y * luma.stride, luma.width);
  }
  if (planeCount == 1) return;
  const b = plane(1);
  const r = plane(2);
  const halved = luma.h == 2;
  const two = luma.v == 2;
  for (let y = 0; y * luma.v < count; y++) {
    const upper = pixels + <usize>(y * luma.v) * stride;
    const lower = y * luma.v + 1 < count ? upper + stride : upper;
    const cb = b.band + <usize>y * b.stride;
    const cr = r.band + <usize>y * r.stride;
    if (two && halved) chromaRow(upper, lower, true, true, cb, cr, b.width);
    else if (halved) chromaRow(upper, upper, false, true, cb, cr, b.width);
    else chromaRow(upper, upper, false, false, cb, cr, b.width);
  }
}
