import * as fc from "fast-check";
import { expect, test } from "vitest";
import { power } from "./power.ts";

test("is the power, to more digits than any profile has", () => {
  const base = fc.double({ min: 1e-9, max: 100, noNaN: true });
  const exponent = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(base, exponent, (b, e) => {
      const expected = b ** e;
      expect(Math.abs(power(b, e) - expected)).toBeLessThanOrEqual(1e-12 * expected);
    }),
    { numRuns: 2000 },
  );
});

test("is exact at its fixed points", () => {
  expect(power(1, 2.4)).toBe(1);
  expect(power(0, 2.4)).toBe(0);
  expect(power(5, 0)).toBe(1);
});

test.each([
  [-1, 2],
  [Number.NaN, 2],
  [2, Number.NaN],
  [Infinity, 1],
  [2, 1e9],
  [0, 0],
])("has none for %d to the %d", (base, exponent) => {
  expect(power(base, exponent)).toBeNaN();
});
