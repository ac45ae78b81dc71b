import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import sharp, { type JpegOptions } from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { fixture } from "../../../../test/harness/fixtures.ts";
import {
  HARMLESS,
  largestDifference,
  noise,
  outcomeOf,
  psnr,
  sharpOf,
  sharpPixels,
} from "../../../../test/harness/rasters.ts";
import { isDarkroomError } from "../errors.ts";
import type { ImageFacts } from "../formats/facts.ts";
import { probe } from "../formats/probe.ts";
import type { DecoderInstance, EncodeOptions, Raster } from "./contract.ts";
import { createInstancePool } from "./instance-pool.ts";
import { jpegDecoder, jpegEncoder } from "./jpeg.ts";

const PHONE_PHOTO = "photos/display-p3-gain-map-phone.jpg";
const DECODER = jpegDecoder();
const ENCODER = jpegEncoder();
const decoders = createInstancePool(DECODER, { highWaterBytes: 1e9 });
const encoders = createInstancePool(ENCODER, { highWaterBytes: 1e9 });

function decode(bytes: Uint8Array, facts: ImageFacts = probe(bytes)): Promise<Raster> {
  return decoders.use((decoder) => decoder.decode(bytes, facts));
}

function encode(raster: Raster, options: Partial<EncodeOptions> = {}): Promise<Uint8Array<ArrayBuffer>> {
  return encoders.use((encoder) => encoder.encode(raster, { quality: 85, progressive: false, ...options }));
}

let photo: Uint8Array<ArrayBuffer>;
let pixels: Raster;
beforeAll(async () => {
  photo = await fixture(PHONE_PHOTO);
  pixels = await decode(photo);
});

describe("the JPEG decoder", () => {
  test.each([
    [PHONE_PHOTO],
    ["photos/3mp-baseline-422-flower.jpg"],
    ["photos/rgb-jpeg-adobe-transform-0.jpg"],
    ["orientation/landscape_6.jpg"],
    ["hostile/xss-in-all-metadata.jpg"],
    ["hostile/exif-broken-tag.jpg"],
    ["hostile/polyglot-jpeg-zip.jpg"],
    ["hostile/junk-before-markers.jpg"],
    ["hostile/truncated.jpg"],
  ])("gives the stored pixels of %s as libjpeg does", async (path) => {
    const bytes = await fixture(path);
    const raster = await decode(bytes);
    expect(raster.opaque).toBe(true);
    expect(largestDifference(raster, await sharpPixels(bytes))).toBe(0);
  });

  test.each<[string, JpegOptions]>([
    ["baseline 4:2:0", {}],
    ["baseline 4:4:4", { chromaSubsampling: "4:4:4" }],
    ["progressive", { progressive: true }],
    ["mozjpeg", { mozjpeg: true }],
  ])("decodes %s", async (_, options) => {
    const bytes = new Uint8Array(await sharp(photo).jpeg(options).toBuffer());
    expect(largestDifference(await decode(bytes), await sharpPixels(bytes))).toBe(0);
  });

  test("decodes grey pictures", async () => {
    const bytes = new Uint8Array(await sharp(photo).toColourspace("b-w").jpeg().toBuffer());
    expect(probe(bytes).components).toBe(1);
    expect(largestDifference(await decode(bytes), await sharpPixels(bytes))).toBe(0);
  });

  test("reads bytes that are a part of a larger buffer", async () => {
    const larger = new Uint8Array(photo.length + 200).fill(7);
    larger.set(photo, 100);
    expect(await decode(larger.subarray(100, 100 + photo.length))).toEqual(pixels);
  });

  test("refuses CMYK and 12 bits before it is too late for the instance", async () => {
    const cmyk = new Uint8Array(await sharp(photo).toColourspace("cmyk").jpeg().toBuffer());
    const decoder = await DECODER.open();
    expect(() => decoder.decode(cmyk, probe(cmyk))).toThrow(
      expect.objectContaining({ code: "image_unsupported" }),
    );
    const deep = { ...probe(photo), bitDepth: 12 };
    expect(() => decoder.decode(photo, deep)).toThrow(expect.objectContaining({ code: "image_unsupported" }));
    expect(decoder.decode(photo, probe(photo))).toEqual(pixels);
  });

  test.each([
    ["hostile/arithmetic-coded.jpg", "image_unsupported"],
    ["hostile/12bit.jpg", "image_unsupported"],
    ["hostile/corrupt-header.jpg", "image_corrupt"],
    ["hostile/empty.jpg", "image_corrupt"],
    ["hostile/html-named.jpg", "image_corrupt"],
  ])("refuses %s as %s, even where a header let it pass", async (path, code) => {
    await expect(decode(await fixture(path), probe(photo))).rejects.toMatchObject({
      name: "DarkroomError",
      code,
    });
  });

  test("refuses a picture of another size than the header promised", async () => {
    const facts = { ...probe(photo), width: 383 };
    await expect(decode(photo, facts)).rejects.toMatchObject({
      code: "image_corrupt",
      message: "Expected 383×512 pixels, as the header says, but the image holds 384×512.",
    });
  });

  test("shows nothing of an earlier picture in one that ends early", async () => {
    const red = await encode(noise(384, 512, true), { quality: 100 });
    for (const share of [0.2, 0.5, 0.9]) {
      const truncated = photo.subarray(0, photo.length * share);
      const fresh = (await DECODER.open()).decode(truncated, probe(photo));
      const used = await DECODER.open();
      used.decode(red, probe(red));
      expect(used.decode(truncated, probe(photo))).toEqual(fresh);
    }
  });

  test("gives pixels or a DarkroomError for bytes that were tampered with or cut off", async () => {
    const small = new Uint8Array(await sharp(photo).resize(64).jpeg({ progressive: true }).toBuffer());
    const change = fc.record({ at: fc.nat(small.length - 1), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.nat(100), async (changes, missing) => {
        const bytes = small.slice(0, small.length - missing);
        for (const { at, value } of changes) bytes[at] = value;
        expect(HARMLESS).toContain(await outcomeOf(bytes, decode));
      }),
    );
  });

  test("decodes a good picture after 300 broken ones, and lets go of their instances", async () => {
    const opened: WeakRef<DecoderInstance>[] = [];
    const open = async () => {
      const decoder = await DECODER.open();
      opened.push(new WeakRef(decoder));
      return decoder;
    };
    const pool = createInstancePool({ open }, { highWaterBytes: 1e9 });
    const facts = probe(photo);
    const codes = new Set<unknown>();
    for (let i = 0; i < 300; i++) {
      // Not by `expect`, which would keep the errors, and with their stacks the instances.
      await pool
        .use((decoder) => decoder.decode(photo.subarray(0, 200), facts))
        .catch((error: unknown) => codes.add(isDarkroomError(error) ? error.code : error));
    }
    expect([...codes]).toEqual(["image_corrupt"]);
    expect(await pool.use((decoder) => decoder.decode(photo, facts))).toEqual(pixels);
    expect(opened).toHaveLength(301);
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const alive = () => {
      collectGarbage();
      return opened.filter((instance) => instance.deref() !== undefined).length;
    };
    await expect.poll(alive).toBe(1);
  });
});

describe("the JPEG encoder", () => {
  test.each([
    [30, 30],
    [70, 33],
    [85, 36],
    [95, 40],
    [100, 44],
  ])("keeps at quality %i at least %i dB", async (quality, decibels) => {
    for (const progressive of [false, true]) {
      const encoded = await encode(pixels, { quality, progressive });
      expect(psnr(await sharpPixels(encoded), pixels)).toBeGreaterThan(decibels);
    }
  });

  test("makes files no larger than libjpeg's at the default quality", async () => {
    const theirs = await sharpOf(pixels).removeAlpha().jpeg({ quality: 85 }).toBuffer();
    const ours = await encode(pixels, { quality: 85, progressive: true });
    expect(ours.length).toBeLessThan(theirs.length);
  });

  test.each([
    [69, true, 0xc0, "4:2:0"],
    [70, true, 0xc2, "4:2:0"],
    [70, false, 0xc0, "4:2:0"],
    [89, true, 0xc2, "4:2:0"],
    [90, true, 0xc2, "4:4:4"],
    [95, true, 0xc2, "4:4:4"],
    [96, true, 0xc0, "4:4:4"],
  ])(
    "at quality %i, progressive %s, has the frame header %x and chroma %s",
    async (quality, progressive, frame, chroma) => {
      const encoded = await encode(pixels, { quality, progressive });
      const header = segments(encoded).find(
        ({ marker }) => marker === 0xc0 || marker === 0xc1 || marker === 0xc2,
      );
      expect(header?.marker).toBe(frame);
      // T.81 B.2.2: precision, height, width, components; then id and sampling factors of the first.
      expect(header?.body[7]).toBe(chroma === "4:2:0" ? 0x22 : 0x11);
    },
  );

  test("writes quantisation tables of 8 bits at every quality, as 8-bit JPEG demands", async () => {
    for (let quality = 1; quality <= 100; quality += 3) {
      const encoded = await encode(await decode(await tiny()), { quality, progressive: true });
      for (const { body } of segments(encoded).filter(({ marker }) => marker === 0xdb)) {
        for (let at = 0; at < body.length; at += 65) expect((body[at] ?? 0) >> 4).toBe(0);
      }
    }
  });

  test("writes the same bytes for the same picture, from a used instance too", async () => {
    const fresh = (await ENCODER.open()).encode(pixels, { quality: 85, progressive: true });
    const used = await ENCODER.open();
    used.encode(noise(300, 200, true), { quality: 95, progressive: true });
    expect(used.encode(pixels, { quality: 85, progressive: true })).toEqual(fresh);
  });

  test("encodes a single pixel", async () => {
    const pixel = { width: 1, height: 1, data: Uint8Array.of(200, 10, 10, 255), opaque: true };
    const { width, height, data } = await sharpPixels(await encode(pixel, { quality: 100 }));
    expect([width, height]).toEqual([1, 1]);
    expect(Math.abs((data[0] ?? 0) - 200)).toBeLessThan(4);
  });
});

describe("memory", () => {
  test("stays within what the rows promise", async () => {
    const size = 700;
    const worst = noise(size, size, true);
    const encoder = await ENCODER.open();
    const encoded = encoder.encode(worst, { quality: 95, progressive: true });
    const facts = probe(encoded);
    const decoder = await DECODER.open();
    decoder.decode(encoded, facts);
    expect(decoder.memoryBytes()).toBeLessThan(DECODER.bytesFor(facts));

    const flower = await fixture("photos/3mp-baseline-422-flower.jpg");
    const raster = await decode(flower);
    const options = { quality: 85, progressive: true };
    const another = await ENCODER.open();
    another.encode(raster, options);
    expect(another.memoryBytes()).toBeLessThan(ENCODER.bytesFor(raster, options));
  });
});

async function tiny(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await sharp(photo).resize(16).jpeg().toBuffer());
}

/** The segments of a JPEG up to its first scan. */
function segments(bytes: Uint8Array): { marker: number; body: Uint8Array }[] {
  const found = [];
  for (let at = 2; bytes[at + 1] !== 0xda;) {
    const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    found.push({ marker: bytes[at + 1] ?? 0, body: bytes.subarray(at + 4, at + 2 + length) });
    at += 2 + length;
  }
  return found;
}
