/**
 * Progressive JPEG scans with Huffman coding: spectral selection and successive approximation (ITU-T T.81,
 * G.1.2 and G.2). Coefficients that the scale does not need are not kept, but the mask of a block tells of all
 * of them which are not zero, because that decides how many bits a refinement has.
 */

import { cells, Component, mcusHigh, mcusWide, scale } from "./jpeg-frame.as";
import { END_OF_BLOCK, entryFor, sizeOf, valueOf } from "./jpeg-huffman.as";
import { beginMcu, endMcu, exhausted, scanCount, scanIsOver, scanMember } from "./jpeg-decode.as";
import { at, bits, count, streamKeep } from "./jpeg-stream.as";

/** First and last index of the band of coefficients; the bit that is coded, and the one before it or 0. */
let spectralStart: i32 = 0;
let spectralEnd: i32 = 0;
let approximationHigh: i32 = 0;
let approximationLow: i32 = 0;
/** Blocks that still end before their first coefficient. */
let endOfBands: i32 = 0;

/** Fills the bits up to 56 or more. */
@inline
function refill(): void {
  streamKeep(at - <usize>((63 - count) >> 3), bits | (load<u64>(at - 8) >> count), count | 56);
}

/** Takes `number` bits, 0 to 32, of those that are there. */
@inline
function take(number: i32): u32 {
  const value = <u32>((bits >> 1) >> (63 - number));
  streamKeep(at, bits << number, count - number);
  return value;
}

/** The entry of the next code, whose bits are still there. */
@inline
function nextEntry(table: usize): u64 {
  refill();
  return entryFor(table, bits);
}

/** Takes the code of an entry, but not the value behind it. */
@inline
function takeCode(entry: u64): void {
  const length = <i32>((entry >> 8) & 63);
  streamKeep(at, bits << length, count - length);
}

/** Takes the code of an entry and the value behind it. */
@inline
function takeValue(entry: u64): i32 {
  const value = valueOf(entry, bits);
  streamKeep(at, bits << entry, count - <i32>(entry & 63));
  return value;
}

@inline
function blockAt(c: Component, index: usize): usize {
  return c.blocks + index * <usize>(scale * scale * 2);
}

function firstMean(c: Component, index: usize): void {
  c.predicted += takeValue(nextEntry(c.dcTable));
  store<i16>(blockAt(c, index), <i16>(c.predicted << approximationLow));
}

function refineMean(c: Component, index: usize): void {
  refill();
  const block = blockAt(c, index);
  store<i16>(block, load<i16>(block) | <i16>(take(1) << approximationLow));
}

/** Bits of EOBn: the number of blocks whose rest of the band is zero, this one included. */
@inline
function takeEndOfBands(run: u32): i32 {
  refill();
  return (1 << run) + <i32>take(<i32>run);
}

@inline
function keep(block: usize, k: u32, value: i32): void {
  const cell: usize = load<u8>(cells + k);
  if (cell < 64) store<i16>(block + (cell << 1), <i16>value);
}

function firstCoefficients(c: Component, index: usize): void {
  if (endOfBands > 0) {
    endOfBands--;
    return;
  }
  const block = blockAt(c, index);
  let mask = load<u64>(c.masks + (index << 3));
  let k = <u32>spectralStart - 1;
  for (;;) {
    const entry = nextEntry(c.acTable);
    const advance = <u32>(entry >> 24);
    const value = takeValue(entry);
    if (advance >= END_OF_BLOCK) {
      endOfBands = takeEndOfBands(advance - END_OF_BLOCK) - 1;
      break;
    }
    k += advance;
    if (k > <u32>spectralEnd) break;
    if (value != 0) {
      keep(block, k, value << approximationLow);
      mask |= <u64>1 << k;
    }
    if (k == <u32>spectralEnd) break;
  }
  store<u64>(c.masks + (index << 3), mask);
}

/** All indices from `k` to the end of the band. */
@inline
function bandFrom(k: u32): u64 {
  return k > <u32>spectralEnd ? 0 : ((~(<u64>0)) << k) & (~(<u64>0) >> (63 - spectralEnd));
}

/** Takes a correction bit for every coefficient of `which`, in order, and adds it away from zero. */
function correct(block: usize, which: u64): void {
  while (which != 0) {
    refill();
    let left = min(<i32>popcnt(which), 32);
    let corrections = <u64>take(left) << (64 - left);
    for (; left > 0; left--) {
      if (<i64>corrections < 0) correctOne(block, <u32>ctz(which));
      corrections <<= 1;
      which &= which - 1;
    }
  }
}

@inline
function correctOne(block: usize, k: u32): void {
  const cell: usize = load<u8>(cells + k);
  if (cell >= 64) return;
  const value: i32 = load<i16>(block + (cell << 1));
  store<i16>(block + (cell << 1), <i16>(value + (value < 0 ? -1 : 1) * (1 << approximationLow)));
}

function refineCoefficients(c: Component, index: usize): void {
  const block = blockAt(c, index);
  const history = load<u64>(c.masks + (index << 3));
  let added: u64 = 0;
  let k = <u32>spectralStart;
  if (endOfBands == 0) {
    while (k <= <u32>spectralEnd) {
      const entry = nextEntry(c.acTable);
      const advance = <u32>(entry >> 24);
      takeCode(entry);
      if (advance >= END_OF_BLOCK) {
        endOfBands = takeEndOfBands(advance - END_OF_BLOCK);
        break;
      }
      const isNew = sizeOf(entry) > 0;
      const positive = isNew && take(1) != 0;
      const target = indexOfZero(bandFrom(k) & ~history, advance - 1);
      correct(block, bandFrom(k) & history & ~bandFrom(target));
      if (isNew && target <= <u32>spectralEnd) {
        keep(block, target, positive ? 1 << approximationLow : -(1 << approximationLow));
        added |= <u64>1 << target;
      }
      k = target + 1;
    }
  }
  if (endOfBands > 0) {
    correct(block, bandFrom(k) & history);
    endOfBands--;
  }
  store<u64>(c.masks + (index << 3), history | added);
}

/** The index of the set bit behind `skipped` others, or one beyond the band. */
@inline
function indexOfZero(zeros: u64, skipped: u32): u32 {
  for (; skipped > 0; skipped--) zeros &= zeros - 1;
  return zeros == 0 ? <u32>spectralEnd + 1 : <u32>ctz(zeros);
}

/** One block of a scan. */
@inline
function decodeBlock(c: Component, index: usize): void {
  if (exhausted) return;
  if (spectralStart == 0) {
    if (approximationHigh == 0) firstMean(c, index);
    else refineMean(c, index);
  } else if (approximationHigh == 0) firstCoefficients(c, index);
  else refineCoefficients(c, index);
}

@inline
function begin(): void {
  if (beginMcu()) endOfBands = 0;
}

/** Decodes a whole progressive scan, begun by `jpegScanStart`; its parameters are those of its header. */
export function jpegDecodeProgressive(start: i32, end: i32, high: i32, low: i32): void {
  spectralStart = start;
  spectralEnd = end;
  approximationHigh = high;
  approximationLow = low;
  endOfBands = 0;
  if (scanCount == 1) {
    const c = scanMember(0);
    for (let y = 0; y < c.blocksUsedHigh && !scanIsOver(); y++) {
      for (let x = 0; x < c.blocksUsedWide; x++) {
        begin();
        decodeBlock(c, <usize>(y * c.blocksWide + x));
        endMcu();
      }
    }
    return;
  }
  for (let y = 0; y < mcusHigh && !scanIsOver(); y++) {
    for (let x = 0; x < mcusWide; x++) {
      begin();
      for (let i = 0; i < scanCount; i++) {
        const c = scanMember(i);
        for (let v = 0; v < c.v; v++) {
          const first = (y * c.v + v) * c.blocksWide + x * c.h;
          for (let h = 0; h < c.h; h++) decodeBlock(c, <usize>(first + h));
        }
      }
      endMcu();
    }
  }
}
