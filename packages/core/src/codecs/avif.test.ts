import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { ImageFacts, Orientation, Size } from "../formats/facts.ts";
import { uprightSize } from "../formats/facts.ts";
import { probeAvif } from "../formats/probe-avif.ts";
import { avifDecoder, avifEncoder } from "./avif.ts";
import type { DecoderInstance, EncoderInstance, Raster } from "./contract.ts";

function fixture(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

const DECODER = avifDecoder();
const ENCODER = avifEncoder();
let decoder: DecoderInstance;
let encoder: EncoderInstance;
beforeAll(async () => {
  decoder = await DECODER.open();
  encoder = await ENCODER.open();
});

function decode(bytes: Uint8Array): Raster & { readonly facts: ImageFacts } {
  const facts = probeAvif(bytes);
  return { ...decoder.decode(bytes, facts), facts };
}

/** Where a pixel of the upright picture is in the stored one of this size. */
const STORED_PLACE = {
  1: (x, y) => [x, y],
  2: (x, y, { width }) => [width - 1 - x, y],
  3: (x, y, { width, height }) => [width - 1 - x, height - 1 - y],
  4: (x, y, { height }) => [x, height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, { height }) => [y, height - 1 - x],
  7: (x, y, { width, height }) => [width - 1 - y, height - 1 - x],
  8: (x, y, { width }) => [width - 1 - y, x],
} satisfies Record<Orientation, (x: number, y: number, stored: Size) => readonly [number, number]>;

/** The mean colour of each quarter of the upright picture, top left and right, bottom left and right, by samples. */
function quarters({ data, facts }: ReturnType<typeof decode>): number[] {
  const { width, height } = uprightSize(facts);
  const [columns, rows] = [width >> 1, height >> 1];
  const step = Math.ceil(columns / 300);
  return [0, 1, 2, 3].flatMap((quarter) => {
    const sums = [0, 0, 0, 0];
    let count = 0;
    for (let y = 0; y < rows; y += step) {
      for (let x = 0; x < columns; x += step) {
        const [left, top] = STORED_PLACE[facts.orientation](
          x + (quarter & 1) * columns,
          y + (quarter >> 1) * rows,
          facts,
        );
        const from = 4 * (top * facts.width + left);
        sums.forEach((sum, channel) => (sums[channel] = sum + (data[from + channel] ?? 0)));
        count++;
      }
    }
    return sums.map((sum) => sum / count);
  });
}

/** Upright quarters as libheif decodes them, by sharp 0.35.5: red, green, blue and alpha of each. */
const REFERENCE = {
  "photo-8bit-420": [119, 133, 91, 255, 130, 95, 85, 255, 126, 137, 73, 255, 104, 79, 57, 255],
  "icc-exif-xmp": [141, 162, 187, 255, 149, 173, 199, 255, 86, 85, 77, 255, 103, 102, 90, 255],
  alpha: [145, 123, 120, 141, 144, 123, 121, 141, 137, 117, 115, 134, 137, 117, 115, 134],
  "irot1-imir0": [147, 165, 139, 255, 157, 169, 136, 255, 90, 92, 53, 255, 129, 125, 61, 255],
  "irot-alpha-both": [249, 249, 249, 131, 244, 244, 244, 133, 237, 237, 237, 137, 231, 231, 231, 140],
  "grid-1x5": [136, 138, 136, 255, 102, 78, 59, 255, 82, 88, 97, 255, 70, 70, 72, 255],
  "hdr-p3-pq": [155, 102, 71, 255, 132, 155, 92, 255, 166, 155, 148, 255, 161, 167, 151, 255],
  "gain-map": [202, 207, 211, 255, 210, 213, 217, 255, 148, 147, 139, 255, 112, 103, 90, 255],
} as const;

/** The largest distance from the reference in any channel of any quarter. */
function departure(picture: ReturnType<typeof decode>, reference: readonly number[]): number {
  return Math.max(...quarters(picture).map((mean, index) => Math.abs(mean - (reference[index] ?? -1000))));
}

describe("the decoder", () => {
  test.each(Object.entries(REFERENCE))(
    "gives %s as another decoder does, once upright",
    (name, reference) => {
      const picture = decode(fixture(`avif/${name}.avif`));
      expect([picture.width, picture.height]).toEqual([picture.facts.width, picture.facts.height]);
      expect(picture.data.byteOffset).toBe(0);
      expect(picture.data.buffer.byteLength).toBe(4 * picture.width * picture.height);
      expect(departure(picture, reference)).toBeLessThan(1.5);
    },
  );

  test("gives a phone's 12 MP, which libavif alone refuses, within the memory that it announces", async () => {
    const instance = await DECODER.open();
    const bytes = fixture("avif/12mp-phone.avif");
    const facts = probeAvif(bytes);
    const picture = { ...instance.decode(bytes, facts), facts };
    const reference = [143, 123, 101, 255, 155, 153, 146, 255, 156, 116, 74, 255, 133, 105, 70, 255];
    expect(departure(picture, reference)).toBeLessThan(1.5);
    expect(instance.memoryBytes()).toBeLessThan(DECODER.bytesFor(facts));
  });

  test("takes a picture of one pixel, and the still of an image sequence", () => {
    expect(decode(fixture("avif/1x1.avif"))).toMatchObject({ width: 1, height: 1, opaque: true });
    expect(decode(fixture("avif/1x1.avif")).data).toEqual(new Uint8Array([253, 253, 253, 255]));
    expect(decode(fixture("avif/animated-8bit.avif"))).toMatchObject({ width: 150, height: 150 });
  });

  test("says whether there is alpha", () => {
    expect(decode(fixture("avif/alpha.avif")).opaque).toBe(false);
    const { opaque, data } = decode(fixture("avif/photo-8bit-420.avif"));
    expect(opaque).toBe(true);
    expect(data.every((value, at) => at % 4 !== 3 || value === 255)).toBe(true);
  });

  test("crops to the rectangle of the facts", () => {
    const bytes = fixture("avif/photo-8bit-420.avif");
    const whole = decode(bytes);
    const clap = { left: 271, top: 39, width: 33, height: 17 };
    const part = decoder.decode(bytes, { ...whole.facts, width: 33, height: 17, clap });
    expect(part).toMatchObject({ width: 33, height: 17 });
    const row = 4 * (clap.left + (clap.top + 16) * whole.width);
    expect(part.data.subarray(4 * 33 * 16)).toEqual(whole.data.subarray(row, row + 4 * 33));
  });

  test("takes bytes that lie anywhere in their buffer", () => {
    const bytes = fixture("avif/alpha.avif");
    const shifted = new Uint8Array(bytes.length + 100).fill(0xee);
    shifted.set(bytes, 7);
    expect(decode(shifted.subarray(7, 7 + bytes.length)).data).toEqual(decode(bytes).data);
  });

  test("gives the same pixels each time, on a new instance too", async () => {
    const bytes = fixture("avif/irot-alpha-both.avif");
    const first = decode(bytes);
    const other = await DECODER.open();
    expect(other.decode(bytes, first.facts).data).toEqual(first.data);
    expect(decode(bytes).data).toEqual(first.data);
  });

  test("refuses a damaged bitstream as such, and shows nothing of the picture before", async () => {
    const instance = await DECODER.open();
    const bytes = fixture("avif/photo-8bit-420.avif");
    const facts = probeAvif(bytes);
    instance.decode(bytes, facts);
    bytes.fill(0xa5, 400, 3000);
    expect(() => instance.decode(bytes, facts)).toThrow(expect.objectContaining({ code: "image_corrupt" }));
  });

  test("leaves nothing on the global object", async () => {
    const before = Object.getOwnPropertyNames(globalThis);
    const bytes = fixture("avif/1x1.avif");
    (await DECODER.open()).decode(bytes, probeAvif(bytes));
    expect(Object.getOwnPropertyNames(globalThis)).toEqual(before);
  });
});

/** A picture with colour and, where asked for, alpha that changes from pixel to pixel. */
function gradient(
  width: number,
  height: number,
  alphaAt: (x: number, y: number) => number = () => 255,
): Raster {
  const data = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set([(255 * x) / width, (255 * y) / height, 128, alphaAt(x, y)], 4 * (y * width + x));
    }
  }
  return { width, height, data, opaque: alphaAt(0, 0) === 255 };
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The mean distance of the samples of one channel. */
function distance(a: Uint8Array, b: Uint8Array, channel: number): number {
  let sum = 0;
  for (let at = channel; at < a.length; at += 4) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  return sum / (a.length / 4);
}

const at = (quality: number) => ({ quality, progressive: false });

describe("the encoder", () => {
  test("gives an opaque picture without alpha, which decodes to about the same", () => {
    const raster = gradient(201, 133);
    const encoded = encoder.encode(raster, at(85));
    expect(probeAvif(encoded)).toMatchObject({
      width: 201,
      height: 133,
      alpha: false,
      bitDepth: 8,
      orientation: 1,
    });
    const { data } = decode(encoded);
    for (const channel of [0, 1, 2]) expect(distance(data, raster.data, channel)).toBeLessThan(2);
  });

  test("keeps alpha, and keeps it well at a low quality too", () => {
    const raster = gradient(120, 80, (x, y) => ((x - 60) ** 2 + (y - 40) ** 2 < 900 ? 255 : 2 * x));
    const { data, facts } = decode(encoder.encode(raster, at(20)));
    expect(facts.alpha).toBe(true);
    expect(distance(data, raster.data, 3)).toBeLessThan(1);
  });

  test("takes a picture of one pixel", () => {
    expect(probeAvif(encoder.encode(gradient(1, 1), at(85)))).toMatchObject({ width: 1, height: 1 });
  });

  test("gives more bytes for more quality", () => {
    const photo = decode(fixture("avif/photo-8bit-420.avif"));
    const sizes = [1, 35, 50, 70, 85, 90, 100].map((quality) => encoder.encode(photo, at(quality)).length);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(new Set(sizes).size).toBe(sizes.length);
  });

  test("gives these very bytes, on every runtime and each time", async () => {
    const raster = gradient(96, 64);
    const encoded = encoder.encode(raster, at(85));
    expect(encoded.buffer.byteLength).toBe(encoded.length);
    const other = await ENCODER.open();
    expect(hash(other.encode(raster, at(85)))).toBe(hash(encoded));
    expect(hash(encoder.encode(raster, at(85)))).toBe(hash(encoded));
    expect(hash(encoded)).toBe("6c5b484f7073d9cfbeb2b01372fb15566cf0173a1f13ae91a390aff388b05d12");
  });

  test("stays within the memory that it announces", async () => {
    const instance = await ENCODER.open();
    const raster = gradient(1200, 900);
    instance.encode(raster, at(100));
    expect(instance.memoryBytes()).toBeLessThan(ENCODER.bytesFor(raster, at(100)));
  });

  test("leaves nothing on the global object", async () => {
    const before = Object.getOwnPropertyNames(globalThis);
    await ENCODER.open();
    expect(Object.getOwnPropertyNames(globalThis)).toEqual(before);
  });
});
