import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixture } from "../../../../test/harness/fixtures.ts";
import {
  HARMLESS,
  largestDifference,
  noise,
  outcomeOf,
  sharpOf,
  sharpPixels,
} from "../../../../test/harness/rasters.ts";
import type { ImageFacts } from "../formats/facts.ts";
import { probe } from "../formats/probe.ts";
import type { Raster } from "./contract.ts";
import { createInstancePool } from "./instance-pool.ts";
import { pngDecoder, pngEncoder } from "./png.ts";

const DECODER = pngDecoder();
const ENCODER = pngEncoder();
const OPTIONS = { quality: 85, progressive: false };
const decoders = createInstancePool(DECODER, { highWaterBytes: 1e9 });

function decode(bytes: Uint8Array, facts: ImageFacts = probe(bytes)): Promise<Raster> {
  return decoders.use((decoder) => decoder.decode(bytes, facts));
}

describe("the PNG decoder", () => {
  test.each([
    ["basn0g01"],
    ["basn0g08"],
    ["basn0g16"],
    ["basn2c08"],
    ["basn3p01"],
    ["basn3p04"],
    ["basn3p08"],
    ["basn4a08"],
    ["basn4a16"],
    ["basn6a08"],
    ["basi0g08"],
    ["basi6a08"],
    ["tbrn2c08"],
    ["tm3n3p02"],
    ["oi9n2c16"],
    ["s01n3p01"],
    ["s35i3p04"],
    ["exif2c08"],
    ["xhdn0g08"],
    ["apng-4-frames"],
    ["palette-transparent"],
    ["display-p3"],
  ])("gives the pixels of %s as libpng does", async (name) => {
    const bytes = await fixture(`png/${name}.png`);
    const expected = await sharpPixels(bytes);
    const raster = await decode(bytes);
    expect(largestDifference(raster, expected)).toBe(0);
    expect(raster.opaque).toBe(expected.data.every((value, i) => i % 4 !== 3 || value === 255));
  });

  test.each([2, 4, 16, 256])("decodes interlaced palettes of %i colours", async (colours) => {
    const picture = sharpOf(noise(37, 23, true)).removeAlpha();
    const bytes = new Uint8Array(await picture.png({ palette: true, colours, progressive: true }).toBuffer());
    expect(probe(bytes)).toMatchObject({ progressive: true, bitDepth: Math.log2(colours) });
    expect(largestDifference(await decode(bytes), await sharpPixels(bytes))).toBe(0);
  });

  test("reads bytes that are a part of a larger buffer", async () => {
    const bytes = await fixture("png/basn6a08.png");
    const larger = new Uint8Array(bytes.length + 9).fill(7);
    larger.set(bytes, 5);
    expect(await decode(larger.subarray(5, 5 + bytes.length))).toEqual(await decode(bytes));
  });

  test.each([
    ["png/xs1n0g01.png"],
    ["png/xc1n0g08.png"],
    ["png/xd0n2c08.png"],
    ["png/xdtn0g01.png"],
    ["hostile/truncated.png"],
    ["hostile/fuzz-issue-1075.png"],
    ["hostile/apple-cgbi.png"],
    ["hostile/empty.jpg"],
  ])("refuses %s, even where a header let it pass", async (path) => {
    const facts = probe(await fixture("png/basn6a08.png"));
    await expect(decode(await fixture(path), facts)).rejects.toMatchObject({
      name: "DarkroomError",
      code: "image_corrupt",
    });
  });

  test("refuses a picture of another size than the header promised", async () => {
    const bytes = await fixture("png/basn6a08.png");
    await expect(decode(bytes, { ...probe(bytes), height: 31 })).rejects.toMatchObject({
      code: "image_corrupt",
    });
  });

  test("does not inflate text chunks that nobody reads", async () => {
    const bytes = await fixture("hostile/bomb-text-chunk.png");
    const decoder = await DECODER.open();
    decoder.decode(bytes, probe(bytes));
    expect(decoder.memoryBytes()).toBeLessThan(4e6);
  });

  test("gives pixels or a DarkroomError for bytes that were tampered with or cut off", async () => {
    const bytes = new Uint8Array(
      await sharpOf(noise(20, 20, false))
        .png()
        .toBuffer(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.nat(255),
        fc.nat(bytes.length),
        async (at, value, length) => {
          expect(HARMLESS).toContain(await outcomeOf(bytes.slice(0, length), decode));
          expect(HARMLESS).toContain(await outcomeOf(bytes.with(at, value), decode));
        },
      ),
    );
  });
});

describe("the PNG encoder", () => {
  test("keeps every byte, those under transparent pixels too", async () => {
    const encoder = await ENCODER.open();
    for (const raster of [noise(61, 47, false), noise(1, 1, false), noise(1000, 2, true)]) {
      const encoded = encoder.encode(raster, OPTIONS);
      expect((await sharpPixels(encoded)).data).toEqual(raster.data);
    }
  });

  test("writes the same bytes for the same picture, from a used instance too", async () => {
    const raster = await decode(await fixture("png/palette-transparent.png"));
    const used = await ENCODER.open();
    used.encode(noise(300, 200, true), OPTIONS);
    expect(used.encode(raster, OPTIONS)).toEqual((await ENCODER.open()).encode(raster, OPTIONS));
  });
});

test("memory stays within what the rows promise, for noise and 16 bits", async () => {
  const raster = noise(1000, 1000, false);
  const encoder = await ENCODER.open();
  encoder.encode(raster, OPTIONS);
  expect(encoder.memoryBytes()).toBeLessThan(ENCODER.bytesFor(raster, OPTIONS));

  const deep = sharpOf(raster).toColourspace("rgb16").png({ progressive: true, compressionLevel: 1 });
  const bytes = new Uint8Array(await deep.toBuffer());
  expect(probe(bytes).bitDepth).toBe(16);
  const decoder = await DECODER.open();
  decoder.decode(bytes, probe(bytes));
  expect(decoder.memoryBytes()).toBeLessThan(DECODER.bytesFor(probe(bytes)));
});
