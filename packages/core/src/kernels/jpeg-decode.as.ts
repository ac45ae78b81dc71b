/**
 * Sequential JPEG scans, baseline and extended with Huffman coding (ITU-T T.81, F.2), and the way from
 * coefficients to rows of samples.
 *
 * Whatever the data say, a scan goes on to its end: where an interval has too few bits, the rest of it
 * is grey, as browsers show it. Only the parameters of a scan have to make sense; the host checks them.
 */

import {
  cells,
  Component,
  component,
  componentCount,
  lastNeeded,
  latchQuantisation,
  mcusHigh,
  mcusWide,
  scale,
  scratch,
  tableOf,
} from "./jpeg-frame.as";
import { END_OF_BLOCK, entryFor, huffmanBuildSkips, longEntry, lookUp, skipFor, SKIP_ENDS, valueOf } from "./jpeg-huffman.as";
import { idct } from "./jpeg-idct.as";
import { at, bits, count, streamEnsure, streamKeep, streamOverrun, streamRestart, streamStart } from "./jpeg-stream.as";

/** Components of the scan under way: how many, and which, four bits each. */
export let scanCount: i32 = 0;
let scanMembers: i32 = 0;

/** MCUs between restart markers, 0 for none; how many are left of this interval, and the marker behind it. */
let restartInterval: i32 = 0;
let restartIn: i32 = 0;
let restartNext: i32 = 0;
/** The interval has no more data. */
export let exhausted: bool = false;

export function scanMember(index: i32): Component {
  return component((scanMembers >> (index << 2)) & 3);
}

/** Forgets the scan before; components are added one by one, then `jpegScanStart` begins. */
export function jpegScanReset(): void {
  scanCount = 0;
  scanMembers = 0;
}

/** Adds component `index` with its Huffman tables, by id. */
export function jpegScanComponent(index: i32, dcId: i32, acId: i32): void {
  const c = component(index);
  c.dcTable = tableOf(0, dcId);
  c.acTable = tableOf(1, acId);
  latchQuantisation(c);
  scanMembers |= index << (scanCount << 2);
  scanCount++;
}

/** Begins a scan at the byte that the host reads next. */
export function jpegScanStart(interval: i32): void {
  if (lastNeeded < 63) {
    for (let i = 0; i < scanCount; i++) huffmanBuildSkips(scanMember(i).acTable);
  }
  restartInterval = interval;
  restartIn = interval;
  restartNext = 0;
  exhausted = false;
  for (let i = 0; i < scanCount; i++) scanMember(i).predicted = 0;
  streamStart();
}

/** To be called before every MCU; true when a new interval begins, and with it all predictions. */
@inline
export function beginMcu(): bool {
  if (restartInterval == 0 || restartIn > 0) {
    restartIn--;
    streamEnsure();
    return false;
  }
  restartIn = restartInterval - 1;
  exhausted = !streamRestart(restartNext);
  restartNext = (restartNext + 1) & 7;
  for (let i = 0; i < scanCount; i++) scanMember(i).predicted = 0;
  return true;
}

@inline
export function endMcu(): void {
  if (streamOverrun()) exhausted = true;
}

/**
 * Decodes the coefficients of a block into the scratch block (T.81, F.2.2). Returns the index that the last
 * code led to, plus END_OF_BLOCK when that was an end of block: just END_OF_BLOCK for a block with nothing but its mean.
 */
function decodeBlock(c: Component): i32 {
  let position = at;
  let have = <i64>count;
  let next = bits | (load<u64>(position - 8) >> have);
  position -= <usize>((63 - have) >> 3);
  have |= 56;

  let entry = entryFor(c.dcTable, next);
  const mean = c.predicted + valueOf(entry, next);
  c.predicted = mean;
  const block = scratch;
  store<i16>(block, <i16>mean);
  next <<= entry;
  have -= entry & 63;

  const table = c.acTable;
  const cellTable = cells;
  const needed = lastNeeded;
  let k = 0;
  if (needed > 0) {
    entry = lookUp(table, next);
    do {
      next |= load<u64>(position - 8) >> have;
      position -= <usize>((63 - have) >> 3);
      have |= 56;
      if (entry == 0) entry = longEntry(table, next);
      const value = valueOf(entry, next);
      next <<= entry;
      have -= entry & 63;
      k += <i32>(entry >> 24);
      // Looked up before the bits are filled up again: at least 25 of them are still there.
      entry = lookUp(table, next);
      store<i16>(block + (<usize>load<u8>(cellTable + k) << 1), <i16>value);
    } while (k < needed);
  }

  let skip = skipFor(table, next);
  while (k < 63) {
    next |= load<u64>(position - 8) >> have;
    position -= <usize>((63 - have) >> 3);
    have |= 56;
    const reached = k + <i32>(skip >> 8);
    if (reached <= 63) {
      k = reached | <i32>(skip & SKIP_ENDS);
      next <<= skip;
      have -= skip & 63;
    } else {
      entry = entryFor(table, next);
      k += <i32>(entry >> 24);
      next <<= entry;
      have -= entry & 63;
    }
    skip = skipFor(table, next);
  }
  streamKeep(position, next, <i32>have);
  return k;
}

/** Makes the needed cells of the scratch block zero again: scale² of them, all of which lie first. */
@inline
function clearScratch(onlyMean: bool): void {
  if (onlyMean) {
    store<i16>(scratch, 0);
    return;
  }
  const zero = i64x2.splat(0);
  v128.store(scratch, zero);
  v128.store(scratch, zero, 16);
  if (scale < 8) return;
  v128.store(scratch, zero, 32);
  v128.store(scratch, zero, 48);
  v128.store(scratch, zero, 64);
  v128.store(scratch, zero, 80);
  v128.store(scratch, zero, 96);
  v128.store(scratch, zero, 112);
}

@inline
function blockOf(c: Component, index: usize): usize {
  return c.blocks + index * <usize>(scale * scale * 2);
}

/** Decodes a block to its place in the band. */
@inline
function decodeToBand(c: Component, out: usize): void {
  const last = exhausted ? <i32>END_OF_BLOCK : decodeBlock(c);
  const onlyMean = last == <i32>END_OF_BLOCK;
  idct(scale, scratch, c.quant, onlyMean, out, c.stride);
  clearScratch(onlyMean);
}

/** Decodes the next row of MCUs of a picture in one scan into the bands of its components. */
export function jpegDecodeRow(): void {
  for (let x = 0; x < mcusWide; x++) {
    beginMcu();
    for (let i = 0; i < scanCount; i++) {
      const c = scanMember(i);
      let out = c.band + <usize>(x * c.h * scale);
      for (let v = 0; v < c.v; v++) {
        for (let h = 0; h < c.h; h++) decodeToBand(c, out + <usize>(h * scale));
        out += c.stride * <usize>scale;
      }
    }
    endMcu();
  }
}

/** Decodes a block and keeps it. */
function decodeToStore(c: Component, index: usize): void {
  if (exhausted) return;
  decodeBlock(c);
  memory.copy(blockOf(c, index), scratch, <usize>(scale * scale * 2));
  clearScratch(false);
}

/** Nothing more can come of the scan: there are no data, and no restart marker to go on from. */
export function scanIsOver(): bool {
  return exhausted && restartInterval == 0;
}

/** Decodes a whole sequential scan of a picture that has several. */
export function jpegDecodeScan(): void {
  if (scanCount == 1) {
    const c = scanMember(0);
    for (let y = 0; y < c.blocksUsedHigh && !scanIsOver(); y++) {
      for (let x = 0; x < c.blocksUsedWide; x++) {
        beginMcu();
        decodeToStore(c, <usize>(y * c.blocksWide + x));
        endMcu();
      }
    }
    return;
  }
  for (let y = 0; y < mcusHigh && !scanIsOver(); y++) {
    for (let x = 0; x < mcusWide; x++) {
      beginMcu();
      for (let i = 0; i < scanCount; i++) {
        const c = scanMember(i);
        for (let v = 0; v < c.v; v++) {
          const first = (y * c.v + v) * c.blocksWide + x * c.h;
          for (let h = 0; h < c.h; h++) decodeToStore(c, <usize>(first + h));
        }
      }
      endMcu();
    }
  }
}

/** Transforms row `y` of MCUs of the coefficients that were kept into the bands; nothing beyond the last one. */
export function jpegOutputRow(y: i32): void {
  if (<u32>y >= <u32>mcusHigh) return;
  for (let i = 0; i < componentCount; i++) {
    const c = component(i);
    for (let v = 0; v < c.v; v++) {
      const first = (y * c.v + v) * c.blocksWide;
      const row = c.band + <usize>(v * scale) * c.stride;
      for (let x = 0; x < c.blocksWide; x++) {
        idct(scale, blockOf(c, <usize>(first + x)), c.quant, false, row + <usize>(x * scale), c.stride);
      }
    }
  }
}
