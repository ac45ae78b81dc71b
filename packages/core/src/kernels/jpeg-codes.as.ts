/**
 * Huffman codes from the frequencies of symbols (ITU-T T.81, annex K.2 and annex C).
 *
 * Frequencies: u32[257], the last of them belonging to no symbol; it makes sure that no code is all ones.
 * Description, as a DHT segment has it: the number of codes of each length, u8[16], then the symbols, u8[256].
 * Codes: u32[256] by symbol, the code, and its length from bit 24 on.
 */

const SYMBOLS: i32 = 257;
const LONGEST_CODE: i32 = 16;

export const COUNTS_BYTES: usize = 257 * 4;
export const DESCRIBED_BYTES: usize = 16 + 256;
export const CODES_BYTES: usize = 256 * 4;

/** Scratch of the construction, i32[257] each: length of every symbol's code, and the next symbol in its tree. */
const lengths: usize = memory.data(257 * 4, 16);
const links: usize = memory.data(257 * 4, 16);

@inline
function word(array: usize, index: i32): i32 {
  return load<i32>(array + (<usize>index << 2));
}
@inline
function setWord(array: usize, index: i32, value: i32): void {
  store<i32>(array + (<usize>index << 2), value);
}

/** Makes a table from `frequencies`, which are used up: its description goes to `out`, its codes to `codes`. */
export function makeTable(frequencies: usize, out: usize, codes: usize): void {
  memory.fill(out, 0, DESCRIBED_BYTES);
  setWord(frequencies, SYMBOLS - 1, 1);
  memory.fill(lengths, 0, SYMBOLS * 4);
  memory.fill(links, 0xff, SYMBOLS * 4);
  joinTrees(frequencies);
  countLengths(out);
  listSymbols(out);
  assignCodes(out, codes);
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
function assignCodes(out: usize, codes: usize): void {
  let at = out + 16;
  let code: u32 = 0;
  for (let length: u32 = 1; length <= 16; length++, code <<= 1) {
    for (let i = <i32>load<u8>(out + length - 1); i > 0; i--, at++, code++) {
      store<u32>(codes + (<usize>load<u8>(at) << 2), code | (length << 24));
    }
  }
}
