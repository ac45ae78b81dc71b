import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cosine, waves } from "./cosine.ts";

test("is the cosine, to the last digits of a number", () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 10_000 }), (halves, parts) => {
      expect(
        Math.abs(cosine(halves, parts) - Math.cos((Math.PI * (halves % (2 * parts))) / parts)),
      ).toBeLessThan(1e-14);
    }),
    { numRuns: 2000 },
  );
});

test("is exact where the true value is", () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((quarter) => cosine(quarter, 2))).toEqual([
    1, 0, -1, 0, 1, 0, -1, 0, 1,
  ]);
});

test("a wave is as far above nothing as below it, but for the first, which is flat", () => {
  const [flat, ...others] = waves(7, 48);
  expect(new Set(flat)).toEqual(new Set([1]));
  for (const wave of others) {
    expect(Math.abs(wave.reduce((sum, sample) => sum + sample, 0))).toBeLessThan(1e-12);
    // Mirrored at the middle, sample by sample, without a digit of difference.
    expect([...wave].map(Math.abs)).toEqual([...wave].toReversed().map(Math.abs));
  }
});
