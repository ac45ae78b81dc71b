import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decompressLzw } from "./gif-lzw.ts";

/** Codes of growing width, least significant bit first, in sub-blocks. */
function pack(codes: readonly (readonly [code: number, bits: number])[], blockSize = 255): Uint8Array {
  const bytes: number[] = [];
  let position = 0;
  for (const [code, bits] of codes) {
    for (let bit = 0; bit < bits; bit++, position++) {
      bytes[position >> 3] = (bytes[position >> 3] ?? 0) | (((code >> bit) & 1) << (position & 7));
    }
  }
  const blocks: number[] = [];
  for (let at = 0; at < bytes.length; at += blockSize) {
    const block = bytes.slice(at, at + blockSize);
    blocks.push(block.length, ...block);
  }
  return Uint8Array.from([...blocks, 0]);
}

/** A plain LZW encoder; it clears its table when that is full, or never (`deferred`). */
function compress(indices: readonly number[], minimumBits: number, deferred: boolean): [number, number][] {
  const clear = 1 << minimumBits;
  let table = new Map<string, number>();
  let bits = minimumBits + 1;
  let next = clear + 2;
  let prefix = "";
  const codes: [number, number][] = [[clear, bits]];
  const codeOf = (string: string) => (string.includes(",") ? table.get(string) : Number(string));
  for (const index of indices) {
    const longer = prefix === "" ? `${index}` : `${prefix},${index}`;
    if (codeOf(longer) !== undefined) {
      prefix = longer;
      continue;
    }
    codes.push([codeOf(prefix)!, bits]);
    prefix = `${index}`;
    if (next < 4096) {
      table.set(longer, next++);
      if (next > 1 << bits && bits < 12) bits++;
    } else if (!deferred) {
      codes.push([clear, bits]);
      table = new Map();
      bits = minimumBits + 1;
      next = clear + 2;
    }
  }
  if (prefix !== "") codes.push([codeOf(prefix)!, bits]);
  if (next === 1 << bits && bits < 12) bits++;
  codes.push([clear + 1, bits]);
  return codes;
}

function decompress(bytes: Uint8Array, minimumBits: number, length: number): number[] {
  const indices = new Uint8Array(length);
  return [...indices.subarray(0, decompressLzw(bytes, 0, minimumBits, indices))];
}

describe("LZW codes of a GIF", () => {
  test("give back what an encoder put in, for every code size and block size, full tables included", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 8 })
          .chain((bits) =>
            fc.tuple(
              fc.constant(bits),
              fc.array(fc.nat((1 << bits) - 1), { maxLength: 300 }),
              fc.integer({ min: 1, max: 60 }),
            ),
          ),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        ([bits, some, times], blockSize, deferred) => {
          const indices = Array.from({ length: times }, (_, i) =>
            some.map((value, j) => ((i * j) % 7 ? value : 0)),
          ).flat();
          const packed = pack(compress(indices, bits, deferred), blockSize);
          expect(decompress(packed, bits, indices.length)).toEqual(indices);
        },
      ),
    );
  });

  test("refer to the code that is just being made", () => {
    // Index 1, then the code 6 that stands for 1 1, then the end.
    const codes = pack([
      [4, 3],
      [1, 3],
      [6, 3],
      [5, 3],
    ]);
    expect(decompress(codes, 2, 10)).toEqual([1, 1, 1]);
  });

  test("that refer to one another in a circle come to an end", () => {
    const codes = pack([
      [4, 3],
      [0, 3],
      [7, 3],
      [6, 3],
      [7, 4],
      [7, 4],
    ]);
    expect(decompress(codes, 2, 100)).toEqual([0]);
  });

  test("come to an end within the room given, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(255), fc.nat(500), (bytes, minimumBits, room) => {
        const indices = new Uint8Array(room);
        const written = decompressLzw(bytes, 0, minimumBits, indices);
        expect(written).toBeLessThanOrEqual(room);
        expect(indices.subarray(written).every((value) => value === 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
