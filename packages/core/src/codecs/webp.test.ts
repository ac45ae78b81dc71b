import * as fc from "fast-check";
import sharp, { type WebpOptions } from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { fixture } from "../../../../test/harness/fixtures.ts";
import {
  composed,
  HARMLESS,
  largestDifference,
  noise,
  outcomeOf,
  psnr,
  sharpOf,
  sharpPixels,
} from "../../../../test/harness/rasters.ts";
import type { ImageFacts } from "../formats/facts.ts";
import { probe } from "../formats/probe.ts";
import type { EncodeOptions, Raster } from "./contract.ts";
import { createInstancePool } from "./instance-pool.ts";
import { webpDecoder, webpEncoder } from "./webp.ts";
import { firstFrame } from "./webp-frame.ts";

const DECODER = webpDecoder();
const ENCODER = webpEncoder();
const decoders = createInstancePool(DECODER, { highWaterBytes: 1e9 });
const encoders = createInstancePool(ENCODER, { highWaterBytes: 1e9 });

function decode(bytes: Uint8Array, facts: ImageFacts = probe(bytes)): Promise<Raster> {
  return decoders.use((decoder) => decoder.decode(bytes, facts));
}

function encode(raster: Raster, options: Partial<EncodeOptions> = {}): Promise<Uint8Array<ArrayBuffer>> {
  return encoders.use((encoder) => encoder.encode(raster, { quality: 85, progressive: false, ...options }));
}

let photo: Raster;
beforeAll(async () => {
  photo = { ...(await sharpPixels(await fixture("photos/display-p3-gain-map-phone.jpg"))), opaque: true };
});

/** The photo under a ramp of alpha. */
function faded(): Raster {
  return {
    ...photo,
    data: photo.data.map((value, i) => (i % 4 === 3 ? (i >> 2) & 255 : value)),
    opaque: false,
  };
}

/** An animation of two frames. */
async function animation(frames: readonly Raster[], options: WebpOptions): Promise<Uint8Array<ArrayBuffer>> {
  const pages = await Promise.all(frames.map((frame) => sharpOf(frame).png().toBuffer()));
  return new Uint8Array(
    await sharp(pages, { join: { animated: true } })
      .webp(options)
      .toBuffer(),
  );
}

describe("the WebP decoder", () => {
  test.each([
    ["webp/lossy-photo.webp"],
    ["webp/icc-exif.webp"],
    ["orientation/orientation-6.webp"],
    ["webp/animated-alpha-9.webp"],
    ["webp/animated-loop-3.webp"],
    ["webp/animated-97-frames.webp"],
    ["webp/animated-says-rgba-frames-rgb.webp"],
  ])("gives the pixels of %s as libwebp does, of an animation the first frame", async (path) => {
    const bytes = await fixture(path);
    const expected = await sharpPixels(bytes);
    const raster = await decode(bytes);
    expect(largestDifference(raster, expected)).toBe(0);
    expect(raster.opaque).toBe(expected.data.every((value, i) => i % 4 !== 3 || value === 255));
  });

  test.each<[string, WebpOptions]>([
    ["lossy", { quality: 60 }],
    ["lossless", { lossless: true }],
    ["near lossless", { nearLossless: true, quality: 40 }],
  ])("decodes %s pictures with and without alpha, still and animated", async (_, options) => {
    for (const raster of [photo, faded()]) {
      for (const bytes of [
        new Uint8Array(await sharpOf(raster).webp(options).toBuffer()),
        await animation([raster, noise(raster.width, raster.height, raster.opaque)], options),
      ]) {
        expect(largestDifference(await decode(bytes), await sharpPixels(bytes))).toBe(0);
      }
    }
  });

  test("lays a first frame that is smaller than the canvas on transparency", async () => {
    const still = await encode(photo, { quality: 100 });
    const bytes = animationOf(still, { left: 10, top: 6, width: photo.width + 20, height: photo.height + 9 });
    const raster = await decode(bytes);
    expect([raster.width, raster.height, raster.opaque]).toEqual([photo.width + 20, photo.height + 9, false]);
    for (const [x, y] of [
      [0, 0],
      [9, 6],
      [10, 5],
      [10 + photo.width, 6],
      [10, 6 + photo.height],
    ] as const) {
      expect(raster.data[(y * raster.width + x) * 4 + 3]).toBe(0);
    }
    const row = raster.data.subarray((6 * raster.width + 10) * 4).subarray(0, photo.width * 4);
    expect(row).toEqual(photo.data.subarray(0, photo.width * 4));
  });

  test("refuses an animation without a whole first frame, or with one beside its canvas", async () => {
    const still = await encode(photo);
    const canvas = { width: photo.width, height: photo.height };
    const beside = animationOf(still, { ...canvas, left: 2, top: 0 });
    expect(() => firstFrame(beside)).toThrow(expect.objectContaining({ code: "image_corrupt" }));
    const whole = animationOf(still, { ...canvas, left: 0, top: 0 });
    expect(firstFrame(whole)?.canvas).toEqual(canvas);
    expect(() => firstFrame(whole.subarray(0, whole.length - 10))).toThrow(
      expect.objectContaining({ code: "image_corrupt" }),
    );
  });

  test("refuses a file that was cut off", async () => {
    const bytes = await fixture("webp/icc-exif.webp");
    for (const length of [0, 11, 12, 30, 1000, bytes.length - 2000]) {
      await expect(decode(bytes.subarray(0, length), probe(bytes))).rejects.toMatchObject({
        code: "image_corrupt",
      });
    }
    for (const path of ["hostile/truncated-lossy.webp", "hostile/fuzz-afl.webp"]) {
      await expect(decode(await fixture(path), probe(bytes))).rejects.toMatchObject({
        code: "image_corrupt",
      });
    }
  });

  test("gives the same for a damaged picture from a used instance as from a fresh one", async () => {
    const bytes = await encode(photo);
    const damaged = bytes.slice();
    damaged.fill(0x5a, bytes.length / 2);
    const result = async (before: readonly Uint8Array[]) => {
      const decoder = await DECODER.open();
      for (const earlier of before) decoder.decode(earlier, probe(earlier));
      return decoder.decode(damaged, probe(bytes));
    };
    const noisy = await encode(noise(384, 512, true), { quality: 100 });
    expect(await result([noisy])).toEqual(await result([]));
  });

  test("gives pixels or a DarkroomError for bytes that were tampered with", async () => {
    const small = noise(24, 24, false);
    const files = [
      await encode(small),
      await encode(small, { quality: 100 }),
      await animation([small, small], {}),
    ];
    const change = fc.record({ at: fc.nat(), value: fc.nat(255) });
    const changes = fc.array(change, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), changes, async (file, several) => {
        const bytes = file.slice();
        for (const { at, value } of several) bytes[at % bytes.length] = value;
        expect(HARMLESS).toContain(await outcomeOf(bytes, decode));
      }),
      { numRuns: 300 },
    );
  });
});

describe("the WebP encoder", () => {
  test.each([
    [30, 31],
    [70, 34],
    [85, 37],
    [99, 40],
  ])("keeps at quality %i at least %i dB", async (quality, decibels) => {
    expect(psnr(await sharpPixels(await encode(photo, { quality })), photo)).toBeGreaterThan(decibels);
  });

  test("is lossless at quality 100, alpha included", async () => {
    for (const raster of [photo, faded()]) {
      const encoded = await encode(raster, { quality: 100 });
      expect(largestDifference(await sharpPixels(encoded), raster)).toBe(0);
    }
  });

  test("keeps alpha exact at every quality, and leaves it out of opaque pictures", async () => {
    const encoded = await encode(faded(), { quality: 40 });
    const decoded = await sharpPixels(encoded);
    expect(decoded.data.filter((_, i) => i % 4 === 3)).toEqual(faded().data.filter((_, i) => i % 4 === 3));
    expect(psnr(composed(decoded, 128), composed(faded(), 128))).toBeGreaterThan(34);
    expect(probe(encoded).alpha).toBe(true);
    expect(probe(await encode(photo)).alpha).toBe(false);
  });

  test("makes files of the size of native libwebp's", async () => {
    const theirs = await sharpOf(photo).removeAlpha().webp({ quality: 85 }).toBuffer();
    expect((await encode(photo)).length / theirs.length).toBeLessThan(1.02);
  });

  test("writes the same bytes for the same picture, from a used instance too", async () => {
    const options = { quality: 85, progressive: false };
    const used = await ENCODER.open();
    used.encode(noise(300, 200, false), { ...options, quality: 100 });
    expect(used.encode(photo, options)).toEqual((await ENCODER.open()).encode(photo, options));
  });
});

test("memory stays within what the rows promise, for noise with alpha and for a photograph", async () => {
  const worst = noise(1000, 1000, false);
  for (const quality of [85, 100]) {
    const encoder = await ENCODER.open();
    const encoded = encoder.encode(worst, { quality, progressive: false });
    expect(encoder.memoryBytes()).toBeLessThan(ENCODER.bytesFor(worst, { quality, progressive: false }));
    const decoder = await DECODER.open();
    decoder.decode(encoded, probe(encoded));
    expect(decoder.memoryBytes()).toBeLessThan(DECODER.bytesFor(probe(encoded)));
  }
  const flower = {
    ...(await sharpPixels(await fixture("photos/3mp-baseline-422-flower.jpg"))),
    opaque: true,
  };
  const options = { quality: 85, progressive: false };
  const encoder = await ENCODER.open();
  encoder.encode(flower, options);
  expect(encoder.memoryBytes()).toBeLessThan(ENCODER.bytesFor(flower, options));
});

/** A still WebP as the only frame of an animation (RFC 9649, 2.7.1). */
function animationOf(
  still: Uint8Array,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
): Uint8Array<ArrayBuffer> {
  const picture = still.subarray(12);
  const frame = [
    ...[left / 2, top / 2, photo.width - 1, photo.height - 1, 100].flatMap(uint24),
    0,
    ...picture,
  ];
  const body = [
    ...name("WEBPVP8X"),
    ...uint32(10),
    ...uint32(0x02),
    ...uint24(width - 1),
    ...uint24(height - 1),
    ...name("ANIM"),
    ...uint32(6),
    ...uint32(0xffffffff),
    0,
    0,
    ...name("ANMF"),
    ...uint32(frame.length),
    ...frame,
  ];
  return Uint8Array.from([...name("RIFF"), ...uint32(body.length), ...body]);
}

function uint24(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255];
}

function uint32(value: number): number[] {
  return [...uint24(value), value >>> 24];
}

function name(text: string): number[] {
  return Array.from(new TextEncoder().encode(text));
}
