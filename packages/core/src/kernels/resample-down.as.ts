/**
 * The vertical pass of a resampling: rows of the source go into the window in pairs, and are summed from there.
 * Formats and numbers are told in resample.as.ts.
 */

import { endTap, firstTap, WEIGHT_BITS, writeWeights } from "./lanczos.as";
import { ALPHA_BITS, ALPHA_PIXELS, BETWEEN_BITS, BLOCK, OPAQUE_PIXELS, PLANE, Resampler, SUMS } from "./resampler.as";

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

@inline
function shiftOf(r: Resampler): i32 {
  return WEIGHT_BITS - BETWEEN_BITS + (r.kind == ALPHA_PIXELS ? ALPHA_BITS : 0);
}

/** The sums of output row `index`. */
@inline
function sumsOf(r: Resampler, index: i32): usize {
  return r.summing ? r.sums + <usize>(index & (SUMS - 1)) * (<usize>r.paddedSamples << 2) : r.sums;
}

/** Sets all sums to half a unit of the result, which rounds it. */
export function clearSums(r: Resampler): void {
  fillSums(r, r.sums, r.summing ? r.paddedSamples * SUMS : BLOCK);
}

function fillSums(r: Resampler, sums: usize, count: i32): void {
  const half = i32x4.splat(1 << (shiftOf(r) - 1));
  for (const end = sums + (<usize>count << 2); sums < end; sums += 16) v128.store(sums, half);
}

/** The first pair of rows that output row `index` uses, and one past the last. */
@inline
function firstPairOf(r: Resampler, index: i32): i32 {
  return (firstTap(r.down, index) - r.down.first) >> 1;
}
@inline
function endPairOf(r: Resampler, index: i32): i32 {
  return (endTap(r.down, index) - r.down.first + 1) >> 1;
}

/** Computes the weights of output row `index`; returns where that of pair `from` is. */
@inline
function weightsFrom(r: Resampler, index: i32, from: i32): usize {
  const first = firstPairOf(r, index);
  writeWeights(r.down, index, r.down.first + first * 2, r.downWeights, (endPairOf(r, index) - first) * 2);
  return r.downWeights + (<usize>(from - first) << 2);
}

/** The vertical pass for one output row, of which the window has all that has not been summed up before. */
export function blendRow(r: Resampler, index: i32, out: usize): void {
  const from = max(firstPairOf(r, index), r.windowFirst);
  const weight = weightsFrom(r, index, from);
  const endWeight = weight + (<usize>(endPairOf(r, index) - from) << 2);
  const pairs = r.window + <usize>(from - r.windowFirst) * r.pairBytes;
  const sums = sumsOf(r, index);
  if (r.kind == PLANE) blendBytes(r, pairs, weight, endWeight, sums, out, false);
  else if (r.kind == OPAQUE_PIXELS) blendBytes(r, pairs, weight, endWeight, sums, out, true);
  else blendWords(r, pairs, weight, endWeight, sums, out);
  if (r.summing) fillSums(r, sums, r.paddedSamples);
}

/** Adds the whole window to the sums of the output rows that it belongs to, and empties it. */
export function carrySums(r: Resampler): void {
  const end = r.windowFirst + r.windowPairs;
  for (let index = r.next; index < r.outHeight && firstPairOf(r, index) < end; index++) {
    const from = max(firstPairOf(r, index), r.windowFirst);
    const weight = weightsFrom(r, index, from);
    const endWeight = weight + (<usize>(end - from) << 2);
    const pairs = r.window + <usize>(from - r.windowFirst) * r.pairBytes;
    addPairs(r, pairs, weight, endWeight, sumsOf(r, index));
  }
  r.windowFirst = end;
}

/** Adds pairs to sums, four columns at a time. */
function addPairs(r: Resampler, pairs: usize, firstWeight: usize, endWeight: usize, sums: usize): void {
  const pairBytes = r.pairBytes;
  const isWide = r.kind == ALPHA_PIXELS;
  const step: usize = isWide ? 16 : 8;
  for (const end = sums + (<usize>r.samples << 2); sums < end; sums += 16, pairs += step) {
    let sum = v128.load(sums);
    for (let weight = firstWeight, pair = pairs; weight < endWeight; weight += 4, pair += pairBytes) {
      const samples = isWide ? v128.load(pair) : v128.load_ext<u8>(pair);
      sum = i32x4.add(sum, i32x4.dot_i16x8_s(samples, v128.load32_splat(weight)));
    }
    v128.store(sums, sum);
  }
}

/** Puts the samples of two pixels beside each other, r r g g b b a a, as the horizontal pass wants them. */
@inline
function interleavePixels(pixels: v128): v128 {
  return v128.shuffle<i16>(pixels, pixels, 0, 4, 1, 5, 2, 6, 3, 7);
}

/** Sums sixteen columns of byte pairs at a time. */
@inline
function blendBytes(
  r: Resampler,
  pairs: usize,
  firstWeight: usize,
  endWeight: usize,
  sums: usize,
  out: usize,
  pixels: bool,
): void {
  const shift = WEIGHT_BITS - BETWEEN_BITS;
  const pairBytes = r.pairBytes;
  const step: usize = r.summing ? 64 : 0;
  const end = pairs + <usize>r.samples * 2;
  for (; pairs < end; pairs += 32, sums += step, out += 32) {
    let a = v128.load(sums);
    let b = v128.load(sums, 16);
    let c = v128.load(sums, 32);
    let d = v128.load(sums, 48);
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
function blendWords(
  r: Resampler,
  pairs: usize,
  firstWeight: usize,
  endWeight: usize,
  sums: usize,
  out: usize,
): void {
  const shift = WEIGHT_BITS + ALPHA_BITS - BETWEEN_BITS;
  const pairBytes = r.pairBytes;
  const step: usize = r.summing ? 64 : 0;
  const end = pairs + <usize>r.samples * 4;
  for (; pairs < end; pairs += 64, sums += step, out += 32) {
    let a = v128.load(sums);
    let b = v128.load(sums, 16);
    let c = v128.load(sums, 32);
    let d = v128.load(sums, 48);
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
