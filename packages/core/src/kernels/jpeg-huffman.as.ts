/**
 * Huffman tables for decoding (ITU-T T.81, annex C and F.2.2.3), built for speed.
 *
 * A table is looked up with the next LOOK bits. An entry, u32, says all about the code that they begin with:
 *
 *   bits  0…7   bits of the code and of the value behind it
 *   bits  8…15  bits of the code
 *   bits 16…23  63 less SSSS, the bits of the value
 *   bits 24…31  how far the index goes on: run of zeros + 1; 128 + RRRR for the end of a block or of bands
 *
 * WebAssembly takes shift counts modulo 64, so that an entry, shifted to the right byte, is one as it is.
 *
 * An entry of 0 means a longer code: its length is found by comparing the next 16 bits with the first code
 * of the next length, left-aligned. A bit string that is no code counts as the symbol 0, as libjpeg has it.
 *
 * Two more tables are made for AC codes of sequential scans. The first is looked up with the next PAIR bits, and
 * holds the values as well. An entry, u64, says all about the one or two codes that these bits hold whole:
 *
 *   bits  0…7   bits of both codes and values
 *   bits  8…15  how far the index goes on, in all
 *   bits 16…23  the same for the first code alone
 *   bits 24…31  bits of the first code and its value
 *   bits 32…47  the value behind the first code
 *   bits 48…63  the value behind the second code, 0 where there is none
 *
 * An entry of 0 means that the first code and its value are longer. The second code is of the next block when the first
 * one fills this one up, which the entry cannot know.
 *
 * Where coefficients are not wanted, the other table steps over as many codes as the next SKIP bits hold whole,
 * values included, up to the end of the block. An entry, u16:
 *
 *   bits 0…7    bits of those codes and values
 *   bits 8…15   how far the index goes on; plus SKIP_ENDS and 1 when the end of the block is among them
 *
 * Without SKIP_ENDS, the index that an entry leads to must be at most 63: beyond, it has run into the next block.
 * The entry for no whole code leads there from any index.
 *
 * Layout of a table: entries u32[1 << LOOK], limits u32[17], offsets i32[17], symbols u8[256], flags u32[2] that
 * the other tables are there, pairs u64[1 << PAIR], skips u16[1 << SKIP].
 */

export const LOOK: i32 = 10;
export const PAIR: i32 = 10;
export const SKIP: i32 = 13;
/** Bits that a step of skipping takes at most. */
const SKIP_MOST: i32 = 21;
const LIMITS: usize = 4 << LOOK;
const OFFSETS: usize = LIMITS + 17 * 4;
const SYMBOLS: usize = OFFSETS + 17 * 4;
const PAIRS_BUILT: usize = SYMBOLS + 256;
const SKIPS_BUILT: usize = PAIRS_BUILT + 4;
const PAIRS: usize = SKIPS_BUILT + 4;
const SKIPS: usize = PAIRS + (8 << PAIR);
/** A DC table ends where the second table of an AC table would begin. */
export const DC_TABLE_BYTES: usize = (PAIRS + 15) & ~15;
export const AC_TABLE_BYTES: usize = (SKIPS + (2 << SKIP) + 15) & ~15;

/** Advance of a symbol that ends the block: greater than any index. */
export const END_OF_BLOCK: u32 = 128;

@inline
function entryOf(length: u32, symbol: u32): u32 {
  const size = symbol & 15;
  const run = symbol >> 4;
  const advance = size == 0 && run != 15 ? END_OF_BLOCK + run : run + 1;
  return (length + size) | (length << 8) | ((63 - size) << 16) | (advance << 24);
}

/**
 * Builds the table at `table`, of `bytes` bytes, from the segment's 16 counts at `counts` and the symbols behind them. False
 * when the counts ask for more codes than there are.
 */
export function huffmanBuild(table: usize, bytes: usize, counts: usize): bool {
  memory.fill(table, 0, bytes);
  const symbols = counts + 16;
  let code: u32 = 0;
  let index: u32 = 0;
  for (let length: u32 = 1; length <= 16; length++) {
    const number: u32 = load<u8>(counts + length - 1);
    store<i32>(table + OFFSETS + (length << 2), <i32>index - <i32>code);
    if (code + number > <u32>1 << length || index + number > 256) return false;
    for (let i: u32 = 0; i < number; i++, code++, index++) {
      const symbol: u32 = load<u8>(symbols + index);
      store<u8>(table + SYMBOLS + index, <u8>symbol);
      if (length <= <u32>LOOK) fillEntries(table, code, length, entryOf(length, symbol));
    }
    store<u32>(table + LIMITS + (length << 2), code << (16 - length));
    code <<= 1;
  }
  return true;
}

function fillEntries(table: usize, code: u32, length: u32, entry: u32): void {
  const spare = <u32>LOOK - length;
  const first = code << spare;
  for (let i: u32 = 0; i < <u32>1 << spare; i++) store<u32>(table + ((first + i) << 2), entry);
}

/** The entry of a code longer than LOOK bits, which `bits` begin with. */
export function longEntry(table: usize, bits: u64): u64 {
  const next = <u32>(bits >> 48);
  for (let length: u32 = <u32>LOOK + 1; length <= 16; length++) {
    if (next < load<u32>(table + LIMITS + (length << 2))) {
      const index = (<i32>(next >> (16 - length)) + load<i32>(table + OFFSETS + (length << 2))) & 255;
      return entryOf(length, load<u8>(table + SYMBOLS + <usize>index));
    }
  }
  return entryOf(16, 0);
}

@inline
export function lookUp(table: usize, bits: u64): u64 {
  return load<u32>(table + (<usize>(bits >> (64 - LOOK)) << 2));
}

/** The entry for the next bits, of which at least 16 must be there. */
@inline
export function entryFor(table: usize, bits: u64): u64 {
  const entry = lookUp(table, bits);
  return entry != 0 ? entry : longEntry(table, bits);
}

/**
 * The value behind the code of `entry`, which `bits` begin with (T.81, F.2.2.1, EXTEND): one that begins with 0
 * is negative, and the complement of its size. 0 for a size of 0.
 */
@inline
export function valueOf(entry: u64, bits: u64): i32 {
  const coded = <i64>(bits << (entry >> 8));
  const sign = ~(coded >> 63);
  const magnitude = (<u64>(coded ^ sign) >> 1) >> (entry >> 16);
  return <i32>((<i64>magnitude ^ sign) - sign);
}

/** SSSS of an entry. */
@inline
export function sizeOf(entry: u64): u32 {
  return 63 - (<u32>(entry >> 16) & 255);
}

/** Makes the table of pairs of an AC table, unless it is there. */
export function huffmanBuildPairs(table: usize): void {
  if (load<u32>(table + PAIRS_BUILT) != 0) return;
  store<u32>(table + PAIRS_BUILT, 1);
  for (let next: u64 = 0; next < <u64>1 << PAIR; next++) {
    store<u64>(table + PAIRS + (<usize>next << 3), pairEntry(table, next << (64 - PAIR)));
  }
}

/** The entry of pairs for bits of which only the first PAIR are known. */
function pairEntry(table: usize, bits: u64): u64 {
  const first = entryFor(table, bits);
  const length = first & 255;
  if (length > <u64>PAIR) return 0;
  const advance = first >> 24;
  const firstOnly = (advance << 16) | (length << 24) | (<u64>(valueOf(first, bits) & 0xffff) << 32);
  const alone = firstOnly | length | (advance << 8);
  if (advance >= END_OF_BLOCK) return alone;

  const rest = bits << length;
  const second = entryFor(table, rest);
  const both = length + (second & 255);
  if (both > <u64>PAIR) return alone;
  return firstOnly | both | ((advance + (second >> 24)) << 8) | (<u64>valueOf(second, rest) << 48);
}

@inline
export function pairFor(table: usize, bits: u64): u64 {
  return load<u64>(table + (<usize>(bits >> (64 - PAIR)) << 3), PAIRS);
}

/** Part of the advance of an entry for skipping that ends the block. */
export const SKIP_ENDS: u32 = 128;
/** The entry for no whole code: any index and this, SKIP_ENDS taken away, is beyond 63. */
const SKIPS_NOTHING: u32 = (SKIP_ENDS + 64) << 8;

/** Makes the table for skipping of an AC table, unless it is there. */
export function huffmanBuildSkips(table: usize): void {
  if (load<u32>(table + SKIPS_BUILT) != 0) return;
  store<u32>(table + SKIPS_BUILT, 1);
  for (let next: u32 = 0; next < <u32>1 << SKIP; next++) {
    store<u16>(table + SKIPS + (next << 1), <u16>skipEntry(table, <u64>next << (64 - SKIP)));
  }
}

/** The entry for skipping of bits of which only the first SKIP are known. */
function skipEntry(table: usize, bits: u64): u32 {
  let used: u32 = 0;
  let advance: u32 = 0;
  while (true) {
    const entry = <u32>entryFor(table, bits);
    const length = entry & 255;
    const code = (entry >> 8) & 255;
    if (used + code > <u32>SKIP || used + length > <u32>SKIP_MOST) {
      return used == 0 ? SKIPS_NOTHING : used | (advance << 8);
    }
    used += length;
    if (entry >> 24 >= END_OF_BLOCK) return used | ((advance + SKIP_ENDS + 1) << 8);
    advance += entry >> 24;
    bits <<= length;
    if (advance >= 64) return SKIPS_NOTHING;
  }
}

@inline
export function skipFor(table: usize, bits: u64): u64 {
  return load<u16>(table + (<usize>(bits >> (64 - SKIP)) << 1), SKIPS);
}
