import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { uprightSize, type Orientation, type Rectangle, type Size } from "../formats/facts.ts";
import { storedRectangle, storedSize } from "./orient.ts";

type Picture = readonly (readonly string[])[];

const mirrored = (picture: Picture): Picture => picture.map((row) => row.toReversed());
const upsideDown = (picture: Picture): Picture => picture.toReversed();
const transposed = (picture: Picture): Picture =>
  (picture[0] ?? []).map((_, column) => picture.map((row) => row[column] ?? ""));
const turnedRight = (picture: Picture): Picture => mirrored(transposed(picture));
const turnedLeft = (picture: Picture): Picture => upsideDown(transposed(picture));

/** What each orientation asks a viewer to do with the stored picture (TIFF 6.0, tag 274). */
const UPRIGHT: Record<Orientation, (stored: Picture) => Picture> = {
  1: (stored) => stored,
  2: mirrored,
  3: (stored) => upsideDown(mirrored(stored)),
  4: upsideDown,
  5: transposed,
  6: turnedRight,
  7: (stored) => upsideDown(mirrored(transposed(stored))),
  8: turnedLeft,
};

function numbered({ width, height }: Size): Picture {
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => `${x},${y}`));
}

function cut(source: Picture, { left, top, width, height }: Rectangle): Picture {
  return source.slice(top, top + height).map((row) => row.slice(left, left + width));
}

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

describe.each(ORIENTATIONS)("orientation %i", (orientation) => {
  test("cutting the stored rectangle and turning is turning and cutting the upright one", () => {
    const cases = fc
      .record({ width: fc.integer({ min: 1, max: 6 }), height: fc.integer({ min: 1, max: 6 }) })
      .chain((stored) => {
        const upright = uprightSize({ ...stored, orientation });
        return fc
          .record({
            left: fc.integer({ min: 0, max: upright.width - 1 }),
            top: fc.integer({ min: 0, max: upright.height - 1 }),
          })
          .chain(({ left, top }) =>
            fc.record({
              stored: fc.constant(stored),
              rectangle: fc.record({
                left: fc.constant(left),
                top: fc.constant(top),
                width: fc.integer({ min: 1, max: upright.width - left }),
                height: fc.integer({ min: 1, max: upright.height - top }),
              }),
            }),
          );
      });
    fc.assert(
      fc.property(cases, ({ stored, rectangle }) => {
        const turn = UPRIGHT[orientation];
        const storedPart = cut(numbered(stored), storedRectangle(rectangle, stored, orientation));
        expect(turn(storedPart)).toEqual(cut(turn(numbered(stored)), rectangle));
      }),
    );
  });

  test("a size is stored with the sides that the turned picture has", () => {
    const upright = UPRIGHT[orientation](numbered({ width: 3, height: 2 }));
    expect(storedSize({ width: upright[0]?.length ?? 0, height: upright.length }, orientation)).toEqual({
      width: 3,
      height: 2,
    });
  });
});

test("a size has nothing but its sides", () => {
  const rectangle = { left: 1, top: 2, width: 3, height: 4 };
  expect(storedSize(rectangle, 1)).toEqual({ width: 3, height: 4 });
  expect(storedSize(rectangle, 6)).toEqual({ width: 4, height: 3 });
});
