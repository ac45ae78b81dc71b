import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Orientation, Rectangle, Size } from "./facts.ts";
import type { ItemProperty } from "./heif-file.ts";
import { uprightingOf } from "./heif-transforms.ts";
import { boxesOf, boxOf, joined, u32, u8 } from "./isobmff.ts";

type Transform =
  | { readonly do: "irot"; readonly quarters: number }
  | { readonly do: "imir"; readonly axis: number }
  | {
      readonly do: "clap";
      readonly left: number;
      readonly top: number;
      readonly width: number;
      readonly height: number;
    };

const irot = (quarters: number): Uint8Array => boxOf("irot", u8(quarters));
const imir = (axis: number): Uint8Array => boxOf("imir", u8(axis));

/** A `clap` in fractions, as 14496-12 12.1.4 has it. */
function clap(
  width: number,
  height: number,
  right: readonly [number, number],
  down: readonly [number, number],
) {
  return boxOf("clap", u32(width, 1, height, 1, ...right, ...down));
}

function uprighting(size: Size, ...boxes: readonly Uint8Array[]) {
  const bytes = joined(...boxes);
  const properties: ItemProperty[] = [];
  for (const box of boxesOf(bytes, 0, bytes.length)) properties.push({ ...box, essential: true });
  return uprightingOf(bytes, properties, size);
}

const PICTURE: Size = { width: 722, height: 1024 };

describe("turns and mirrors", () => {
  test.each([
    [[], 1],
    [[irot(1)], 8],
    [[irot(2)], 3],
    [[irot(3)], 6],
    [[imir(0)], 4],
    [[imir(1)], 2],
    [[irot(1), imir(0)], 5],
    [[irot(1), imir(1)], 7],
    [[imir(0), irot(1)], 7],
    [[imir(1), imir(1)], 1],
  ] as const)("%# become one EXIF orientation", (boxes, orientation) => {
    expect(uprighting(PICTURE, ...boxes)).toEqual({ orientation });
  });
});

describe("a crop", () => {
  test("is centred, and displaced by a fraction of which the first pixel counts", () => {
    expect(uprighting(PICTURE, clap(385, 330, [103, 1], [0x1_0000_0000 - 308, 1])).clap).toEqual({
      left: 271,
      top: 39,
      width: 385,
      height: 330,
    });
    expect(uprighting(PICTURE, clap(700, 1000, [2, 2], [0, 7])).clap).toMatchObject({ left: 12, top: 12 });
  });

  test.each([
    ["reaches out to the right", clap(385, 330, [400, 1], [0, 1])],
    ["reaches out to the top", clap(385, 330, [0, 1], [0x1_0000_0000 - 500, 1])],
    ["is larger than the picture", clap(800, 330, [0, 1], [0, 1])],
    ["is empty", clap(0, 330, [0, 1], [0, 1])],
    ["divides by zero", boxOf("clap", u32(385, 0, 330, 1, 0, 1, 0, 1))],
    ["is displaced by a quotient with zero", clap(385, 330, [0, 0], [0, 1])],
    ["has a width of half a pixel more", boxOf("clap", u32(771, 2, 330, 1, 0, 1, 0, 1))],
    ["keeps everything", clap(722, 1024, [0, 1], [0, 1])],
  ])("that %s is passed over", (_, box) => {
    expect(uprighting(PICTURE, box)).toEqual({ orientation: 1 });
  });

  test("cut short is refused", () => {
    expect(() => uprighting(PICTURE, boxOf("clap", u32(1, 1)))).toThrow(/'clap' is cut short/);
  });
});

test("crop and orientation together do what the transforms do one after the other", () => {
  const side = fc.integer({ min: 1, max: 6 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const transform = fc.oneof(
    fc.record({ do: fc.constant("irot" as const), quarters: fc.nat(3) }),
    fc.record({ do: fc.constant("imir" as const), axis: fc.nat(1) }),
    fc.record({ do: fc.constant("clap" as const), left: share, top: share, width: share, height: share }),
  );
  fc.assert(
    fc.property(side, side, fc.array(transform, { maxLength: 5 }), (width, height, transforms) => {
      let pixels = numbered({ width, height });
      const boxes = transforms.map((step) => {
        const { box, after } = APPLY[step.do](pixels, step as never);
        pixels = after;
        return box;
      });
      const { clap: kept, orientation } = uprighting({ width, height }, ...boxes);
      const whole = numbered({ width, height });
      expect(oriented(kept === undefined ? whole : crop(whole, kept), orientation)).toEqual(pixels);
    }),
  );
});

/** Rows of pixels, each of its own number. */
type Pixels = readonly (readonly number[])[];

function numbered({ width, height }: Size): Pixels {
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => y * width + x));
}

function crop(pixels: Pixels, { left, top, width, height }: Rectangle): Pixels {
  return pixels.slice(top, top + height).map((row) => row.slice(left, left + width));
}

const mirrorRows = (pixels: Pixels): Pixels => pixels.map((row) => row.toReversed());
const mirrorColumns = (pixels: Pixels): Pixels => pixels.toReversed();
const transpose = (pixels: Pixels): Pixels =>
  (pixels[0] ?? []).map((_, x) => pixels.map((row) => row[x] ?? -1));
const counterClockwise = (pixels: Pixels): Pixels => mirrorColumns(transpose(pixels));

const ORIENT = {
  1: (pixels) => pixels,
  2: mirrorRows,
  3: (pixels) => mirrorRows(mirrorColumns(pixels)),
  4: mirrorColumns,
  5: transpose,
  6: (pixels) => mirrorRows(transpose(pixels)),
  7: (pixels) => mirrorRows(mirrorColumns(transpose(pixels))),
  8: counterClockwise,
} satisfies Record<Orientation, (pixels: Pixels) => Pixels>;

function oriented(pixels: Pixels, orientation: Orientation): Pixels {
  return ORIENT[orientation](pixels);
}

/** How far the middle of what is kept lies from the middle of all, in halves, as an unsigned number. */
function offset(start: number, kept: number, all: number): [number, number] {
  return [(0x1_0000_0000 + 2 * start - (all - kept)) % 0x1_0000_0000, 2];
}

type Step<Name extends Transform["do"]> = Extract<Transform, { do: Name }>;

/** Each transform as the standard describes it, on pixels, and the box that asks for it. */
const APPLY = {
  irot(pixels: Pixels, { quarters }: Step<"irot">) {
    let after = pixels;
    for (let quarter = 0; quarter < quarters; quarter++) after = counterClockwise(after);
    return { box: irot(quarters), after };
  },
  imir(pixels: Pixels, { axis }: Step<"imir">) {
    return { box: imir(axis), after: axis === 0 ? mirrorColumns(pixels) : mirrorRows(pixels) };
  },
  clap(pixels: Pixels, share: Step<"clap">) {
    const [columns, rows] = [pixels[0]?.length ?? 0, pixels.length];
    const width = 1 + Math.floor(share.width * (columns - 1));
    const height = 1 + Math.floor(share.height * (rows - 1));
    const left = Math.floor(share.left * (columns - width));
    const top = Math.floor(share.top * (rows - height));
    const box = clap(width, height, offset(left, width, columns), offset(top, height, rows));
    return { box, after: crop(pixels, { left, top, width, height }) };
  },
};
