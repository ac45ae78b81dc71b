/** A Huffman table as a DHT segment has it: 16 counts by length of code, then the symbols. */
export interface HuffmanTable {
  readonly tableClass: 0 | 1;
  readonly id: number;
  readonly codes: Uint8Array;
}

function table(tableClass: 0 | 1, id: number, hex: string): HuffmanTable {
  const pairs = hex.match(/../g) ?? [];
  return { tableClass, id, codes: Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)) };
}

/**
 * The tables of ITU-T T.81, annex K.3 (K.3 to K.6), for luma (0) and chroma (1). Motion-JPEG frames leave them
 * out, and decoders are expected to know them.
 */
export const STANDARD_HUFFMAN: readonly HuffmanTable[] = [
  table(0, 0, "00010501010101010100000000000000000102030405060708090a0b"),
  table(0, 1, "00030101010101010101010000000000000102030405060708090a0b"),
  table(
    1,
    0,
    "0002010303020403050504040000017d" +
      "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738" +
      "393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4" +
      "a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
  ),
  table(
    1,
    1,
    "00020102040403040705040400010277" +
      "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a353637" +
      "38393a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2" +
      "a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa",
  ),
];

/** Annex K.1, tables K.1 and K.2, in zigzag order: what one can just not see at quality 50. */
const LUMA_50: readonly number[] = [
  16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58,
  51, 61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103,
  62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
];
const CHROMA_50: readonly number[] = [
  17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/**
 * Quantisation tables in zigzag order for a quality of 1 to 100, on the scale of the Independent JPEG Group:
 * the tables of annex K at 50, finer by 2 % of them for each step above, coarser by 50/quality below.
 */
export function quantisationTables(quality: number) {
  const whole = Math.max(1, Math.min(100, Math.round(quality)));
  const percent = whole < 50 ? Math.floor(5000 / whole) : 200 - 2 * whole;
  const scaled = (base: readonly number[]) =>
    Uint16Array.from(base, (value) => Math.max(1, Math.min(255, Math.floor((value * percent + 50) / 100))));
  return { luma: scaled(LUMA_50), chroma: scaled(CHROMA_50) };
}
