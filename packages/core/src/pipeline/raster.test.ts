import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Raster } from "../codecs/contract.ts";
import type { Orientation } from "../formats/facts.ts";
import { crop, flatten, orient, pad } from "./raster.ts";

/** Each pixel tells where it was: red its column, green its row. */
function located(width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++)
      data.set([column, row, 0, 255], (row * width + column) * 4);
  }
  return { width, height, data, opaque: true };
}

function pixel(raster: Raster, x: number, y: number): number[] {
  return [...raster.data.subarray((y * raster.width + x) * 4, (y * raster.width + x + 1) * 4)];
}

function plain(width: number, height: number, rgba: readonly number[]): Raster {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < data.length; i += 4) data.set(rgba, i);
  return { width, height, data, opaque: rgba[3] === 255 };
}

/** CIPA DC-008, 4.6.4 A: at which side of the upright picture the stored row 0 and column 0 lie. */
const SIDES = {
  1: ["top", "left"],
  2: ["top", "right"],
  3: ["bottom", "right"],
  4: ["bottom", "left"],
  5: ["left", "top"],
  6: ["right", "top"],
  7: ["right", "bottom"],
  8: ["left", "bottom"],
} as const satisfies Record<Orientation, readonly [string, string]>;

const size = fc.integer({ min: 1, max: 40 });

describe("orient", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
    "orientation %i puts row 0 and column 0 where EXIF says",
    (orientation) => {
      fc.assert(
        fc.property(size, size, (width, height) => {
          const upright = orient(located(width, height), orientation);
          const [rowZero, columnZero] = SIDES[orientation];
          for (let row = 0; row < height; row++) {
            for (let column = 0; column < width; column++) {
              const place = { top: row, left: row, bottom: height - 1 - row, right: height - 1 - row }[
                rowZero
              ];
              const across = {
                top: column,
                left: column,
                bottom: width - 1 - column,
                right: width - 1 - column,
              }[columnZero];
              const rowIsVertical = rowZero === "top" || rowZero === "bottom";
              const [x, y] = rowIsVertical ? [across, place] : [place, across];
              expect(pixel(upright, x, y)).toEqual([column, row, 0, 255]);
            }
          }
        }),
        { numRuns: 10 },
      );
    },
  );
});

describe("crop and pad", () => {
  test("a crop holds the pixels of its rectangle", () => {
    const cut = crop(located(10, 8), { left: 3, top: 2, width: 4, height: 5 });
    expect([cut.width, cut.height]).toEqual([4, 5]);
    expect(pixel(cut, 0, 0)).toEqual([3, 2, 0, 255]);
    expect(pixel(cut, 3, 4)).toEqual([6, 6, 0, 255]);
  });

  test("padding surrounds the picture with the background and moves nothing", () => {
    const padded = pad(located(2, 2), {
      width: 5,
      height: 4,
      left: 1,
      top: 2,
      background: { r: 9, g: 8, b: 7, a: 255 },
    });
    expect(pixel(padded, 0, 0)).toEqual([9, 8, 7, 255]);
    expect(pixel(padded, 1, 2)).toEqual([0, 0, 0, 255]);
    expect(pixel(padded, 2, 3)).toEqual([1, 1, 0, 255]);
    expect(pixel(padded, 4, 3)).toEqual([9, 8, 7, 255]);
  });

  test("cropping what was padded gives the picture back", () => {
    fc.assert(
      fc.property(size, size, size, size, (width, height, left, top) => {
        const picture = located(width, height);
        const background = { r: 1, g: 2, b: 3, a: 255 };
        const padded = pad(picture, {
          width: width + left + 3,
          height: height + top + 1,
          left,
          top,
          background,
        });
        expect(crop(padded, { left, top, width, height }).data).toEqual(picture.data);
      }),
      { numRuns: 50 },
    );
  });
});

describe("flatten", () => {
  const RED = { r: 255, g: 0, b: 0, a: 255 };

  test("opaque pixels stay, transparent ones become the background, half is half", () => {
    const picture = {
      ...located(3, 1),
      data: Uint8Array.of(0, 0, 255, 255, 0, 0, 255, 0, 0, 0, 255, 128),
      opaque: false,
    };
    expect([...flatten(picture, RED).data]).toEqual([0, 0, 255, 255, 255, 0, 0, 255, 127, 0, 128, 255]);
  });

  test("on an opaque background the result is opaque, between both colours, and the input is left alone", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, (value, alpha, under) => {
        const picture = plain(2, 2, [value, value, value, alpha]);
        const copy = picture.data.slice();
        const [r, , , a] = pixel(flatten(picture, { r: under, g: under, b: under, a: 255 }), 1, 1);
        const exact = (value * alpha + under * (255 - alpha)) / 255;
        expect(Math.abs(r! - exact)).toBeLessThanOrEqual(0.5);
        expect(a).toBe(255);
        expect(picture.data).toEqual(copy);
      }),
    );
  });

  test("on a translucent background the alphas add up as source-over says", () => {
    const result = flatten(plain(1, 1, [0, 0, 0, 128]), { r: 255, g: 255, b: 255, a: 128 });
    expect(result.opaque).toBe(false);
    expect(pixel(result, 0, 0)[3]).toBe(Math.round(128 + (128 * 127) / 255));
  });
});
