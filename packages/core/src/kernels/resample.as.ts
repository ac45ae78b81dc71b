/**
 * Resampling of one 8-bit plane, or of RGBA pixels, row by row: Lanczos3, separable, in fixed point.
 *
 * Rows are pushed in from the top and pulled out in groups of four. First the vertical pass: a window holds
 * the source rows that the next output rows need, two rows interleaved ("pair"), so that one `dot_i16x8_s`
 * does eight multiplications. Its result, 16-bit samples with six fraction bits, is kept for four rows; the
 * horizontal pass then makes those four output rows at once, so that it loads a weight once for all four.
 *
 * Transparent pixels count with their alpha (T. Porter, T. Duff, "Compositing Digital Images", 1984):
 * colour is multiplied by alpha on the way in, with seven fraction bits, and divided by it on the way out.
 *
 * Numbers                          fraction bits   range of the value
 *   source, opaque                  0              0…255
 *   source, premultiplied           7              0…255
 *   weight                         14              -0.5…1.6, adding up to 1
 *   between the passes, i16         6              -100…400 (Lanczos rings beyond 0…255), saturating
 *   sum of the horizontal pass     20
 *
 * Memory: the window of (taps + slack) rows, four rows of 16-bit samples, the weights of the horizontal pass,
 * all of them only as wide as the rectangle that is taken of the source. A flat colour comes out unchanged
 * (where alpha is below 6, within one level).
 */

import { reserve } from "./arena.as";
import { Axis, axisOpen, endTap, firstTap, WEIGHT_BITS, writeWeights } from "./lanczos.as";

/** What a sample is. The values are those of `RESAMPLE_KINDS` in resample.ts. */
const PLANE: i32 = 1;
const OPAQUE_PIXELS: i32 = 2;
const ALPHA_PIXELS: i32 = 3;

/** Output rows made at a time; `resamplePull` may write as many. */
const GROUP: i32 = 4;
/** Rows that the window holds beyond the filter's, so that it seldom has to be moved. */
const SLACK: i32 = 32;
/** A row is padded to whole blocks of samples, and may be read so far beyond its end. */
const BLOCK: i32 = 16;
const BETWEEN_BITS: i32 = 6;
const ALPHA_BITS: i32 = 7;
const LARGEST_SIDE: i32 = 65535;

@unmanaged
class Resampler {
  kind: i32;
  channels: i32;
  /** Samples of a source row that are used, and the same padded to whole blocks. */
  samples: i32;
  paddedSamples: i32;
  /** Rows pushed so far, of those inside of the rectangle. */
  pushed: i32;
  /** Source rows above the rectangle that are still to be skipped. */
  skip: i32;

  outWidth: i32;
  outHeight: i32;
  /** The next output row of the vertical pass. */
  next: i32;
  /** Rows between the passes that wait for the horizontal one. */
  waiting: i32;

  across: Axis;
  down: Axis;

  /** Pairs of source rows, the first of which is pair `windowFirst` of the rectangle. */
  window: usize;
  windowPairs: i32;
  windowFirst: i32;
  pairBytes: usize;

  /** `GROUP` rows of i16, each `betweenBytes` long. */
  between: usize;
  betweenBytes: usize;

  /** Weights of the vertical pass for one row: `down.taps` rounded up to pairs. */
  downWeights: usize;
  /** For every output column: the first source column, i32; and `acrossRoom` weights, i16. */
  acrossFirst: usize;
  acrossWeights: usize;
  acrossRoom: i32;
  /** One output row for those of an incomplete group that nobody wants. */
  spare: usize;
}

/**
 * Makes a resampler that takes the rectangle `left`, `top`, `width`, `height` (in source samples, fractions
 * allowed) of a source of `sourceWidth` by `sourceHeight` and gives `outWidth` by `outHeight`. Returns its
 * handle, or 0 when the numbers make no sense, or -1 when memory does not suffice.
 */
export function resampleOpen(
  kind: i32,
  sourceWidth: i32,
  sourceHeight: i32,
  left: f64,
  top: f64,
  width: f64,
  height: f64,
  outWidth: i32,
  outHeight: i32,
): usize {
  if (max(max(sourceWidth, sourceHeight), max(outWidth, outHeight)) > LARGEST_SIDE) return 0;
  const handle = reserve(offsetof<Resampler>());
  const across = reserve(offsetof<Axis>());
  const down = reserve(offsetof<Axis>());
  if (handle == 0 || across == 0 || down == 0) return -1;
  const r = changetype<Resampler>(handle);
  r.across = changetype<Axis>(across);
  r.down = changetype<Axis>(down);
  if (!axisOpen(r.across, sourceWidth, left, width, outWidth)) return 0;
  if (!axisOpen(r.down, sourceHeight, top, height, outHeight)) return 0;

  r.kind = kind;
  r.channels = kind == PLANE ? 1 : 4;
  r.samples = (r.across.end - r.across.first) * r.channels;
  r.paddedSamples = (r.samples + 2 * BLOCK - 1) & ~(BLOCK - 1);
  r.skip = r.down.first;
  r.outWidth = outWidth;
  r.outHeight = outHeight;
  return reserveRows(r) && reserveWeights(r) ? handle : -1;
}

function reserveRows(r: Resampler): bool {
  const sampleBytes: u64 = r.kind == ALPHA_PIXELS ? 2 : 1;
  const pairBytes = <u64>r.paddedSamples * sampleBytes * 2;
  r.pairBytes = <usize>pairBytes;
  r.windowPairs = (min(r.down.taps + SLACK, r.down.end - r.down.first) + 3) >> 1;
  r.window = reserve(pairBytes * <u64>r.windowPairs);
  r.betweenBytes = <usize>r.paddedSamples * 2;
  r.between = reserve(<u64>r.betweenBytes * GROUP + BLOCK * 2);
  r.spare = reserve(<u64>r.outWidth * r.channels + BLOCK);
  return r.window != 0 && r.between != 0 && r.spare != 0;
}

/** Reserves the tables of weights and fills those of the horizontal pass. */
function reserveWeights(r: Resampler): bool {
  const across = r.across;
  const down = r.down;
  across.exact = reserve(<u64>max(across.taps, down.taps) * 8);
  down.exact = across.exact;
  r.acrossRoom = r.channels == 1 ? (across.taps + 3) & ~3 : (across.taps + 1) & ~1;
  r.downWeights = reserve(<u64>(down.taps + 2) * 2);
  r.acrossFirst = reserve(<u64>r.outWidth * 4);
  r.acrossWeights = reserve(<u64>r.outWidth * <u64>r.acrossRoom * 2 + BLOCK);
  if (across.exact == 0 || r.downWeights == 0 || r.acrossFirst == 0 || r.acrossWeights == 0) return false;

  const alignment = r.channels == 1 ? ~0 : ~1;
  for (let x = 0; x < r.outWidth; x++) {
    const from = across.first + ((firstTap(across, x) - across.first) & alignment);
    store<i32>(r.acrossFirst + (<usize>x << 2), from - across.first);
    const weights = r.acrossWeights + <usize>x * <usize>r.acrossRoom * 2;
    writeWeights(across, x, from, weights, r.acrossRoom);
  }
  return true;
}

/**
 * Takes rows of the source, `stride` bytes apart, the first sample of each at column 0; rows must be followed
 * by 16 bytes that may be read. Returns how many it took: fewer than `count` when output has to be pulled first.
 */
export function resamplePush(handle: usize, rows: usize, stride: usize, count: i32): i32 {
  const r = changetype<Resampler>(handle);
  const height = r.down.end - r.down.first;
  const offset = <usize>r.across.first * <usize>r.channels;
  for (let i = 0; i < count; i++) {
    if (r.skip > 0) {
      r.skip--;
      continue;
    }
    if (r.pushed >= height) continue;
    if ((r.pushed >> 1) - r.windowFirst >= r.windowPairs) moveWindow(r);
    const pair = (r.pushed >> 1) - r.windowFirst;
    if (pair >= r.windowPairs) return i;
    const row = rows + <usize>i * stride + offset;
    const room = r.window + <usize>pair * r.pairBytes;
    if ((r.pushed & 1) == 0 && i + 1 < count && r.pushed + 1 < height) {
      if (pair >= 0) storePair(r, room, row, row + stride);
      r.pushed += 2;
      i++;
      continue;
    }
    if (pair >= 0) storeRow(r, room, row);
    r.pushed++;
  }
  return count;
}

/** Drops the pairs that no later output row needs. */
function moveWindow(r: Resampler): void {
  const held = ((r.pushed + 1) >> 1) - r.windowFirst;
  const needed = r.next < r.outHeight ? (firstTap(r.down, r.next) - r.down.first) >> 1 : r.windowFirst + held;
  const dropped = min(needed - r.windowFirst, held);
  if (dropped <= 0) return;
  memory.copy(
    r.window,
    r.window + <usize>dropped * r.pairBytes,
    <usize>(held - dropped) * r.pairBytes,
  );
  r.windowFirst = needed;
}

function storeRow(r: Resampler, pair: usize, row: usize): void {
  const second = (r.pushed & 1) != 0;
  if (r.kind == ALPHA_PIXELS) {
    if (second) storePremultiplied(pair, row, r.samples, true);
    else storePremultiplied(pair, row, r.samples, false);
  } else if (second) storeSecond(pair, row, r.samples);
  else storeFirst(pair, row, r.samples);
}

/** Both rows of a pair at once. */
function storePair(r: Resampler, pair: usize, upper: usize, lower: usize): void {
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

/**
 * Writes the next output rows, at most four, to `out`, `stride` bytes apart. Returns how many; 0 means that
 * rows have to be pushed first, or that all have been written.
 */
export function resamplePull(handle: usize, out: usize, stride: usize): i32 {
  const r = changetype<Resampler>(handle);
  while (r.waiting < GROUP && r.next < r.outHeight) {
    if (endTap(r.down, r.next) - r.down.first > r.pushed) return 0;
    blendRow(r, r.next, r.between + <usize>r.waiting * r.betweenBytes);
    r.next++;
    r.waiting++;
  }
  const rows = r.waiting;
  if (rows == 0) return 0;
  r.waiting = 0;
  const out1 = rows > 1 ? out + stride : r.spare;
  const out2 = rows > 2 ? out + stride * 2 : r.spare;
  const out3 = rows > 3 ? out + stride * 3 : r.spare;
  if (r.kind == PLANE) planeAcross(r, out, out1, out2, out3);
  else if (r.kind == OPAQUE_PIXELS) pixelsAcross(r, out, out1, out2, out3, false);
  else pixelsAcross(r, out, out1, out2, out3, true);
  return rows;
}

/** The vertical pass for one output row. */
function blendRow(r: Resampler, index: i32, out: usize): void {
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

const ACROSS_SHIFT: i32 = WEIGHT_BITS + BETWEEN_BITS;

/** The horizontal pass of four rows of a plane: eight taps a turn, then four. */
function planeAcross(r: Resampler, out0: usize, out1: usize, out2: usize, out3: usize): void {
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
function pixelsAcross(r: Resampler, out0: usize, out1: usize, out2: usize, out3: usize, alpha: bool): void {
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
