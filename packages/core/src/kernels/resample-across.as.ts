/**
 * The horizontal pass of a resampling: four rows from between the passes become four rows of the output.
 * Formats and numbers are told in resample.as.ts.
 */

import { WEIGHT_BITS } from "./lanczos.as";
import { BETWEEN_BITS, Resampler } from "./resampler.as";

const ACROSS_SHIFT: i32 = WEIGHT_BITS + BETWEEN_BITS;

/** The horizontal pass of four rows of a plane: eight taps a turn, then four. */
export function planeAcross(r: Resampler, out0: usize, out1: usize, out2: usize, out3: usize): void {
  const rowBytes = r.betweenBytes;
  const room = <usize>r.acrossRoom;
  const wideEnd = (room >> 3) << 4;
  const half = (room & 4) != 0;
  let weights = r.acrossWeights;
  for (let x: usize = 0, width = <usize>r.outWidth; x < width; x++) {
    let row0 = r.between + (<usize>load<i32>(r.acrossFirst + (x << 2)) << 1);
    let row1 = row0 + rowBytes;
    let row2 = row1 + rowBytes;
    let row3 = row2 + rowBytes;
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let i: usize = 0;
    for (; i < wideEnd; i += 16) {
      const w = v128.load(weights + i);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(row0 + i), w));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load(row1 + i), w));
      c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load(row2 + i), w));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load(row3 + i), w));
    }
    if (half) {
      const w = v128.load64_zero(weights + i);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load64_zero(row0 + i), w));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load64_zero(row1 + i), w));
      c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load64_zero(row2 + i), w));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load64_zero(row3 + i), w));
    }
    weights += room << 1;
    const bytes = roundToBytes(sumLanes(a, b, c, d));
    v128.store_lane<u8>(out0 + x, bytes, 0);
    v128.store_lane<u8>(out1 + x, bytes, 1);
    v128.store_lane<u8>(out2 + x, bytes, 2);
    v128.store_lane<u8>(out3 + x, bytes, 3);
  }
}

/** Lane i of the result is the sum of the lanes of argument i. */
@inline
function sumLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 1, 4, 5), v128.shuffle<i32>(a, b, 2, 3, 6, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 1, 4, 5), v128.shuffle<i32>(c, d, 2, 3, 6, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 2, 4, 6), v128.shuffle<i32>(ab, cd, 1, 3, 5, 7));
}

/** Four sums of the horizontal pass, rounded and cut to 0…255, in the lowest four bytes. */
@inline
function roundToBytes(sums: v128): v128 {
  const rounded = i32x4.shr_s(i32x4.add(sums, i32x4.splat(1 << (ACROSS_SHIFT - 1))), ACROSS_SHIFT);
  const words = i16x8.narrow_i32x4_s(rounded, rounded);
  return i8x16.narrow_i16x8_u(words, words);
}

/** The horizontal pass of four rows of pixels: two taps of all four channels a turn. */
@inline
export function pixelsAcross(r: Resampler, out0: usize, out1: usize, out2: usize, out3: usize, alpha: bool): void {
  const rowBytes = r.betweenBytes;
  const weightBytes = <usize>r.acrossRoom << 1;
  let weight = r.acrossWeights;
  for (let x: usize = 0, width = <usize>r.outWidth; x < width; x++) {
    let row0 = r.between + (<usize>load<i32>(r.acrossFirst + (x << 2)) << 3);
    let row1 = row0 + rowBytes;
    let row2 = row1 + rowBytes;
    let row3 = row2 + rowBytes;
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (const end = weight + weightBytes; weight < end; weight += 4) {
      const w = v128.load32_splat(weight);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(row0), w));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load(row1), w));
      c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load(row2), w));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load(row3), w));
      row0 += 16;
      row1 += 16;
      row2 += 16;
      row3 += 16;
    }
    storePixel(out0 + (x << 2), a, alpha);
    storePixel(out1 + (x << 2), b, alpha);
    storePixel(out2 + (x << 2), c, alpha);
    storePixel(out3 + (x << 2), d, alpha);
  }
}

@inline
function storePixel(out: usize, sums: v128, alpha: bool): void {
  v128.store_lane<u32>(out, alpha ? divideByAlpha(sums) : roundToBytes(sums), 0);
}

/** A premultiplied pixel with its colour divided by its alpha, as bytes; all zero where alpha rounds to zero. */
@inline
function divideByAlpha(sums: v128): v128 {
  const alpha = i32x4.extract_lane(sums, 3);
  const rounded = (alpha + (1 << (ACROSS_SHIFT - 1))) >> ACROSS_SHIFT;
  if (rounded <= 0) return i32x4.splat(0);
  const colour = f32x4.mul(f32x4.convert_i32x4_s(sums), f32x4.splat(<f32>255.0 / <f32>alpha));
  const pixel = i32x4.replace_lane(i32x4.trunc_sat_f32x4_s(f32x4.nearest(colour)), 3, rounded);
  const words = i16x8.narrow_i32x4_s(pixel, pixel);
  return i8x16.narrow_i16x8_u(words, words);
}
