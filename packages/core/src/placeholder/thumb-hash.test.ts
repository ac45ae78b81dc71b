import * as fc from "fast-check";
import { rgbaToThumbHash, thumbHashToRGBA } from "thumbhash";
import { describe, expect, test } from "vitest";
import type { Raster } from "../codecs/contract.ts";
import { thumbHash } from "./thumb-hash.ts";
import { drawThumbHash } from "./thumb-hash-picture.ts";

type Picture = Pick<Raster, "width" | "height" | "data">;

/** A picture of which each pixel is told by its place. */
function picture(
  width: number,
  height: number,
  pixelAt: (x: number, y: number) => readonly [number, number, number, number],
): Picture {
  const data = new Uint8Array(4 * width * height);
  for (let at = 0; at < width * height; at++) {
    data.set(pixelAt(at % width, Math.floor(at / width)), 4 * at);
  }
  return { width, height, data };
}

/** Pictures of noise, with and without transparency. */
const noise = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), fc.boolean())
  .chain(([width, height, opaque]) =>
    fc.uint8Array({ minLength: 4 * width * height, maxLength: 4 * width * height }).map((bytes): Picture => {
      const data = Uint8Array.from(bytes, (byte, at) => (opaque && at % 4 === 3 ? 255 : byte));
      return { width, height, data };
    }),
  );

/** The numbers of its header, and the waves after it, each in four bits. */
function partsOf(hash: Uint8Array): {
  readonly header: readonly number[];
  readonly waves: readonly number[];
} {
  const [first, second] = [hash[0]! | (hash[1]! << 8) | (hash[2]! << 16), hash[3]! | (hash[4]! << 8)];
  const means = [0, 6, 12].map((place) => (first >> place) & 63);
  const scales = [(first >> 18) & 31, (second >> 3) & 63, (second >> 9) & 63];
  const shape = [first >> 23, second & 7, second >> 15];
  const waves = [...hash.subarray(5)].flatMap((byte) => [byte % 16, byte >> 4]);
  return { header: [...means, ...scales, ...shape], waves };
}

describe("a ThumbHash", () => {
  test("is that of the format's own library", () => {
    fc.assert(
      fc.property(noise, ({ width, height, data }) => {
        const ours = thumbHash({ width, height, data });
        const theirs = rgbaToThumbHash(width, height, data);
        expect(ours).toHaveLength(theirs.length);
        const [one, other] = [partsOf(ours), partsOf(theirs)];
        // What lies right between two steps goes to either, by the last digits.
        for (const [at, number] of one.header.entries())
          expect(Math.abs(number - other.header[at]!)).toBeLessThanOrEqual(1);
        for (const [at, step] of one.waves.entries()) {
          // As no wave at all does, between 7 and 8.
          const isNothing = [7, 8].includes(step) && [7, 8].includes(other.waves[at]!);
          if (!isNothing) expect(step).toBe(other.waves[at]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, Picture]>([
    ["a picture", picture(48, 32, (x, y) => [(x * x + 3 * y) % 256, (7 * y + x) % 256, (x * y) % 251, 255])],
    ["a tall one", picture(5, 48, (x, y) => [(40 * x + y * y) % 256, 5 * y, (200 + x * y) % 256, 255])],
    [
      "a wide one that fades",
      picture(48, 7, (x, y) => [200, 30 * y, (x * y * y) % 256, (5 * x + y * y) % 256]),
    ],
  ])("of %s is that of the format's own library, byte for byte", (_name, { width, height, data }) => {
    const theirs = rgbaToThumbHash(width, height, data);
    expect(Buffer.from(thumbHash({ width, height, data })).toString("hex")).toBe(
      Buffer.from(theirs).toString("hex"),
    );
  });

  test("of a plain picture has no trace of rounding: it is the same for every size", () => {
    const hashes = [8, 31, 48].map((side) =>
      thumbHash(picture(side, side, () => [12, 200, 77, 255])).toHex(),
    );
    expect(new Set(hashes).size).toBe(1);
  });

  test("of what cannot be seen at all is a hash of nothing, which draws nothing", () => {
    const drawn = drawThumbHash(thumbHash(picture(10, 10, () => [255, 0, 0, 0])));
    expect(new Set(drawn?.data.filter((_, at) => at % 4 === 3))).toEqual(new Set([0]));
  });

  test.each([
    [0, 10],
    [10, 0],
    [101, 10],
  ])("is not made of %d×%d pixels", (width, height) => {
    const data = new Uint8Array(4 * width * height);
    expect(() => thumbHash({ width, height, data })).toThrow(RangeError);
  });
});

describe("a drawn ThumbHash", () => {
  test("is what the format's own library draws", () => {
    fc.assert(
      fc.property(noise, ({ width, height, data }) => {
        const hash = rgbaToThumbHash(width, height, data);
        const { w, h, rgba } = thumbHashToRGBA(hash);
        const drawn = drawThumbHash(hash);
        expect(drawn).toMatchObject({ width: w, height: h });
        for (const [at, byte] of rgba.entries())
          expect(Math.abs(drawn!.data[at]! - byte)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });

  test("is about the picture: its halves have their colours", () => {
    const halves = picture(40, 20, (x) => (x < 20 ? [200, 30, 30, 255] : [30, 30, 200, 255]));
    const drawn = drawThumbHash(thumbHash(halves))!;
    expect([drawn.width, drawn.height]).toEqual([32, 18]);
    const [left, right] = [4, 28].map((x) => drawn.data.subarray(4 * (9 * 32 + x), 4 * (9 * 32 + x) + 3));
    expect(left![0]! - left![2]!).toBeGreaterThan(100);
    expect(right![2]! - right![0]!).toBeGreaterThan(100);
  });

  test("is none of bytes that are no whole hash, and never an error", () => {
    const whole = thumbHash(picture(9, 9, (x, y) => [x, y, 99, 28 * x]));
    for (let length = 0; length < whole.length; length++) {
      expect(drawThumbHash(whole.subarray(0, length))).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const drawn = drawThumbHash(bytes);
        if (drawn === undefined) return;
        expect(drawn.data).toHaveLength(4 * drawn.width * drawn.height);
        expect(Math.max(drawn.width, drawn.height)).toBe(32);
      }),
    );
  });
});
