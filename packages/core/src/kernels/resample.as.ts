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
 * all of them only as wide as the rectangle that is taken of the source. A filter that is very tall is summed up
 * window by window, for the at most seven output rows that it is at work on, so that memory stays small. A flat colour comes out unchanged
 * (where alpha is below 6, within one level).
 */

import { reserve } from "./arena.as";
import { Axis, axisOpen, endTap, firstTap, writeWeights } from "./lanczos.as";
import { pixelsAcross, planeAcross } from "./resample-across.as";
import { blendRow, carrySums, clearSums, storePair, storeRow } from "./resample-down.as";
import {
  ALPHA_PIXELS,
  BLOCK,
  GROUP,
  LARGEST_SIDE,
  MOST_TAPS,
  OPAQUE_PIXELS,
  PLANE,
  Resampler,
  SLACK,
  SUMS,
} from "./resampler.as";

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
  r.summing = r.down.taps > MOST_TAPS;
  r.windowPairs = (min(min(r.down.taps, MOST_TAPS) + SLACK, r.down.end - r.down.first) + 3) >> 1;
  r.window = reserve(pairBytes * <u64>r.windowPairs);
  r.sums = reserve(r.summing ? <u64>r.paddedSamples * 4 * SUMS : BLOCK * 4);
  r.betweenBytes = <usize>r.paddedSamples * 2;
  r.between = reserve(<u64>r.betweenBytes * GROUP + BLOCK * 2);
  r.spare = reserve(<u64>r.outWidth * r.channels + BLOCK);
  if (r.window == 0 || r.sums == 0 || r.between == 0 || r.spare == 0) return false;
  clearSums(r);
  return true;
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
    if ((r.pushed >> 1) - r.windowFirst >= r.windowPairs) makeRoom(r);
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

/** Makes room for a pair, if that is possible before output is pulled. */
function makeRoom(r: Resampler): void {
  moveWindow(r);
  const isFull = (r.pushed >> 1) - r.windowFirst >= r.windowPairs;
  if (isFull && r.summing && endTap(r.down, r.next) - r.down.first > r.pushed) carrySums(r);
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

