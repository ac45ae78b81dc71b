import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layoutGrid, visibleRows } from "./grid-window.ts";

const SIZES = { least: 160, gap: 12, caption: 40 };

describe("the grid", () => {
  test("fills its width with tiles that are at least as wide as asked, from two columns on", () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 4000 }), (width) => {
        const { columns, tileWidth } = layoutGrid(width, SIZES);
        expect(columns * tileWidth + (columns - 1) * SIZES.gap).toBeCloseTo(width);
        expect(columns === 2 || tileWidth >= SIZES.least).toBe(true);
        expect(tileWidth).toBeLessThan(2 * SIZES.least + SIZES.gap + 200);
      }),
    );
  });

  test("draws every row that can be seen, and few others, however many there are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.integer({ min: 200, max: 3000 }),
        fc.integer({ min: 50, max: 600 }),
        fc.integer({ min: 0, max: 5000 }),
        (scrolled, height, rowHeight, rows) => {
          const [first, end] = visibleRows(100 - scrolled, height, rowHeight, rows);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(Math.max(rows, first));
          expect(end - first).toBeLessThanOrEqual(height / rowHeight + 9);
          for (let row = 0; row < rows; row++) {
            const top = 100 - scrolled + row * rowHeight;
            if (top < height && top + rowHeight > 0) expect(row >= first && row < end).toBe(true);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
