/**
 * Entropy coding of kept blocks: sequential and progressive scans (ITU-T T.81, F.1.2 and G.1.2), with Huffman
 * codes made for each scan.
 *
 * A scan is gone through twice. The first time its symbols are counted; from the counts come the tables, which
 * the host reads and writes into the file; the second time the codes are written, in pieces, to the host.
 */

import { reserve } from "./arena.as";
import { blockAt, mcusHigh, mcusWide, plane, planeCount } from "./jpeg-blocks.as";
import { CODES_BYTES, COUNTS_BYTES, DESCRIBED_BYTES, makeTable } from "./jpeg-codes.as";

/** Takes `length` bytes of the file at `pointer`. */
@external("host", "write")
declare function write(pointer: usize, length: i32): void;

/** Tables in use: 0 and 1 for the DC coefficients of luma and chroma, 2 and 3 for their AC coefficients. */
const TABLES: usize = 4;
const AC: i32 = 2;

/** Counts, codes and descriptions of the tables, as jpeg-codes.as.ts has them. */
let counts: usize = 0;
let codes: usize = 0;
let described: usize = 0;

let output: usize = 0;
let outputAt: usize = 0;
const OUTPUT: usize = 1 << 15;
/** The longest run of bytes between two looks at the room that is left. */
const OUTPUT_SLACK: usize = 2048;

/** Bits that are not yet bytes, the lowest `pendingCount` of `pending`. */
let pending: u64 = 0;
let pendingCount: i32 = 0;
let counting: bool = false;

export function entropyOpen(): bool {
  counts = reserve(<u64>COUNTS_BYTES * TABLES);
  codes = reserve(<u64>CODES_BYTES * TABLES);
  described = reserve(<u64>DESCRIBED_BYTES * TABLES);
  corrections = reserve(MOST_CORRECTIONS + 64);
  output = reserve(OUTPUT + OUTPUT_SLACK);
  outputAt = output;
  return counts != 0 && codes != 0 && described != 0 && corrections != 0 && output != 0;
}

/** Where the host finds table `index` as a DHT segment has it. */
export function entropyTable(index: i32): usize {
  return described + <usize>index * DESCRIBED_BYTES;
}

@inline
function putSymbol(table: i32, symbol: i32): void {
  if (counting) {
    const count = counts + <usize>table * COUNTS_BYTES + (<usize>symbol << 2);
    store<u32>(count, load<u32>(count) + 1);
    return;
  }
  const code = load<u32>(codes + (<usize>((table << 8) | symbol) << 2));
  putBits(code & 0xffff, <i32>(code >> 24));
}

/** Appends the low `length` bits of `value`, at most 16, which has no others. */
@inline
function putBits(value: u32, length: i32): void {
  if (counting) return;
  pending = (pending << length) | value;
  pendingCount += length;
  if (pendingCount >= 32) flushWord();
}

/** Moves 32 bits to the output, a zero behind every 0xFF (T.81, B.1.1.5). */
function flushWord(): void {
  pendingCount -= 32;
  const word = <u32>(pending >> pendingCount);
  if (((word & ~(word + 0x01010101)) & 0x80808080) == 0) {
    store<u32>(outputAt, bswap<u32>(word));
    outputAt += 4;
    return;
  }
  for (let shift = 24; shift >= 0; shift -= 8) putByte(<u8>(word >> shift));
}

@inline
function putByte(byte: u8): void {
  store<u8>(outputAt, byte);
  outputAt++;
  if (byte == 0xff) {
    store<u8>(outputAt, 0);
    outputAt++;
  }
}

function flushOutput(): void {
  write(output, <i32>(outputAt - output));
  outputAt = output;
}

@inline
function ensureOutput(): void {
  if (outputAt > output + OUTPUT) flushOutput();
}

/** Ends a scan: the last byte is filled up with ones. */
function finishBits(): void {
  while (pendingCount >= 8) {
    pendingCount -= 8;
    putByte(<u8>(pending >> pendingCount));
  }
  if (pendingCount > 0) putByte(<u8>((pending << (8 - pendingCount)) | ((1 << (8 - pendingCount)) - 1)));
  pendingCount = 0;
  flushOutput();
}

@inline
function sizeOf(magnitude: i32): i32 {
  return 32 - <i32>clz(magnitude);
}

/** A symbol made of a run and the size of `value`, and then the bits of the value (F.1.2.1). */
@inline
function putValue(table: i32, run: i32, value: i32): void {
  const sign = value >> 31;
  const size = sizeOf((value ^ sign) - sign);
  putSymbol(table, (run << 4) | size);
  putBits(<u32>(value + sign) & ((1 << size) - 1), size);
}

// Scans. `goThrough` calls one of the block functions below for every block of a scan.

let spectralStart: i32 = 0;
let spectralEnd: i32 = 0;
let approximationHigh: i32 = 0;
let approximationLow: i32 = 0;

/** The DC coefficient before, for each plane. */
let mean0: i32 = 0;
let mean1: i32 = 0;
let mean2: i32 = 0;

@inline
function meanDifference(index: i32, value: i32): i32 {
  if (index == 0) {
    const before = mean0;
    mean0 = value;
    return value - before;
  }
  if (index == 1) {
    const before = mean1;
    mean1 = value;
    return value - before;
  }
  const before = mean2;
  mean2 = value;
  return value - before;
}

/** A block of a sequential scan. */
function putBlock(index: i32, block: usize): void {
  const isChroma = <i32>(index > 0);
  let value = block + 8;
  putValue(isChroma, 0, meanDifference(index, load<i16>(value)));
  const table = AC + isChroma;
  let before = 0;
  for (let left = load<u64>(block) & ~<u64>1; left != 0; left &= left - 1) {
    const k = <i32>ctz(left);
    let run = k - before - 1;
    for (; run > 15; run -= 16) putSymbol(table, 0xf0);
    value += 2;
    putValue(table, run, load<i16>(value));
    before = k;
  }
  if (before < 63) putSymbol(table, 0);
}

function putMean(index: i32, block: usize): void {
  const value = <i32>load<i16>(block, 8) >> approximationLow;
  if (approximationHigh == 0) putValue(<i32>(index > 0), 0, meanDifference(index, value));
  else putBits(value & 1, 1);
}

/** Blocks that end before their first coefficient, not yet written; and their correction bits, a byte each. */
let endOfBands: i32 = 0;
let corrections: usize = 0;
let correctionCount: i32 = 0;
const MOST_CORRECTIONS: i32 = 1000;
const MOST_END_OF_BANDS: i32 = 0x7fff;

function putEndOfBands(table: i32): void {
  if (endOfBands == 0) return;
  const size = sizeOf(endOfBands) - 1;
  putSymbol(table, size << 4);
  putBits(endOfBands & ((1 << size) - 1), size);
  endOfBands = 0;
  putCorrections(corrections, correctionCount);
  correctionCount = 0;
}

function putCorrections(from: usize, number: i32): void {
  for (let i = 0; i < number; i++) putBits(load<u8>(from + i), 1);
}

/** The bits of a mask that belong to the band of the scan, and the value of the first of them. */
@inline
function bandOf(mask: u64): u64 {
  return mask & (~(<u64>0) << spectralStart) & (~(<u64>0) >> (63 - spectralEnd));
}
@inline
function firstOf(block: usize): usize {
  const below = load<u64>(block) & ((<u64>1 << spectralStart) - 1);
  return block + 8 + (<usize>popcnt(below) << 1);
}

/** A block of a first scan of a band (G.1.2.2). */
function putBand(index: i32, block: usize): void {
  const table = AC + <i32>(index > 0);
  let value = firstOf(block);
  let before = spectralStart - 1;
  for (let left = bandOf(load<u64>(block)); left != 0; left &= left - 1, value += 2) {
    const whole: i32 = load<i16>(value);
    const kept = whole < 0 ? -(-whole >> approximationLow) : whole >> approximationLow;
    if (kept == 0) continue;
    const k = <i32>ctz(left);
    let run = k - before - 1;
    putEndOfBands(table);
    for (; run > 15; run -= 16) putSymbol(table, 0xf0);
    putValue(table, run, kept);
    before = k;
  }
  if (before == spectralEnd) return;
  endOfBands++;
  if (endOfBands == MOST_END_OF_BANDS) putEndOfBands(table);
}

/** The last index of the band whose coefficient becomes nonzero with this bit, or 0. */
function lastNew(block: usize): i32 {
  let last = 0;
  let value = firstOf(block);
  for (let left = bandOf(load<u64>(block)); left != 0; left &= left - 1, value += 2) {
    if (abs<i32>(load<i16>(value)) >> approximationLow == 1) last = <i32>ctz(left);
  }
  return last;
}

/** A block of a scan that refines a band by a bit (G.1.2.3). */
function refineBand(index: i32, block: usize): void {
  const table = AC + <i32>(index > 0);
  const end = lastNew(block);
  let value = firstOf(block);
  let at = corrections + correctionCount;
  let number = 0;
  let run = 0;
  let before = spectralStart - 1;
  for (let left = bandOf(load<u64>(block)); left != 0; left &= left - 1, value += 2) {
    const k = <i32>ctz(left);
    const whole: i32 = load<i16>(value);
    const magnitude = abs(whole) >> approximationLow;
    run += k - before - 1;
    before = k;
    if (magnitude == 0) {
      run++;
      continue;
    }
    for (; run > 15 && k <= end; run -= 16) {
      putEndOfBands(table);
      putSymbol(table, 0xf0);
      putCorrections(at, number);
      at = corrections;
      number = 0;
    }
    if (magnitude > 1) {
      store<u8>(at + number, <u8>(magnitude & 1));
      number++;
      continue;
    }
    putEndOfBands(table);
    putSymbol(table, (run << 4) | 1);
    putBits(<u32>(whole >= 0), 1);
    putCorrections(at, number);
    at = corrections;
    number = 0;
    run = 0;
  }
  run += spectralEnd - before;
  if (run == 0 && number == 0) return;
  endOfBands++;
  correctionCount += number;
  if (endOfBands == MOST_END_OF_BANDS || correctionCount > MOST_CORRECTIONS - 63) putEndOfBands(table);
}

/** A sequential scan has the whole band from 0; one with only DC coefficients ends at 0. */
@inline
function putAny(index: i32, block: usize): void {
  if (spectralEnd == 0) putMean(index, block);
  else if (spectralStart == 0) putBlock(index, block);
  else if (approximationHigh == 0) putBand(index, block);
  else refineBand(index, block);
  ensureOutput();
}

/** Goes through the blocks of plane `only`, or of all planes when that is -1. */
function goThrough(only: i32): void {
  mean0 = 0;
  mean1 = 0;
  mean2 = 0;
  endOfBands = 0;
  correctionCount = 0;
  pending = 0;
  pendingCount = 0;
  if (only >= 0) {
    const p = plane(only);
    for (let y = 0; y < p.blocksUsedHigh; y++) {
      for (let x = 0; x < p.blocksUsedWide; x++) putAny(only, blockAt(p, x, y));
    }
    putEndOfBands(AC + <i32>(only > 0));
    return;
  }
  for (let y = 0; y < mcusHigh; y++) {
    for (let x = 0; x < mcusWide; x++) {
      for (let i = 0; i < planeCount; i++) {
        const p = plane(i);
        for (let v = 0; v < p.v; v++) {
          for (let h = 0; h < p.h; h++) putAny(i, blockAt(p, x * p.h + h, y * p.v + v));
        }
      }
    }
  }
}

/**
 * Counts the symbols of a scan and makes its tables. Its parameters are those of a scan header; `only` is the
 * plane that it has, or -1 for all.
 */
export function entropyCount(only: i32, start: i32, end: i32, high: i32, low: i32): void {
  spectralStart = start;
  spectralEnd = end;
  approximationHigh = high;
  approximationLow = low;
  counting = true;
  memory.fill(counts, 0, COUNTS_BYTES * TABLES);
  goThrough(only);
  for (let table: usize = 0; table < TABLES; table++) {
    makeTable(counts + table * COUNTS_BYTES, described + table * DESCRIBED_BYTES, codes + table * CODES_BYTES);
  }
}

/** Writes the scan that was counted last. */
export function entropyWrite(only: i32): void {
  counting = false;
  goThrough(only);
  finishBits();
}
