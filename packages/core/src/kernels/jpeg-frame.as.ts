/**
 * The picture that is being decoded: its components, their blocks and their rows (ITU-T T.81, A.1 and A.2).
 *
 * Scale N (8, 4, 2, 1) gives N×N samples for a block. A component with sampling factors h, v has h·v blocks
 * in an MCU; a band is the rows of samples of one row of MCUs. Of a picture in one sequential scan, only a
 * band exists at a time. Of others the coefficients of all blocks are kept, N² of each, and for
 * each block a bit mask, by zigzag index, of those that are not zero: that is all which later scans refine.
 */

import { reserve } from "./arena.as";
import { cellOf } from "./jpeg-idct.as";
import { AC_TABLE_BYTES, DC_TABLE_BYTES, huffmanBuild } from "./jpeg-huffman.as";
import { streamReserve } from "./jpeg-stream.as";

/** Rows above a band: the last ones of the band before, for the conversion of colours. */
const CONTEXT_ROWS: usize = 1;
/** Bytes behind a row that may be read. */
const ROW_SLACK: i32 = 32;
/** Cells of the scratch block: 64 coefficients, and one for those that are not needed. */
const NOT_NEEDED: u8 = 64;

@unmanaged
export class Component {
  h: i32;
  v: i32;
  /** Samples that belong to the picture, at this scale. */
  width: i32;
  height: i32;
  /** Blocks in a row and rows of blocks, whole MCUs. */
  blocksWide: i32;
  blocksHigh: i32;
  /** The same when the component has a scan to itself: blocks that hold a part of the picture. */
  blocksUsedWide: i32;
  blocksUsedHigh: i32;

  /** Row 0 of the band, rows `stride` bytes apart, `bandRows` of them. */
  band: usize;
  stride: usize;
  bandRows: i32;
  /** Coefficients and masks of all blocks, 0 when there is but one scan. */
  blocks: usize;
  masks: usize;

  /** Quantisation in the layout of a block, i16; latched when its first scan begins. */
  quant: usize;
  quantLatched: bool;
  quantId: i32;

  /** Of the scan under way. */
  dcTable: usize;
  acTable: usize;
  /** The DC coefficient that the next one is coded as a difference to. */
  predicted: i32;
}

const MOST_COMPONENTS: usize = 4;
const COMPONENT_BYTES: usize = offsetof<Component>();

export let scale: i32 = 8;
export let componentCount: i32 = 0;
export let mcusWide: i32 = 0;
export let mcusHigh: i32 = 0;
/** h and v of the component with the most samples. */
export let mostH: i32 = 1;
export let mostV: i32 = 1;
/** i16[64] and one more cell for what is not needed; zero between blocks, but for that cell. */
export let scratch: usize = 0;
/** The last zigzag index that the scale needs. */
export let lastNeeded: i32 = 63;
/** u8[256]: the scratch cell of a zigzag index; indices beyond 63 belong to codes that end a block. */
export let cells: usize = 0;

let components: usize = 0;
let tables: usize = 0;
let quants: usize = 0;

/** Zigzag order (T.81, figure A.6): v · 8 + u of each index. */
const zigzag: usize = memory.data<u8>([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
  28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61,
  54, 47, 55, 62, 63,
]);

@inline
export function component(index: i32): Component {
  return changetype<Component>(components + <usize>index * COMPONENT_BYTES);
}

/** Huffman table `id` (0 to 3) of class 0, DC, or 1, AC. */
@inline
export function tableOf(tableClass: i32, id: i32): usize {
  const number = <usize>id;
  return tableClass == 0
    ? tables + number * DC_TABLE_BYTES
    : tables + 4 * DC_TABLE_BYTES + number * AC_TABLE_BYTES;
}

/** Begins a picture, the arena being empty. False when memory does not suffice. */
export function jpegOpen(): bool {
  components = reserve(COMPONENT_BYTES * MOST_COMPONENTS);
  tables = reserve(<u64>(DC_TABLE_BYTES + AC_TABLE_BYTES) * 4);
  quants = reserve(4 * 128);
  scratch = reserve(160);
  cells = reserve(256);
  return components != 0 && tables != 0 && quants != 0 && scratch != 0 && cells != 0 && streamReserve();
}

/** Takes a Huffman table as a DHT segment has it: 16 counts, then the symbols. False for an impossible one. */
export function jpegHuffman(tableClass: i32, id: i32, counts: usize): bool {
  return huffmanBuild(tableOf(tableClass, id), tableClass == 0 ? DC_TABLE_BYTES : AC_TABLE_BYTES, counts);
}

/** Takes quantisation table `id` (0 to 3), 64 u16 in zigzag order. */
export function jpegQuantisation(id: i32, values: usize): void {
  memory.copy(quants + <usize>id * 128, values, 128);
}

/** Describes component `index`, before `jpegFrame`. */
export function jpegComponent(index: i32, h: i32, v: i32, quantId: i32): void {
  const c = component(index);
  c.h = h;
  c.v = v;
  c.quantId = quantId;
  c.quantLatched = false;
}

@inline
function ceilDivide(a: i32, b: i32): i32 {
  return (a + b - 1) / b;
}

/** Lays out a picture of `width` by `height` pixels. False when memory does not suffice. */
export function jpegFrame(width: i32, height: i32, count: i32, atScale: i32, keepCoefficients: bool): bool {
  scale = atScale;
  componentCount = count;
  mostH = 1;
  mostV = 1;
  for (let i = 0; i < count; i++) {
    mostH = max(mostH, component(i).h);
    mostV = max(mostV, component(i).v);
  }
  mcusWide = ceilDivide(width, mostH * 8);
  mcusHigh = ceilDivide(height, mostV * 8);
  for (let k = 0; k < 256; k++) store<u8>(cells + k, NOT_NEEDED);
  for (let k = 0; k < 64; k++) {
    const position: i32 = load<u8>(zigzag + k);
    const cell = cellOf(scale, position >> 3, position & 7);
    if (cell < 0) continue;
    store<u8>(cells + k, <u8>cell);
    lastNeeded = k;
  }
  for (let i = 0; i < count; i++) {
    if (!layOutComponent(component(i), width, height, keepCoefficients)) return false;
  }
  return true;
}

function layOutComponent(c: Component, width: i32, height: i32, keepCoefficients: bool): bool {
  c.width = ceilDivide(width * c.h * scale, mostH * 8);
  c.height = ceilDivide(height * c.v * scale, mostV * 8);
  c.blocksWide = mcusWide * c.h;
  c.blocksHigh = mcusHigh * c.v;
  c.blocksUsedWide = ceilDivide(ceilDivide(width * c.h, mostH), 8);
  c.blocksUsedHigh = ceilDivide(ceilDivide(height * c.v, mostV), 8);

  c.bandRows = c.v * scale;
  c.stride = <usize>((c.blocksWide * scale + ROW_SLACK + 15) & ~15);
  const band = reserve(<u64>c.stride * (<u64>c.bandRows + CONTEXT_ROWS));
  c.band = band + c.stride * CONTEXT_ROWS;
  c.quant = reserve(160);
  if (band == 0 || c.quant == 0) return false;
  if (!keepCoefficients) return true;

  const count = <u64>c.blocksWide * <u64>c.blocksHigh;
  c.blocks = reserve(count * <u64>(scale * scale * 2));
  c.masks = reserve(count * 8);
  return c.blocks != 0 && c.masks != 0;
}

/** Takes the quantisation table that is there now for the whole of component `c` (T.81, B.2.4.1). */
export function latchQuantisation(c: Component): void {
  if (c.quantLatched) return;
  c.quantLatched = true;
  const values = quants + <usize>c.quantId * 128;
  for (let k: usize = 0; k < 64; k++) {
    const cell: usize = load<u8>(cells + k);
    if (cell != NOT_NEEDED) store<u16>(c.quant + (cell << 1), load<u16>(values + (k << 1)));
  }
}

/** Where the rows of component `index` are, for the host: row 0 of the band, and the bytes from row to row. */
export function jpegBand(index: i32): usize {
  return component(index).band;
}
export function jpegStride(index: i32): usize {
  return component(index).stride;
}
