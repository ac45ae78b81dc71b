import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { inspect } from "../pipeline/inspect.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { jpegDecoder, jpegEncoder, jpegTranscoder, lanczosResizer } from "./pixels.ts";
import { lcmsColour } from "./colour.ts";
import { readIccProfile } from "../colour/icc-profile.ts";

const OPTIONS = { quality: 85, progressive: true, fineChroma: false };
/** Memory grows by pages and comes with code and tables, which weigh on small pictures. */
const SMALL_CHANGE = 400_000;

async function fixture(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

describe("memory of the kernels", () => {
  test.each([
    "photos/12mp-iphone-city.jpg",
    "photos/4mp-progressive-420-fig.jpg",
    "photos/3mp-baseline-422-flower.jpg",
    "photos/3mp-baseline-gray-flower.jpg",
    "photos/rgb-jpeg-adobe-transform-0.jpg",
    "photos/cmyk-ycck-swop-icc.jpg",
    "orientation/landscape_1.jpg",
    "hostile/99mp-flat-9643x10328.jpg",
  ])("stays within what is predicted for %s, and that is no more than half too much", async (path) => {
    const bytes = await fixture(path);
    const facts = await inspect(bytes, DEFAULT_LIMITS);
    for (const share of [0.07, 0.2, 0.42]) {
      const size = { width: Math.round(facts.width * share), height: Math.round(facts.height * share) };
      const resampling = { crop: { left: 0, top: 0, width: facts.width, height: facts.height }, size };
      const decoder = await jpegDecoder().open();
      decoder.decode(bytes, facts, resampling);
      const predicted = jpegDecoder().bytesFor(facts, resampling);
      expect(decoder.memoryBytes()).toBeLessThanOrEqual(predicted);
      expect(predicted).toBeLessThanOrEqual(1.5 * decoder.memoryBytes() + SMALL_CHANGE);
      if (facts.components === 4) continue;
      const isFlat = path.includes("flat");
      for (const orientation of isFlat ? ([1] as const) : ([1, 6] as const)) {
        const transcoder = await jpegTranscoder().open();
        transcoder.transcode(bytes, facts, resampling, OPTIONS, { orientation });
        const atMost = jpegTranscoder().bytesFor(facts, resampling, OPTIONS, { orientation });
        expect(transcoder.memoryBytes()).toBeLessThanOrEqual(atMost);
        // A picture of one colour has no coefficients to keep, which nobody knows before.
        if (!isFlat) {
          expect(atMost).toBeLessThanOrEqual(1.5 * transcoder.memoryBytes() + 2 * SMALL_CHANGE);
        }
      }
    }
  });

  test("a JPEG of 99 megapixels becomes 1,024 pixels wide in less than 3 MB", async () => {
    const bytes = await fixture("hostile/99mp-flat-9643x10328.jpg");
    const facts = await inspect(bytes, DEFAULT_LIMITS);
    const resampling = {
      crop: { left: 0, top: 0, width: facts.width, height: facts.height },
      size: { width: 956, height: 1024 },
    };
    const transcoder = await jpegTranscoder().open();
    transcoder.transcode(bytes, facts, resampling, OPTIONS, { orientation: 1 });
    expect(transcoder.memoryBytes()).toBeLessThan(3_000_000);
  });
});

describe("four inks", () => {
  test("become the colours that their profile says", async () => {
    const bytes = await fixture("photos/cmyk-ycck-swop-icc.jpg");
    const facts = await inspect(bytes, DEFAULT_LIMITS);
    const ink = (await jpegDecoder().open()).decode(bytes, facts);
    expect(ink).toMatchObject({ width: 500, height: 333, ink: true });
    const profile = await readIccProfile(bytes, "jpeg");
    const { data, opaque } = (await lcmsColour().open()).toSrgb(ink, profile);
    const reference = await sharp(bytes).toColourspace("srgb").raw().toBuffer();
    let difference = 0;
    for (let pixel = 0; pixel < 500 * 333; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        difference += Math.abs(data[pixel * 4 + channel]! - reference[pixel * 3 + channel]!);
      }
    }
    expect(difference / (500 * 333 * 3)).toBeLessThan(1);
    expect(opaque).toBe(true);
    expect(data.every((byte, at) => at % 4 !== 3 || byte === 255)).toBe(true);
  });

  test("without a profile become colours by rule of thumb", async () => {
    const data = Uint8Array.of(0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 255, 128, 128, 128, 128);
    const colours = (await lcmsColour().open()).toSrgb(
      { width: 5, height: 1, data, opaque: true, ink: true },
      undefined,
    );
    expect([...colours.data]).toEqual([
      255, 255, 255, 255, 0, 255, 255, 255, 255, 0, 255, 255, 0, 0, 0, 255, 63, 63, 63, 255,
    ]);
    expect(colours.ink).toBeUndefined();
  });
});

test("an encoder and a resizer stay within what they predict, for a photograph", async () => {
  const { data, info } = await sharp(await fixture("photos/3mp-baseline-422-flower.jpg"))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raster = { width: info.width, height: info.height, data: new Uint8Array(data), opaque: true };
  const encoder = await jpegEncoder().open();
  encoder.encode(raster, OPTIONS);
  expect(encoder.memoryBytes()).toBeLessThanOrEqual(jpegEncoder().bytesFor(raster, OPTIONS));
  for (const opaque of [true, false]) {
    const resizer = await lanczosResizer().open();
    const size = { width: 700, height: 467 };
    resizer.resize({ ...raster, opaque }, size);
    expect(resizer.memoryBytes()).toBeLessThanOrEqual(lanczosResizer().bytesFor(raster, size));
  }
});
