import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDarkroomError } from "../errors.ts";
import type { Size } from "../formats/facts.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { OPTIONS, type Fit } from "../variant/options.ts";
import type { Geometry } from "./contract.ts";
import { geometry, type FitOptions } from "./geometry.ts";

const UNLIMITED = { outputSide: Infinity, outputArea: Infinity };
const FITS = OPTIONS.fit.kind.schema["enum"] as readonly Fit[];

function fitted(upright: readonly [number, number], options: FitOptions): Geometry {
  return geometry({ width: upright[0], height: upright[1] }, options, UNLIMITED);
}

/** "width×height" of the result. */
function output(upright: readonly [number, number], options: FitOptions): string {
  const { canvas } = fitted(upright, options);
  return `${canvas.width}×${canvas.height}`;
}

describe("the samples of the documentation", () => {
  test.each([
    ["scale-down", [1080, 720], 500, 500, "500×333"],
    ["scale-down", [1080, 720], 2000, 2000, "1080×720"],
    ["cover", [1080, 720], 500, 500, "500×500"],
    ["crop", [1080, 720], 1296, 1296, "1080×720"],
    ["aspect-crop", [612, 613], 1920, 1120, "612×357"],
    ["pad", [1080, 720], 1080, 1080, "1080×1080"],
    ["squeeze", [1080, 720], 1080, 540, "1080×540"],
  ] as const)("%s of %j in %i×%i is %s", (fit, upright, width, height, size) => {
    expect(output(upright, { fit, width, height })).toBe(size);
  });

  test("gravity 0.33x0.5 puts 300×900 of 900×900 at 198 from the left", () => {
    const { source } = fitted([900, 900], {
      fit: "cover",
      width: 300,
      height: 900,
      gravity: { x: 0.33, y: 0.5 },
    });
    expect(source).toEqual({ left: 198, top: 0, width: 300, height: 900 });
  });

  test("cover cuts the middle out of the source, before it is made smaller", () => {
    expect(fitted([1080, 720], { fit: "cover", width: 500, height: 500 })).toEqual({
      source: { left: 180, top: 0, width: 720, height: 720 },
      resize: { width: 500, height: 500 },
      canvas: { width: 500, height: 500, left: 0, top: 0 },
    });
  });

  test("pad puts the picture into the middle of the canvas", () => {
    expect(fitted([1080, 720], { fit: "pad", width: 1080, height: 1080 })).toEqual({
      source: { left: 0, top: 0, width: 1080, height: 720 },
      resize: { width: 1080, height: 720 },
      canvas: { width: 1080, height: 1080, left: 0, top: 180 },
    });
  });
});

describe("each mode", () => {
  test.each([
    // A large picture, a small one, one that is larger on one side only.
    ["scale-down", "250×500", "100×100", "500×50"],
    ["scale-up", "1000×2000", "500×500", "1000×100"],
    ["contain", "250×500", "500×500", "500×50"],
    ["pad", "500×500", "500×500", "500×500"],
    ["cover", "500×500", "500×500", "500×500"],
    ["crop", "500×500", "100×100", "500×100"],
    ["aspect-crop", "500×500", "100×100", "100×100"],
    ["squeeze", "500×500", "500×500", "500×500"],
  ] as const)("%s in 500×500 gives %s, %s, %s", (fit, large, small, mixed) => {
    const box = { fit, width: 500, height: 500 };
    expect(output([1000, 2000], box)).toBe(large);
    expect(output([100, 100], box)).toBe(small);
    expect(output([1000, 100], box)).toBe(mixed);
  });

  test.each([
    ["scale-down", "100×200", "50×100"],
    ["crop", "100×200", "50×100"],
    ["aspect-crop", "100×200", "50×100"],
    ["scale-up", "300×600", "100×200"],
    ["contain", "300×600", "50×100"],
    ["pad", "300×600", "50×100"],
    ["cover", "300×600", "50×100"],
    ["squeeze", "300×600", "50×100"],
  ] as const)(
    "%s with one dimension keeps the shape: %s when larger, %s when smaller",
    (fit, larger, smaller) => {
      expect(output([100, 200], { fit, width: 300 })).toBe(larger);
      expect(output([100, 200], { fit, height: 600 })).toBe(larger);
      expect(output([100, 200], { fit, width: 50 })).toBe(smaller);
      expect(output([100, 200], { fit, height: 100 })).toBe(smaller);
    },
  );

  test.each(FITS)("%s with no dimension keeps the size, whatever the dpr", (fit) => {
    expect(output([101, 67], { fit, dpr: 2 })).toBe("101×67");
  });

  test("is scale-down where none is named", () => {
    expect(output([100, 100], { width: 500, height: 50 })).toBe("50×50");
    expect(output([100, 100], { width: 500 })).toBe("100×100");
  });

  test.each([
    [5, 100, 1],
    [15, 100, 2],
    [14, 100, 1],
    // 50 · (290 / 1000) is 14.499999999999998 in binary, and yet a half.
    [50, 290, 15],
  ])("rounds halves up: a side of %i beside one of 1000 that becomes %i is %i", (side, asked, other) => {
    expect(output([1000, side], { width: asked })).toBe(`${asked}×${other}`);
    expect(output([side, 1000], { height: asked })).toBe(`${other}×${asked}`);
  });

  test("never loses a side: the least is one pixel", () => {
    expect(output([12_000, 1], { width: 100, height: 100 })).toBe("100×1");
    expect(output([1, 12_000], { fit: "pad", width: 10, height: 10 })).toBe("10×10");
    expect(fitted([1, 12_000], { fit: "pad", width: 10, height: 10 }).resize).toEqual({
      width: 1,
      height: 10,
    });
  });

  test("dpr multiplies what is asked for, to the nearest pixel", () => {
    expect(output([4000, 4000], { fit: "cover", width: 333, height: 101, dpr: 1.5 })).toBe("500×152");
    expect(output([4000, 2000], { width: 300, dpr: 2 })).toBe("600×300");
    expect(output([400, 200], { width: 300, dpr: 2 })).toBe("400×200");
  });

  test("a long thin picture never makes a huge one on the way", () => {
    expect(fitted([12_000, 1], { fit: "cover", width: 1000, height: 1000 })).toEqual({
      source: { left: 6000, top: 0, width: 1, height: 1 },
      resize: { width: 1000, height: 1000 },
      canvas: { width: 1000, height: 1000, left: 0, top: 0 },
    });
  });

  test.each([
    ["left", { x: 0, y: 0.5 }, 0, 0],
    ["right", { x: 1, y: 0.5 }, 60, 0],
    ["a point", { x: 0.25, y: 1 }, 15, 0],
  ])("gravity to %s moves the cut along the side that is cut", (_, gravity, left, top) => {
    expect(fitted([100, 40], { fit: "cover", width: 20, height: 20, gravity }).source).toEqual({
      left,
      top,
      width: 40,
      height: 40,
    });
    expect(
      fitted([40, 100], { fit: "crop", width: 40, height: 40, gravity: { x: gravity.y, y: gravity.x } })
        .source,
    ).toEqual({
      left: top,
      top: left,
      width: 40,
      height: 40,
    });
  });

  test("an odd remainder puts the cut and the padded picture half a pixel right and down", () => {
    expect(fitted([5, 2], { fit: "crop", width: 2, height: 2 }).source).toMatchObject({ left: 2, top: 0 });
    expect(fitted([100, 97], { fit: "pad", width: 100, height: 100 }).canvas).toMatchObject({
      left: 0,
      top: 2,
    });
  });
});

/** The code of the error, if there is one. */
function refused(upright: Size, options: FitOptions): unknown {
  try {
    geometry(upright, options, DEFAULT_LIMITS);
  } catch (error) {
    return isDarkroomError(error) ? error.code : error;
  }
  return undefined;
}

describe("limits", () => {
  test("an output that is too long or too large is refused", () => {
    const small = { width: 10, height: 10 };
    expect(refused(small, { fit: "pad", width: 12_000, height: 2083 })).toBeUndefined();
    expect(refused(small, { fit: "pad", width: 12_000, height: 2084 })).toBe("output_too_large");
    expect(refused(small, { fit: "pad", width: 5000, height: 5000 })).toBeUndefined();
    expect(refused(small, { fit: "squeeze", width: 12_001, height: 1 })).toBe("output_too_large");
    expect(refused(small, { fit: "squeeze", width: 1, height: 12_001 })).toBe("output_too_large");
    expect(refused(small, { width: 65_535, height: 65_535, dpr: 2 })).toBeUndefined();
    expect(refused({ width: 12_000, height: 8000 }, {})).toBe("output_too_large");
  });

  test("the sentence names the size and the limits", () => {
    expect(() =>
      geometry({ width: 10, height: 10 }, { fit: "contain", width: 6000 }, DEFAULT_LIMITS),
    ).toThrow(
      "The picture would be 6000 × 6000 pixels; at most 12000 on a side and 25000000 in all are made. Ask for a smaller `width` or `height`.",
    );
  });
});

describe("for pictures and boxes of any size", () => {
  const length = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12_000 }));
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const cases = fc.record({
    source: fc.record({ width: length, height: length }),
    box: fc.record({ width: length, height: length }),
    gravity: fc.record({ x: share, y: share }),
  });

  /** Checks a property of one or more modes on random cases. */
  function holds(
    fits: readonly Fit[],
    check: (result: Geometry, source: Size, box: Size, fit: Fit) => void,
  ): void {
    fc.assert(
      fc.property(cases, fc.constantFrom(...fits), ({ source, box, gravity }, fit) => {
        check(geometry(source, { fit, ...box, gravity }, UNLIMITED), source, box, fit);
      }),
      { numRuns: 1000 },
    );
  }

  test("everything is whole, inside the picture and inside the canvas", () => {
    holds(FITS, ({ source: cut, resize, canvas }, source) => {
      for (const value of [...Object.values(cut), ...Object.values(resize), ...Object.values(canvas)]) {
        expect(Number.isInteger(value) && value >= 0 && !Object.is(value, -0)).toBe(true);
      }
      for (const size of [cut, resize, canvas]) expect(Math.min(size.width, size.height)).toBeGreaterThan(0);
      expect(cut.left + cut.width).toBeLessThanOrEqual(source.width);
      expect(cut.top + cut.height).toBeLessThanOrEqual(source.height);
      expect(canvas.left + resize.width).toBeLessThanOrEqual(canvas.width);
      expect(canvas.top + resize.height).toBeLessThanOrEqual(canvas.height);
    });
  });

  test("only pad leaves room around the picture", () => {
    holds(
      FITS.filter((fit) => fit !== "pad"),
      ({ resize, canvas }) => {
        expect(canvas).toEqual({ ...resize, left: 0, top: 0 });
      },
    );
  });

  test("nothing is larger than asked, but scale-up, which keeps large pictures", () => {
    holds(
      FITS.filter((fit) => fit !== "scale-up"),
      ({ canvas }, _, box) => {
        expect(canvas.width).toBeLessThanOrEqual(box.width);
        expect(canvas.height).toBeLessThanOrEqual(box.height);
      },
    );
    holds(["scale-up"], ({ canvas }, source, box) => {
      expect(canvas.width).toBeLessThanOrEqual(Math.max(box.width, source.width));
      expect(canvas.height).toBeLessThanOrEqual(Math.max(box.height, source.height));
    });
  });

  test("scale-down, crop and aspect-crop never enlarge, scale-up never shrinks", () => {
    holds(["scale-down", "crop", "aspect-crop"], ({ source, resize }) => {
      expect(resize.width).toBeLessThanOrEqual(source.width);
      expect(resize.height).toBeLessThanOrEqual(source.height);
    });
    holds(["scale-up"], ({ source, resize }) => {
      expect(resize.width).toBeGreaterThanOrEqual(source.width);
      expect(resize.height).toBeGreaterThanOrEqual(source.height);
    });
  });

  test("cover, pad and squeeze are exactly as asked, and squeeze takes the whole picture", () => {
    holds(["cover", "pad", "squeeze"], ({ canvas }, _, box) => {
      expect(canvas).toMatchObject(box);
    });
    holds(["squeeze"], ({ source: cut }, source) => {
      expect(cut).toEqual({ left: 0, top: 0, ...source });
    });
  });

  test("what is scaled whole keeps its shape: one side is the other's share, rounded", () => {
    holds(["scale-down", "scale-up", "contain", "pad"], ({ source: cut, resize }, source) => {
      expect(cut).toEqual({ left: 0, top: 0, ...source });
      const widthByHeight = Math.max(1, Math.round((resize.height * source.width) / source.height));
      const heightByWidth = Math.max(1, Math.round((resize.width * source.height) / source.width));
      expect(resize.width === widthByHeight || resize.height === heightByWidth).toBe(true);
    });
  });

  test("what is cropped keeps its shape within half a pixel of the source", () => {
    holds(["cover", "crop", "aspect-crop"], ({ source: cut, resize }, source, box, fit) => {
      const covering = Math.max(box.width / source.width, box.height / source.height);
      const scale = fit === "cover" ? covering : Math.min(1, covering);
      for (const side of ["width", "height"] as const) {
        const ideal = Math.max(1, resize[side] / scale);
        expect(Math.abs(cut[side] - ideal)).toBeLessThanOrEqual(0.5 + 1e-9);
      }
    });
  });

  test("aspect-crop has the shape that was asked for within half a pixel", () => {
    holds(["aspect-crop"], ({ resize }, _, box) => {
      const byWidth = Math.abs((resize.width * box.height) / box.width - resize.height);
      const byHeight = Math.abs((resize.height * box.width) / box.height - resize.width);
      expect(Math.min(byWidth, byHeight)).toBeLessThanOrEqual(
        Math.min(resize.width, resize.height) === 1 ? 1 : 0.5,
      );
    });
  });

  test("more gravity never moves the cut back, and its ends reach the edges", () => {
    fc.assert(
      fc.property(
        cases,
        share,
        fc.constantFrom("cover", "crop", "aspect-crop"),
        ({ source, box, gravity }, x, fit) => {
          const at = (point: number) =>
            geometry(source, { fit, ...box, gravity: { x: point, y: point } }, UNLIMITED).source;
          const [before, after] = [Math.min(gravity.x, x), Math.max(gravity.x, x)].map(at) as [
            Geometry["source"],
            Geometry["source"],
          ];
          expect(after.left).toBeGreaterThanOrEqual(before.left);
          expect(after.top).toBeGreaterThanOrEqual(before.top);
          expect(at(0)).toMatchObject({ left: 0, top: 0 });
          expect(at(1)).toMatchObject({
            left: source.width - after.width,
            top: source.height - after.height,
          });
        },
      ),
    );
  });

  test("the sizes are those of the rules in exact arithmetic", () => {
    holds(FITS, ({ canvas }, source, box, fit) => {
      expect({ width: canvas.width, height: canvas.height }).toEqual(exactSize(source, box, fit));
    });
  });
});

/** The rules of the documentation, written out once more with exact fractions. */
function exactSize(source: Size, box: Size, fit: Fit): Size {
  const [sw, sh, w, h] = [source.width, source.height, box.width, box.height].map(BigInt) as Four;
  const rx: Fraction = [w, sw];
  const ry: Fraction = [h, sh];
  const whole = (s: Fraction) => rounded(by(sw, s), by(sh, s));
  const covering = least(ONE, most(rx, ry));
  const shrunk = least(ONE, [sw * covering[0], covering[1] * w], [sh * covering[0], covering[1] * h]);
  const sizes: Record<Fit, Size> = {
    "scale-down": whole(least(ONE, rx, ry)),
    "scale-up": whole(most(ONE, least(rx, ry))),
    contain: whole(least(rx, ry)),
    cover: box,
    crop: rounded(least([w, 1n], by(sw, covering)), least([h, 1n], by(sh, covering))),
    "aspect-crop": rounded(by(w, shrunk), by(h, shrunk)),
    pad: box,
    squeeze: box,
  };
  return sizes[fit];
}

type Four = [bigint, bigint, bigint, bigint];
type Fraction = readonly [bigint, bigint];

const ONE: Fraction = [1n, 1n];

function least(...[first = ONE, ...others]: Fraction[]): Fraction {
  return others.reduce((a, b) => (b[0] * a[1] < a[0] * b[1] ? b : a), first);
}

function most(...[first = ONE, ...others]: Fraction[]): Fraction {
  return others.reduce((a, b) => (b[0] * a[1] > a[0] * b[1] ? b : a), first);
}

function by(value: bigint, [a, b]: Fraction): Fraction {
  return [value * a, b];
}

function rounded(width: Fraction, height: Fraction): Size {
  return { width: nearest(width), height: nearest(height) };
}

function nearest([a, b]: Fraction): number {
  return Math.max(1, Number((2n * a + b) / (2n * b)));
}
