import { expect, test } from "vitest";
import { avifQuality } from "./avif-quality.ts";

const ALL = Array.from({ length: 100 }, (_, index) => avifQuality(index + 1));

test("more quality never gives less, from 1 up to just below lossless", () => {
  expect(ALL).toEqual(ALL.toSorted((a, b) => a - b));
  expect(ALL.every(Number.isInteger)).toBe(true);
  expect([ALL[0], ALL[99]]).toEqual([1, 99]);
});

test("the measured points, and the middle between two of them, are met", () => {
  expect([50, 70, 85, 95].map(avifQuality)).toEqual([43, 52, 65, 85]);
  expect([15, 75, 99].map(avifQuality)).toEqual([19, 56, 97]);
});
