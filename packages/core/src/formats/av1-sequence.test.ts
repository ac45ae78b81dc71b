import { describe, expect, test } from "vitest";
import { av1FrameSizes } from "./av1-sequence.ts";

/** Bytes of fields, each a value and its number of bits. */
function bits(...fields: readonly (readonly [value: number, count: number])[]): Uint8Array {
  const text = fields.map(([value, count]) => value.toString(2).padStart(count, "0")).join("");
  const padded = text.padEnd(8 * Math.ceil((text.length + 1) / 8), "10000000");
  return Uint8Array.from(padded.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** A unit with its length in it. */
function unit(type: number, content: Uint8Array): number[] {
  return [(type << 3) | 2, content.length, ...content];
}

/** Sides of 14 and 13 bits. */
function sides(width: number, height: number): (readonly [number, number])[] {
  return [
    [13, 4],
    [12, 4],
    [width - 1, 14],
    [height - 1, 13],
  ];
}

const STILL = bits([0, 3], [1, 1], [1, 1], [8, 5], ...sides(10_000, 4000));

function sizesOf(...units: readonly number[]): unknown[] {
  return [...av1FrameSizes(Uint8Array.from(units))];
}

describe("the sequence header", () => {
  test("of a still picture gives its frame size", () => {
    expect(sizesOf(...unit(1, STILL))).toEqual([{ width: 10_000, height: 4000 }]);
  });

  test("with timing, decoder model and several operating points gives the same", () => {
    const header = bits(
      ...([
        [0, 3],
        [0, 1],
        [0, 1],
      ] as const),
      ...([
        [1, 1],
        [1, 32],
        [25, 32],
        [1, 1],
        [0, 2],
        [1, 1],
        [2, 2],
      ] as const), // timing, uvlc of 3 + 2 bits
      ...([
        [1, 1],
        [9, 5],
        [7, 32],
        [9, 5],
        [9, 5],
      ] as const), // decoder model of delays of 10 bits
      ...([
        [1, 1],
        [1, 5],
      ] as const), // initial display delay; two operating points
      ...([
        [1, 12],
        [9, 5],
        [1, 1],
        [1, 1],
        [1023, 10],
        [1023, 10],
        [1, 1],
        [1, 1],
        [15, 4],
      ] as const),
      ...([
        [2, 12],
        [7, 5],
        [0, 1],
        [0, 1],
      ] as const),
      ...sides(1920, 1080),
    );
    expect(sizesOf(...unit(1, header))).toEqual([{ width: 1920, height: 1080 }]);
  });

  test("is found behind other units, as often as it occurs, and as the last unit without a length", () => {
    const delimiter = unit(2, new Uint8Array());
    const extended = [(5 << 3) | 4 | 2, 0, 1, 0xff];
    const sizes = sizesOf(...delimiter, ...unit(1, STILL), ...extended, 1 << 3, ...STILL);
    expect(sizes).toEqual([
      { width: 10_000, height: 4000 },
      { width: 10_000, height: 4000 },
    ]);
  });

  test("that ends too early, or lies in a unit that does, is refused", () => {
    expect(() => sizesOf(...unit(1, STILL.subarray(0, 5)))).toThrow(/damaged sequence header/);
    expect(() => sizesOf(...unit(1, STILL).slice(0, -1))).toThrow(/cut short or damaged/);
    expect(() => sizesOf(...unit(1, bits([0, 5], [1, 1], [0, 40])))).toThrow(/damaged sequence header/);
    expect(() => sizesOf((1 << 3) | 2, ...Array.from({ length: 9 }, () => 0xff))).toThrow(
      /length that is not one/,
    );
  });
});
