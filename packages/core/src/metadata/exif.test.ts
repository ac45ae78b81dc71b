import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Orientation } from "../formats/facts.ts";
import { exifOrientation, orientationExif } from "./exif.ts";

/** A TIFF of one directory; an entry is tag, type, count and the first two bytes of its value. */
function tiff(
  littleEndian: boolean,
  entries: readonly (readonly [number, number, number, number])[],
): Uint8Array {
  const bytes = new Uint8Array(14 + 12 * entries.length);
  const view = new DataView(bytes.buffer);
  bytes.set(littleEndian ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, 8, littleEndian);
  view.setUint16(8, entries.length, littleEndian);
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + 12 * index;
    view.setUint16(at, tag, littleEndian);
    view.setUint16(at + 2, type, littleEndian);
    view.setUint32(at + 4, count, littleEndian);
    view.setUint16(at + 8, value, littleEndian);
  }
  return bytes;
}

describe("exifOrientation", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
    "reads %i in both byte orders, with and without the signature",
    (value) => {
      for (const littleEndian of [true, false]) {
        const bytes = tiff(littleEndian, [
          [271, 2, 4, 0],
          [274, 3, 1, value],
          [282, 5, 1, 0],
        ]);
        expect(exifOrientation(bytes)).toBe(value);
        expect(exifOrientation(Uint8Array.from([0x45, 0x78, 0x69, 0x66, 0, 0, ...bytes]))).toBe(value);
        expect(exifOrientation(Uint8Array.from([0x45, 0x78, 0x69, 0x66, 0, 255, ...bytes]))).toBe(value);
      }
    },
  );

  test.each([
    ["no bytes", new Uint8Array(0)],
    ["another signature", tiff(true, [[274, 3, 1, 6]]).with(0, 0x4a)],
    ["no entry", tiff(true, [])],
    ["other tags only", tiff(false, [[271, 2, 4, 0]])],
    ["0", tiff(true, [[274, 3, 1, 0]])],
    ["9", tiff(true, [[274, 3, 1, 9]])],
    ["a type other than SHORT", tiff(true, [[274, 2, 1, 6]])],
    ["more values than one", tiff(true, [[274, 3, 2, 6]])],
    ["a cut entry", tiff(false, [[274, 3, 1, 6]]).subarray(0, 21)],
    ["a directory beyond the end", tiff(false, [[274, 3, 1, 6]]).with(4, 255)],
    ["a directory that claims 65,535 entries", tiff(false, [[1, 3, 1, 6]]).with(8, 255)],
  ])("finds none in %s", (_, bytes) => {
    expect(exifOrientation(bytes)).toBeUndefined();
  });

  test("takes the first of two orientations", () => {
    expect(
      exifOrientation(
        tiff(true, [
          [274, 3, 1, 6],
          [274, 3, 1, 8],
        ]),
      ),
    ).toBe(6);
  });

  test("reads a camera's block", () => {
    const photo = new Uint8Array(
      readFileSync(new URL("../../../../test/fixtures/orientation/landscape_6.jpg", import.meta.url)),
    );
    const at = photo.findIndex(
      (_, index) => String.fromCharCode(...photo.subarray(index, index + 4)) === "Exif",
    );
    expect(exifOrientation(photo.subarray(at))).toBe(6);
  });

  test("answers for any bytes", () => {
    const heads = fc.constantFrom("II*\0", "MM\0*", "Exif\0\0II*\0", "");
    fc.assert(
      fc.property(heads, fc.uint8Array({ maxLength: 80 }), (head, rest) => {
        const bytes = Uint8Array.from([...Array.from(head, (character) => character.charCodeAt(0)), ...rest]);
        const orientation = exifOrientation(bytes);
        expect(orientation === undefined || (orientation >= 1 && orientation <= 8)).toBe(true);
      }),
    );
  });
});

test("orientationExif writes what exifOrientation reads", () => {
  for (let value = 1; value <= 8; value++) {
    expect(exifOrientation(orientationExif(value as Orientation))).toBe(value);
  }
});
