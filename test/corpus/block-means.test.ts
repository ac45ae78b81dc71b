import { describe, expect, test } from "vitest";
import { meanBlockDeltaE, type Picture } from "./block-means.ts";
import { deltaE2000, labOfSrgb } from "./delta-e.ts";

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

function picture(width: number, height: number, pixelAt: (x: number, y: number) => Pixel): Picture {
  const pixels = Array.from({ length: width * height }, (_, at) =>
    pixelAt(at % width, Math.floor(at / width)),
  );
  return { data: Uint8Array.from(pixels.flat()), width, height };
}

const RED: Pixel = [200, 30, 30, 255];
const BLUE: Pixel = [30, 30, 200, 255];
const redToBlue = deltaE2000(labOfSrgb(200, 30, 30), labOfSrgb(30, 30, 200));

describe("the colour difference of two pictures", () => {
  test("is 0 when they are equal", () => {
    const one = picture(20, 13, (x, y) => [x * 12, y * 19, 77, 255 - x]);
    expect(meanBlockDeltaE(one, one)).toBe(0);
  });

  test("is that of their colours when each has one", () => {
    expect(
      meanBlockDeltaE(
        picture(20, 13, () => RED),
        picture(20, 13, () => BLUE),
      ),
    ).toBeCloseTo(redToBlue, 10);
  });

  test("counts each block once, the narrow ones at the edges too", () => {
    const red = picture(17, 8, () => RED);
    const lastColumnBlue = picture(17, 8, (x) => (x === 16 ? BLUE : RED));
    expect(meanBlockDeltaE(red, lastColumnBlue)).toBeCloseTo(redToBlue / 3, 10);
  });

  test("does not see a pattern that averages out within its blocks", () => {
    const checks = picture(16, 16, (x, y) => ((x + y) % 2 === 0 ? [90, 90, 90, 255] : [110, 110, 110, 255]));
    expect(
      meanBlockDeltaE(
        checks,
        picture(16, 16, () => [100, 100, 100, 255]),
      ),
    ).toBeCloseTo(0, 10);
  });

  test("looks at transparent pixels on white", () => {
    const clear = picture(8, 8, () => [255, 0, 0, 0]);
    const half = picture(8, 8, () => [0, 0, 0, 51]);
    expect(
      meanBlockDeltaE(
        clear,
        picture(8, 8, () => [255, 255, 255, 255]),
      ),
    ).toBeCloseTo(0, 10);
    expect(
      meanBlockDeltaE(
        half,
        picture(8, 8, () => [204, 204, 204, 255]),
      ),
    ).toBeCloseTo(0, 10);
  });

  test("is refused for pictures of different size", () => {
    expect(() =>
      meanBlockDeltaE(
        picture(8, 8, () => RED),
        picture(8, 9, () => RED),
      ),
    ).toThrow(/one size/);
  });
});
