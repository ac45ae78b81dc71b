import { expect, test } from "vitest";
import type { Raster } from "../codecs/contract.ts";
import { dominantColour } from "./dominant-colour.ts";

function row(...pixels: readonly (readonly [number, number, number, number])[]): Raster {
  return { width: pixels.length, height: 1, data: Uint8Array.from(pixels.flat()), opaque: false };
}

test("is the mean of what most pixels are like, not of all", () => {
  const red = [
    [201, 16, 16, 255],
    [203, 18, 18, 255],
  ] as const;
  expect(dominantColour(row(...red, [0, 0, 255, 255]))).toBe("#ca1111");
});

test("counts a pixel by its opacity", () => {
  expect(dominantColour(row([255, 0, 0, 20], [255, 0, 0, 20], [0, 0, 255, 255]))).toBe("#0000ff");
});

test("is none where nothing is opaque", () => {
  expect(dominantColour(row([255, 0, 0, 0]))).toBeUndefined();
});
