/**
 * The vertical pass of a resampling: rows of the source go into the window in pairs, and are summed from there.
 * Formats and numbers are told in resample.as.ts.
 */

import { endTap, firstTap, WEIGHT_BITS, writeWeights } from "./lanczos.as";
import { ALPHA_BITS, ALPHA_PIXELS, BETWEEN_BITS, OPAQUE_PIXELS, PLANE, Resampler } from "./resampler.as";

/** Puts the next row at its place in `pair`. */
export function storeRow(r: Resampler, pair: usize, row: usize): void {
  const second = (r.pushed & 1) != 0;
  if (r.kind == ALPHA_PIXELS) {
    if (second) storePremultiplied(pair, row, r.samples, true);
    else storePremultiplied(pair, row, r.samples, false);
  } else if (second) storeSecond(pair, row, r.samples);
  else storeFirst(pair, row, r.samples);
}

/** Both rows of a pair at once. */
export function storePair(r: Resampler, pair: usize, upper: usize, lower: usize): void {
  if (r.kind == ALPHA_PIXELS) premultiplyPair(pair, upper, lower, r.samples);
  else interleaveRows(pair, upper, lower, r.samples);
}

function interleaveRows(pair: usize, upper: usize, lower: usize, samples: i32): void {
  const end = upper + <usize>samples;
  for (; upper < end; upper += 16, lower += 16, pair += 32) {
    const a = v128.load(upper);
    const b = v128.load(lower);
    v128.store(pair, v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    v128.store(pair, v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 16);
  }
}

/** Four pixels of each row a turn; where all of them are opaque, there is nothing to multiply. */
function premultiplyPair(pair: usize, upper: usize, lower: usize, samples: i32): void {
  const opaque = i32x4.splat(0xff000000);
  const end = upper + <usize>samples;
  for (; upper < end; upper += 16, lower += 16, pair += 64) {
    const a = v128.load(upper);
    const b = v128.load(lower);
    let aLow = i16x8.extend_low_i8x16_u(a);
    let aHigh = i16x8.extend_high_i8x16_u(a);
    let bLow = i16x8.extend_low_i8x16_u(b);
    let bHigh = i16x8.extend_high_i8x16_u(b);
    if (v128.any_true(v128.andnot(opaque, v128.and(a, b)))) {
      aLow = premultiply(aLow);
      aHigh = premultiply(aHigh);
      bLow = premultiply(bLow);
      bHigh = premultiply(bHigh);
    } else {
      aLow = i16x8.shl(aLow, ALPHA_BITS);
      aHigh = i16x8.shl(aHigh, ALPHA_BITS);
      bLow = i16x8.shl(bLow, ALPHA_BITS);
      bHigh = i16x8.shl(bHigh, ALPHA_BITS);
    }
    v128.store(pair, v128.shuffle<i16>(aLow, bLow, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(pair, v128.shuffle<i16>(aLow, bLow, 4, 12, 5, 13, 6, 14, 7, 15), 16);
    v128.store(pair, v128.shuffle<i16>(aHigh, bHigh, 0, 8, 1, 9, 2, 10, 3, 11), 32);
    v128.store(pair, v128.shuffle<i16>(aHigh, bHigh, 4, 12, 5, 13, 6, 14, 7, 15), 48);
  }
}

/** The upper row of a pair: its bytes become the low halves of 16-bit lanes. */
function storeFirst(pair: usize, row: usize, samples: i32): void {
  const end = row + <usize>samples;
  for (; row < end; row += 16, pair += 32) {
    v128.store(pair, v128.load_ext<u8>(row));
    v128.store(pair, v128.load_ext<u8>(row, 8), 16);
  }
}

/** The lower row of a pair: its bytes become the high halves of those lanes. */
function storeSecond(pair: usize, row: usize, samples: i32): void {
  const end = row + <usize>samples;
  for (; row < end; row += 16, pair += 32) {
    const low = i16x8.shl(v128.load_ext<u8>(row), 8);
    const high = i16x8.shl(v128.load_ext<u8>(row, 8), 8);
    v128.store(pair, v128.or(v128.load(pair), low));
    v128.store(pair, v128.or(v128.load(pair, 16), high), 16);
  }
}

/** One row of a pair, multiplied by alpha, two pixels a turn; `second` for the high halves of 32-bit lanes. */
@inline
function storePremultiplied(pair: usize, row: usize, samples: i32, second: bool): void {
  const end = row + <usize>samples;
  for (; row < end; row += 8, pair += 32) {
    const pixels = premultiply(v128.load_ext<u8>(row));
    const low = i32x4.extend_low_i16x8_u(pixels);
    const high = i32x4.extend_high_i16x8_u(pixels);
    if (second) {
      v128.store(pair, v128.or(v128.load(pair), i32x4.shl(low, 16)));
      v128.store(pair, v128.or(v128.load(pair, 16), i32x4.shl(high, 16)), 16);
    } else {
      v128.store(pair, low);
      v128.store(pair, high, 16);
    }
  }
}

/** Two pixels of 16-bit lanes: c·a/255 with seven fraction bits, and the alpha itself likewise. */
@inline
function premultiply(pixels: v128): v128 {
  const alpha = v128.shuffle<i16>(pixels, pixels, 3, 3, 3, 3, 7, 7, 7, 7);
  const factors = v128.or(pixels, i16x8(0, 0, 0, 255, 0, 0, 0, 255));
  const products = i16x8.mul(factors, alpha);
  const scale = i16x8.splat(<i16>32897); // 2^16 · 2^7 / 255, rounded up: exact where alpha is 255
  const half = i32x4.splat(1 << 15);
  const low = i32x4.shr_u(i32x4.add(i32x4.extmul_low_i16x8_u(products, scale), half), 16);
  const high = i32x4.shr_u(i32x4.add(i32x4.extmul_high_i16x8_u(products, scale), half), 16);
  return i16x8.narrow_i32x4_u(low, high);
}

/** The vertical pass for one output row. */
export function blendRow(r: Resampler, index: i32, out: usize): void {
  const down = r.down;
  const firstPair = (firstTap(down, index) - down.first) >> 1;
  const endPair = (endTap(down, index) - down.first + 1) >> 1;
  writeWeights(down, index, down.first + firstPair * 2, r.downWeights, (endPair - firstPair) * 2);
  const pairs = r.window + <usize>(firstPair - r.windowFirst) * r.pairBytes;
  const endWeight = r.downWeights + (<usize>(endPair - firstPair) << 2);
  if (r.kind == PLANE) blendBytes(r, pairs, endWeight, out, false);
  else if (r.kind == OPAQUE_PIXELS) blendBytes(r, pairs, endWeight, out, true);
  else blendWords(r, pairs, endWeight, out);
}

/** Puts the samples of two pixels beside each other, r r g g b b a a, as the horizontal pass wants them. */
@inline
function interleavePixels(pixels: v128): v128 {
  return v128.shuffle<i16>(pixels, pixels, 0, 4, 1, 5, 2, 6, 3, 7);
}

/** Sums sixteen columns of byte pairs at a time. */
@inline
function blendBytes(r: Resampler, pairs: usize, endWeight: usize, out: usize, pixels: bool): void {
  const shift = WEIGHT_BITS - BETWEEN_BITS;
  const pairBytes = r.pairBytes;
  const firstWeight = r.downWeights;
  const end = pairs + <usize>r.samples * 2;
  for (; pairs < end; pairs += 32, out += 32) {
    let a = i32x4.splat(1 << (shift - 1));
    let b = a;
    let c = a;
    let d = a;
    for (let weight = firstWeight, pair = pairs; weight < endWeight; weight += 4, pair += pairBytes) {
      const w = v128.load32_splat(weight);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load_ext<u8>(pair), w));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load_ext<u8>(pair, 8), w));
      c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load_ext<u8>(pair, 16), w));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load_ext<u8>(pair, 24), w));
    }
    const low = i16x8.narrow_i32x4_s(i32x4.shr_s(a, shift), i32x4.shr_s(b, shift));
    const high = i16x8.narrow_i32x4_s(i32x4.shr_s(c, shift), i32x4.shr_s(d, shift));
    v128.store(out, pixels ? interleavePixels(low) : low);
    v128.store(out, pixels ? interleavePixels(high) : high, 16);
  }
}

/** Sums sixteen columns of 16-bit pairs at a time: premultiplied pixels. */
function blendWords(r: Resampler, pairs: usize, endWeight: usize, out: usize): void {
  const shift = WEIGHT_BITS + ALPHA_BITS - BETWEEN_BITS;
  const pairBytes = r.pairBytes;
  const firstWeight = r.downWeights;
  const end = pairs + <usize>r.samples * 4;
  for (; pairs < end; pairs += 64, out += 32) {
    let a = i32x4.splat(1 << (shift - 1));
    let b = a;
    let c = a;
    let d = a;
    for (let weight = firstWeight, pair = pairs; weight < endWeight; weight += 4, pair += pairBytes) {
      const w = v128.load32_splat(weight);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(pair), w));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load(pair, 16), w));
      c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load(pair, 32), w));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load(pair, 48), w));
    }
    v128.store(out, interleavePixels(i16x8.narrow_i32x4_s(i32x4.shr_s(a, shift), i32x4.shr_s(b, shift))));
    v128.store(out, interleavePixels(i16x8.narrow_i32x4_s(i32x4.shr_s(c, shift), i32x4.shr_s(d, shift))), 16);
  }
}
