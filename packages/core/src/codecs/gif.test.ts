import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { fixture } from "../../../../test/harness/fixtures.ts";
import { HARMLESS, largestDifference, outcomeOf, sharpPixels } from "../../../../test/harness/rasters.ts";
import type { ImageFacts } from "../formats/facts.ts";
import { probe } from "../formats/probe.ts";
import type { DecoderInstance, Raster } from "./contract.ts";
import { gifDecoder } from "./gif.ts";

let decoder: DecoderInstance;
beforeAll(async () => {
  decoder = await gifDecoder().open();
});

function decode(bytes: Uint8Array, facts: ImageFacts = probe(bytes)): Raster {
  return decoder.decode(bytes, facts);
}

/** The alpha bytes, in order. */
function alphaOf({ data }: Raster): number[] {
  return Array.from(data.filter((_, i) => i % 4 === 3));
}

interface Parts {
  readonly screen: readonly [width: number, height: number];
  readonly frame: readonly [left: number, top: number, width: number, height: number];
  readonly transparent?: number;
  readonly colours?: readonly number[];
}

/** A GIF of one frame with two bits a pixel whose indices are all 1; four colours unless told otherwise. */
function gif({
  screen,
  frame,
  transparent,
  colours = [0, 0, 0, 200, 10, 20, 0, 0, 0, 0, 0, 0],
}: Parts): Uint8Array {
  const pixels = frame[2] * frame[3];
  // A clear code before each index keeps the codes at three bits.
  const bits = Array.from({ length: pixels }, () => [4, 1])
    .flat()
    .concat(5);
  const packed: number[] = [];
  bits.forEach((code, i) => {
    for (let bit = 0; bit < 3; bit++) {
      const at = i * 3 + bit;
      packed[at >> 3] = (packed[at >> 3] ?? 0) | (((code >> bit) & 1) << (at & 7));
    }
  });
  const paletteBits = Math.log2(colours.length / 3) - 1;
  return Uint8Array.from([
    ...new TextEncoder().encode("GIF89a"),
    ...screen.flatMap(uint16),
    0x80 | paletteBits,
    0,
    0,
    ...colours,
    ...(transparent === undefined ? [] : [0x21, 0xf9, 4, 1, 0, 0, transparent, 0]),
    0x2c,
    ...frame.flatMap(uint16),
    0,
    2,
    packed.length,
    ...packed,
    0,
    0x3b,
  ]);
}

describe("the GIF decoder", () => {
  test.each([
    ["static"],
    ["static-interlaced"],
    ["transparent"],
    ["animated-30"],
    ["animated-loop-3"],
    ["dispose-previous"],
    ["first-frame-transparency"],
    ["large-canvas-partial-frames"],
    ["1024-frames-1x1"],
  ])("gives the first frame of %s on its canvas", async (name) => {
    const bytes = await fixture(`gif/${name}.gif`);
    const expected = await sharpPixels(bytes);
    const raster = decode(bytes);
    expect(largestDifference(raster, expected)).toBe(0);
    expect(raster.opaque).toBe(alphaOf(raster).every((alpha) => alpha === 255));
  });

  test("leaves transparent what the frame does not cover, and cuts off what passes the edges", () => {
    const inside = decode(gif({ screen: [3, 2], frame: [1, 1, 2, 1] }));
    expect(alphaOf(inside)).toEqual([0, 0, 0, 0, 255, 255]);
    expect([...inside.data.subarray(16, 20)]).toEqual([200, 10, 20, 255]);
    expect(inside.opaque).toBe(false);
    expect(alphaOf(decode(gif({ screen: [3, 2], frame: [2, 1, 3, 2] })))).toEqual([0, 0, 0, 0, 0, 255]);
    expect(alphaOf(decode(gif({ screen: [3, 2], frame: [1, 0, 3, 1] })))).toEqual([0, 255, 255, 0, 0, 0]);
    expect(alphaOf(decode(gif({ screen: [3, 2], frame: [9, 9, 1, 1] })))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(decode(gif({ screen: [3, 2], frame: [0, 0, 3, 2] })).opaque).toBe(true);
  });

  test("takes the transparent index, and an index without a colour, for transparent", () => {
    expect(alphaOf(decode(gif({ screen: [1, 1], frame: [0, 0, 1, 1], transparent: 1 })))).toEqual([0]);
    expect(alphaOf(decode(gif({ screen: [1, 1], frame: [0, 0, 1, 1], transparent: 2 })))).toEqual([255]);
  });

  test("refuses a first frame that is larger than the canvas, before it takes memory for it", async () => {
    const bomb = await fixture("hostile/bomb-frame-larger-than-screen.gif");
    const facts = { ...probe(await fixture("gif/static.gif")), width: 32, height: 32 };
    expect(() => decode(bomb, facts)).toThrow(expect.objectContaining({ code: "image_corrupt" }));
  });

  test("comes to an end where the codes of a picture refer to one another in a circle", () => {
    const bytes = gif({ screen: [3, 1], frame: [0, 0, 3, 1] });
    // Clear, 0, then 7 before it is known, which becomes a part of what 7 will stand for.
    bytes.set([0b11_000_100, 0b0111_110_1, 0b111_0111], bytes.length - 5);
    expect([...decode(bytes).data]).toEqual([0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
  });

  test("gives the part that is there of a picture that ends early, on white", async () => {
    const bytes = await fixture("gif/static.gif");
    const facts = probe(bytes);
    const whole = decode(bytes);
    const half = decode(bytes.subarray(0, bytes.length / 2), facts);
    expect(half.opaque).toBe(true);
    expect(half.data.subarray(0, 4 * 128 * 32)).toEqual(whole.data.subarray(0, 4 * 128 * 32));
    expect([...half.data.subarray(-4)]).toEqual([255, 255, 255, 255]);
    expect([...whole.data.subarray(-4)]).not.toEqual([255, 255, 255, 255]);
    expect(() => decode(bytes.subarray(0, 300), facts)).toThrow(
      expect.objectContaining({ code: "image_corrupt" }),
    );
  });

  test("does not mind what follows the first frame", async () => {
    const bytes = await fixture("gif/animated-loop-3.gif");
    expect(decode(bytes.subarray(0, bytes.length - 1000), probe(bytes))).toEqual(decode(bytes));
  });

  test("gives pixels or a DarkroomError for bytes that were tampered with or cut off", async () => {
    const whole = await fixture("gif/first-frame-transparency.gif");
    const change = fc.record({ at: fc.nat(whole.length - 1), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 10 }), fc.nat(whole.length), async (changes, length) => {
        const bytes = whole.slice(0, length);
        for (const { at, value } of changes) bytes[at] = value;
        expect(HARMLESS).toContain(await outcomeOf(bytes, async (...given) => decode(...given)));
      }),
      { numRuns: 500 },
    );
  });
});

function uint16(value: number): number[] {
  return [value & 255, value >> 8];
}
