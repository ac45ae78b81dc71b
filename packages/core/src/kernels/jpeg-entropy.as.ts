/**
 * Entropy coding of kept blocks: Huffman codes made for each scan, sequential and progressive scans (ITU-T
 * T.81, F.1.2 and G.1.2; tables by annex K.2).
 *
 * A scan is gone through twice. The first time its symbols are counted; from the counts come the tables, which
 * the host reads and writes into the file; the second time the codes are written, in pieces, to the host.
 */

import { reserve } from "./arena.as";
import { blockAt, mcusHigh, mcusWide, Plane, plane, planeCount } from "./jpeg-blocks.as";

/** Takes `length` bytes of the file at `pointer`. */
@external("host", "write")
declare function write(pointer: usize, length: i32): void;

/** Tables in use: 0 and 1 for the DC coefficients of luma and chroma, 2 and 3 for their AC coefficients. */
const TABLES: i32 = 4;
const AC: i32 = 2;
/** Symbols, and one more that makes sure that no code is all ones. */
const SYMBOLS: i32 = 257;
const LONGEST_CODE: i32 = 16;

/** Counts, u32[257] for each table. */
let counts: usize = 0;
/** Codes, u32[256] for each table: the code, and its length from bit 24 on. */
let codes: usize = 0;
/** Tables as a DHT segment has them, 16 + 256 bytes each. */
let described: usize = 0;
const DESCRIBED_BYTES: usize = 16 + 256;

/** Scratch of the construction: lengths and links of the trees, i32[257] each. */
let lengths: usize = 0;
let links: usize = 0;

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
  counts = reserve(TABLES * SYMBOLS * 4);
  codes = reserve(TABLES * 256 * 4);
  described = reserve(<u64>DESCRIBED_BYTES * TABLES);
  lengths = reserve(SYMBOLS * 4);
  links = reserve(SYMBOLS * 4);
  corrections = reserve(MOST_CORRECTIONS + 64);
  output = reserve(OUTPUT + OUTPUT_SLACK);
  outputAt = output;
  return counts != 0 && codes != 0 && described != 0 && lengths != 0 && links != 0 && corrections != 0 && output != 0;
}

/** Where the host finds table `index` as a DHT segment has it. */
export function entropyTable(index: i32): usize {
  return described + <usize>index * DESCRIBED_BYTES;
}

@inline
function putSymbol(table: i32, symbol: i32): void {
  if (counting) {
    const count = counts + (<usize>(table * SYMBOLS + symbol) << 2);
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
  memory.fill(counts, 0, TABLES * SYMBOLS * 4);
  goThrough(only);
  for (let table = 0; table < TABLES; table++) makeTable(table);
}

/** Writes the scan that was counted last. */
export function entropyWrite(only: i32): void {
  counting = false;
  goThrough(only);
  finishBits();
}

@inline
function word(array: usize, index: i32): i32 {
  return load<i32>(array + (<usize>index << 2));
}
@inline
function setWord(array: usize, index: i32, value: i32): void {
  store<i32>(array + (<usize>index << 2), value);
}

/** The code lengths that the counts ask for, at most 16 bits, as 16 counts and the symbols in their order. */
function makeTable(table: i32): void {
  const frequencies = counts + <usize>(table * SYMBOLS * 4);
  const out = entropyTable(table);
  memory.fill(out, 0, DESCRIBED_BYTES);
  setWord(frequencies, SYMBOLS - 1, 1);
  memory.fill(lengths, 0, SYMBOLS * 4);
  memory.fill(links, 0xff, SYMBOLS * 4);
  joinTrees(frequencies);
  countLengths(out);
  listSymbols(out);
  assignCodes(table, out);
}

/** Joins the two rarest trees until one is left (figure K.1); of equals, the later symbol's tree first. */
function joinTrees(frequencies: usize): void {
  while (true) {
    const first = rarest(frequencies, -1);
    const second = rarest(frequencies, first);
    if (second < 0) return;
    setWord(frequencies, first, word(frequencies, first) + word(frequencies, second));
    setWord(frequencies, second, 0);
    let last = first;
    setWord(lengths, last, word(lengths, last) + 1);
    while (word(links, last) >= 0) {
      last = word(links, last);
      setWord(lengths, last, word(lengths, last) + 1);
    }
    setWord(links, last, second);
    for (let symbol = second; symbol >= 0; symbol = word(links, symbol)) {
      setWord(lengths, symbol, word(lengths, symbol) + 1);
    }
  }
}

/** The symbol with the smallest count above zero, other than `except`; -1 for none. */
function rarest(frequencies: usize, except: i32): i32 {
  let found = -1;
  let least = i32.MAX_VALUE;
  for (let symbol = 0; symbol < SYMBOLS; symbol++) {
    const frequency = word(frequencies, symbol);
    if (frequency > 0 && frequency <= least && symbol != except) {
      least = frequency;
      found = symbol;
    }
  }
  return found;
}

/** Codes by length, u8, up to the 256 bits that a tree can have. */
const byLength: usize = memory.data(SYMBOLS + 1);

/** Counts the codes of each length and shortens those above 16 bits (figure K.3). */
function countLengths(out: usize): void {
  memory.fill(byLength, 0, SYMBOLS + 1);
  for (let symbol = 0; symbol < SYMBOLS; symbol++) {
    const length = byLength + <usize>word(lengths, symbol);
    store<u8>(length, load<u8>(length) + 1);
  }
  for (let length: usize = 256; length > <usize>LONGEST_CODE; length--) {
    while (load<u8>(byLength + length) > 0) shorten(length);
  }
  // The code that is all ones belongs to no symbol.
  let longest: usize = LONGEST_CODE;
  while (longest > 0 && load<u8>(byLength + longest) == 0) longest--;
  if (longest > 0) store<u8>(byLength + longest, load<u8>(byLength + longest) - 1);
  memory.copy(out, byLength + 1, 16);
}

/** Takes two codes of a length away: one moves a bit up, the other below a shorter one that makes room. */
function shorten(length: usize): void {
  let above = length - 2;
  while (load<u8>(byLength + above) == 0) above--;
  store<u8>(byLength + length, load<u8>(byLength + length) - 2);
  store<u8>(byLength + length - 1, load<u8>(byLength + length - 1) + 1);
  store<u8>(byLength + above + 1, load<u8>(byLength + above + 1) + 2);
  store<u8>(byLength + above, load<u8>(byLength + above) - 1);
}

function listSymbols(out: usize): void {
  let at = out + 16;
  for (let length = 1; length < SYMBOLS; length++) {
    for (let symbol = 0; symbol < SYMBOLS - 1; symbol++) {
      if (word(lengths, symbol) != length) continue;
      store<u8>(at, <u8>symbol);
      at++;
    }
  }
}

/** Codes in the order of the list (annex C). */
function assignCodes(table: i32, out: usize): void {
  let at = out + 16;
  let code: u32 = 0;
  for (let length: u32 = 1; length <= 16; length++, code <<= 1) {
    for (let i = <i32>load<u8>(out + length - 1); i > 0; i--, at++, code++) {
      const symbol: i32 = load<u8>(at);
      store<u32>(codes + (<usize>((table << 8) | symbol) << 2), code | (length << 24));
    }
  }
}
