/**
 * The picture that is being encoded: rows of samples in, quantised blocks kept until their codes are known.
 *
 * A component's band is the rows of one row of MCUs. Most quantised coefficients are zero, so a block is kept
 * as a mask and a list: u64 with a bit for every zigzag index that is not zero (bit 0 is always set), then
 * those coefficients, i16, in that order. Blocks lie in chunks of the arena; each component has a table of
 * u32 pointers to them, row by row. Blocks of an MCU that lie wholly outside of the picture repeat the mean of
 * the block before, as that costs the fewest bits.
 */

import { reserve } from "./arena.as";
import { forward } from "./jpeg-fdct.as";

@unmanaged
export class Plane {
  h: i32;
  v: i32;
  /** Samples that belong to the picture. */
  width: i32;
  height: i32;
  blocksWide: i32;
  blocksHigh: i32;
  blocksUsedWide: i32;
  blocksUsedHigh: i32;
  band: usize;
  stride: usize;
  /** f32[64] in the order of `forward`. */
  reciprocals: usize;
  /** u32 pointers to blocks. */
  blocks: usize;
  lastMean: i32;
}

const MOST_PLANES: usize = 3;
const CHUNK: u64 = 1 << 16;
const LARGEST_BLOCK: usize = 8 + 128;

export let planeCount: i32 = 0;
export let mcusWide: i32 = 0;
export let mcusHigh: i32 = 0;

let planes: usize = 0;
/** Quantised coefficients of one block, i16[64], in the order of `forward`. */
let quantised: usize = 0;
/** For each of 8 rows of `quantised` and each byte of nonzero flags: the same flags by zigzag index, u64. */
let zigzagMasks: usize = 0;
/** For each zigzag index: where it is in `quantised`, in bytes. */
let zigzagOffsets: usize = 0;
let chunkAt: usize = 0;
let chunkEnd: usize = 0;
/** The next row of MCUs. */
let nextBand: i32 = 0;

/** Zigzag order (T.81, figure A.6): v · 8 + u of each index. */
const zigzag: usize = memory.data<u8>([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
  28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61,
  54, 47, 55, 62, 63,
]);

/** Factors of the transform by Arai, Agui and Nakajima: cos(kπ/16)·√2, and 1 for k = 0. */
const factors: usize = memory.data<f64>([
  1.0, 1.387039845322148, 1.306562964876377, 1.175875602419359, 1.0, 0.785694958387102, 0.541196100146197,
  0.275899379282943,
]);

@inline
export function plane(index: i32): Plane {
  return changetype<Plane>(planes + <usize>index * offsetof<Plane>());
}

@inline
export function blockAt(p: Plane, x: i32, y: i32): usize {
  return <usize>load<u32>(p.blocks + (<usize>(y * p.blocksWide + x) << 2));
}

@inline
function ceilDivide(a: i32, b: i32): i32 {
  return (a + b - 1) / b;
}

/**
 * Begins a picture of `width` by `height` with one plane, or with three of which the first has `h` by `v`
 * samples for each of the others. `luma` and `chroma` are quantisation tables, 64 u16 in zigzag order. False
 * when memory does not suffice.
 */
export function encodeOpen(width: i32, height: i32, count: i32, h: i32, v: i32, luma: usize, chroma: usize): bool {
  planeCount = count;
  nextBand = 0;
  chunkAt = 0;
  chunkEnd = 0;
  mcusWide = ceilDivide(width, 8 * h);
  mcusHigh = ceilDivide(height, 8 * v);
  planes = reserve(offsetof<Plane>() * MOST_PLANES);
  quantised = reserve(128);
  zigzagMasks = reserve(8 * 256 * 8);
  zigzagOffsets = reserve(64);
  if (planes == 0 || quantised == 0 || zigzagMasks == 0 || zigzagOffsets == 0) return false;
  fillZigzag();
  for (let i = 0; i < count; i++) {
    const p = plane(i);
    p.h = i == 0 ? h : 1;
    p.v = i == 0 ? v : 1;
    if (!layOutPlane(p, ceilDivide(width * p.h, h), ceilDivide(height * p.v, v), i == 0 ? luma : chroma)) return false;
  }
  return true;
}

function fillZigzag(): void {
  for (let k: usize = 0; k < 64; k++) {
    const position = load<u8>(zigzag + k);
    const v = position >> 3;
    const u = position & 7;
    store<u8>(zigzagOffsets + k, (u * 8 + v) * 2);
    for (let flags: usize = 0; flags < 256; flags++) {
      if ((flags & (1 << v)) == 0) continue;
      const mask = zigzagMasks + ((<usize>u * 256 + flags) << 3);
      store<u64>(mask, load<u64>(mask) | (<u64>1 << k));
    }
  }
}

function layOutPlane(p: Plane, width: i32, height: i32, quantisation: usize): bool {
  p.width = width;
  p.height = height;
  p.blocksWide = mcusWide * p.h;
  p.blocksHigh = mcusHigh * p.v;
  p.blocksUsedWide = ceilDivide(width, 8);
  p.blocksUsedHigh = ceilDivide(height, 8);
  p.stride = <usize>(p.blocksWide * 8 + 16);
  p.lastMean = 0;
  p.band = reserve(<u64>p.stride * <u64>(p.v * 8));
  p.reciprocals = reserve(256);
  p.blocks = reserve(<u64>p.blocksWide * <u64>p.blocksHigh * 4);
  if (p.band == 0 || p.reciprocals == 0 || p.blocks == 0) return false;
  for (let k: usize = 0; k < 64; k++) {
    const position = load<u8>(zigzag + k);
    const down = load<f64>(factors + ((<usize>position >> 3) << 3));
    const across = load<f64>(factors + ((<usize>position & 7) << 3));
    const divisor = <f64>load<u16>(quantisation + (k << 1)) * down * across * 8.0;
    store<f32>(p.reciprocals + (<usize>load<u8>(zigzagOffsets + k) << 1), <f32>(1.0 / divisor));
  }
  return true;
}

/** Where the host puts the rows of plane `index`: row 0 of the band, and the bytes from row to row. */
export function encodeBand(index: i32): usize {
  return plane(index).band;
}
export function encodeStride(index: i32): usize {
  return plane(index).stride;
}

/** Takes the rows in the bands as the next row of MCUs. False when memory does not suffice. */
export function encodeRow(): bool {
  for (let i = 0; i < planeCount; i++) extendEdges(plane(i));
  for (let x = 0; x < mcusWide; x++) {
    for (let i = 0; i < planeCount; i++) {
      const p = plane(i);
      for (let v = 0; v < p.v; v++) {
        for (let h = 0; h < p.h; h++) {
          if (!encodeBlock(p, x * p.h + h, nextBand * p.v + v, v)) return false;
        }
      }
    }
  }
  nextBand++;
  return true;
}

/** Repeats the last column to the right, and the last row of the picture downwards, to whole blocks. */
function extendEdges(p: Plane): void {
  const rows = p.v * 8;
  const used = min(rows, p.height - nextBand * rows);
  const spare = p.blocksUsedWide * 8 - p.width;
  if (spare > 0) {
    for (let y = 0; y < used; y++) {
      const end = p.band + <usize>y * p.stride + <usize>p.width;
      memory.fill(end, load<u8>(end - 1), <usize>spare);
    }
  }
  for (let y = max(used, 1); y < ((max(used, 1) + 7) & ~7); y++) {
    memory.copy(p.band + <usize>y * p.stride, p.band + <usize>(y - 1) * p.stride, p.stride);
  }
}

function encodeBlock(p: Plane, x: i32, y: i32, bandRow: i32): bool {
  if (chunkEnd - chunkAt < LARGEST_BLOCK) {
    chunkAt = reserve(CHUNK);
    if (chunkAt == 0) return false;
    chunkEnd = chunkAt + <usize>CHUNK;
  }
  store<u32>(p.blocks + (<usize>(y * p.blocksWide + x) << 2), <u32>chunkAt);
  if (x >= p.blocksUsedWide || y >= p.blocksUsedHigh) {
    store<u64>(chunkAt, 1);
    store<i16>(chunkAt, <i16>p.lastMean, 8);
    chunkAt += 10;
    return true;
  }
  forward(p.band + <usize>(bandRow * 8) * p.stride + <usize>(x * 8), p.stride, p.reciprocals, quantised);
  p.lastMean = load<i16>(quantised);
  keepBlock();
  return true;
}

/** Appends the quantised block to the chunk. */
function keepBlock(): void {
  const mask = nonzeroMask() | 1;
  store<u64>(chunkAt, mask);
  chunkAt += 8;
  for (let left = mask; left != 0; left &= left - 1) {
    store<i16>(chunkAt, load<i16>(quantised + <usize>load<u8>(zigzagOffsets + <usize>ctz(left))));
    chunkAt += 2;
  }
}

function nonzeroMask(): u64 {
  const zero = i64x2.splat(0);
  let mask: u64 = 0;
  for (let u: usize = 0; u < 8; u += 2) {
    const first = i16x8.ne(v128.load(quantised + u * 16), zero);
    const second = i16x8.ne(v128.load(quantised + u * 16, 16), zero);
    const flags = <usize>i8x16.bitmask(i8x16.narrow_i16x8_s(first, second));
    mask |= load<u64>(zigzagMasks + ((u * 256 + (flags & 255)) << 3));
    mask |= load<u64>(zigzagMasks + (((u + 1) * 256 + (flags >> 8)) << 3));
  }
  return mask;
}
