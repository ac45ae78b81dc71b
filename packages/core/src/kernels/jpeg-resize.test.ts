import * as fc from "fast-check";
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import type { Rectangle, Size } from "../formats/facts.ts";
import { orient } from "../pipeline/raster.ts";
import { decodeJpeg } from "./jpeg-decode.ts";
import { encodeJpeg, SUBSAMPLINGS, type Subsampling } from "./jpeg-encode.ts";
import { blocksOf, writeReferenceJpeg } from "./jpeg-reference.ts";
import {
  chooseScale,
  resizeJpeg,
  resizeJpegAsPixels,
  resizeJpegToInk,
  resizeJpegToRaster,
} from "./jpeg-resize.ts";
import { instantiatePixels, type PixelKernels } from "./pixels.ts";
import { resample } from "./resample.ts";

const BINARY = new URL("../../wasm/pixels.wasm", import.meta.url);

let module: WebAssembly.Module;
let kernels: PixelKernels;
beforeAll(async () => {
  module = await WebAssembly.compile(await readFile(BINARY));
  kernels = instantiatePixels(module);
});

function fixture(path: string): Promise<Buffer> {
  return readFile(new URL(`../../../../test/fixtures/${path}`, import.meta.url));
}

function psnr(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return sum === 0 ? Infinity : 10 * Math.log10((65_025 * a.length) / sum);
}

function whole(size: Size): Rectangle {
  return { left: 0, top: 0, width: size.width, height: size.height };
}

/** The long way: all pixels, then Lanczos3 on RGBA. */
function resizePixels(bytes: Uint8Array, crop: Rectangle, out: Size): Uint8Array {
  const raster = decodeJpeg(kernels, bytes, 8);
  return resample(kernels, "opaque", raster.data, raster, crop, out);
}

const BEST = { quality: 98, progressive: false, subsampling: "4:4:4" } as const;

describe("resizing a JPEG without making pixels of it", () => {
  test.each([
    [{ width: 450, height: 300 }, whole({ width: 600, height: 400 }), 38],
    [{ width: 240, height: 160 }, whole({ width: 600, height: 400 }), 36],
    [{ width: 101, height: 67 }, whole({ width: 600, height: 400 }), 34],
    [{ width: 40, height: 30 }, whole({ width: 600, height: 400 }), 32],
    [{ width: 150, height: 150 }, { left: 201.5, top: 33.25, width: 300, height: 300 }, 34],
    [{ width: 300, height: 180 }, { left: 500, top: 300, width: 50, height: 30 }, 38],
  ])("to %o, taking %o, shows the same picture as the long way", async (out, crop, least) => {
    const bytes = await fixture("orientation/landscape_1.jpg");
    const expected = resizePixels(bytes, crop, out);
    expect(psnr(resizeJpegToRaster(kernels, bytes, { crop, out }).data, expected)).toBeGreaterThan(least);
    const file = resizeJpeg(kernels, bytes, { crop, out }, BEST) ?? new Uint8Array();
    const shown = await sharp(file, { failOn: "warning" }).ensureAlpha().raw().toBuffer();
    expect(psnr(shown, expected)).toBeGreaterThan(least - 1);
  });

  test("keeps every plane in step, whatever the sampling and the sizes", () => {
    const factor = fc.constantFrom(1, 2, 4);
    const side = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(
        fc.record({ width: side, height: side }),
        fc.record({ h: factor, v: factor }).filter(({ h, v }) => h * v <= 8),
        fc.record({ width: side, height: side }),
        fc.constantFrom<Subsampling>(...(Object.keys(SUBSAMPLINGS) as Subsampling[])),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        (size, luma, out, subsampling, [x = 0, y = 0, w = 0, h = 0], separateScans) => {
          const factors = [luma, { h: 1, v: 1 }, { h: 1, v: 1 }];
          const frame = { ...size, restartInterval: 0, separateScans };
          const components = factors.map((own, i) => {
            const { wide, high } = blocksOf(frame, factors, i);
            const coefficients = new Int16Array(wide * high * 64);
            for (let block = 0; block < coefficients.length; block += 64) coefficients[block] = 40 * (i - 1);
            return { h: own.h, v: own.v, coefficients, quantisation: new Uint8Array(64).fill(8) };
          });
          const bytes = writeReferenceJpeg({ ...frame, components });
          const crop = { left: x * (size.width - 1), top: y * (size.height - 1), width: 0, height: 0 };
          crop.width = Math.max(0.5, w * (size.width - crop.left));
          crop.height = Math.max(0.5, h * (size.height - crop.top));

          const file =
            resizeJpeg(kernels, bytes, { crop, out }, { ...BEST, subsampling }) ?? new Uint8Array();
          const shown = decodeJpeg(kernels, file, 8);
          expect(shown).toMatchObject(out);
          // Y = 88, Cb = 128, Cr = 168 is one flat colour from edge to edge.
          expect(
            shown.data.every((value, i) => Math.abs(value - ([144, 59, 88, 255][i % 4] ?? 0)) <= 2),
          ).toBe(true);
          const pixels = resizeJpegToRaster(kernels, bytes, { crop, out });
          expect(pixels.data.every((value, i) => value === [144, 59, 88, 255][i % 4])).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("keeps a grey picture grey", async () => {
    const grey = await sharp(await fixture("orientation/landscape_1.jpg"))
      .toColourspace("b-w")
      .jpeg()
      .toBuffer();
    const plan = { crop: whole({ width: 600, height: 400 }), out: { width: 200, height: 133 } };
    const file = resizeJpeg(kernels, grey, plan, BEST) ?? new Uint8Array();
    expect(await sharp(file).metadata()).toMatchObject({ channels: 1, width: 200, height: 133 });
    expect(psnr(decodeJpeg(kernels, file, 8).data, resizePixels(grey, plan.crop, plan.out))).toBeGreaterThan(
      36,
    );
  });

  test("gives the four inks of a CMYK picture", async () => {
    const photo = sharp(await fixture("orientation/landscape_1.jpg"));
    const bytes = await photo
      .toColourspace("cmyk")
      .jpeg({ quality: 95, chromaSubsampling: "4:4:4" })
      .toBuffer();
    const plan = { crop: whole({ width: 600, height: 400 }), out: { width: 600, height: 400 } };
    const inks = resizeJpegToInk(kernels, bytes, plan);
    const expected = await sharp(bytes).pipelineColourspace("cmyk").toColourspace("cmyk").raw().toBuffer();
    expect(psnr(inks?.data ?? [], expected)).toBeGreaterThan(55);
    expect(resizeJpeg(kernels, bytes, plan, BEST)).toBeUndefined();
    expect(() => resizeJpegToRaster(kernels, bytes, plan)).toThrow(/CMYK/);
    expect(resizeJpegToInk(kernels, await fixture("orientation/landscape_1.jpg"), plan)).toBeUndefined();
  });

  test("leaves pictures in RGB to the way through pixels", async () => {
    const bytes = await fixture("photos/rgb-jpeg-adobe-transform-0.jpg");
    const plan = { crop: whole({ width: 500, height: 333 }), out: { width: 250, height: 167 } };
    expect(resizeJpeg(kernels, bytes, plan, BEST)).toBeUndefined();
    const { data } = resizeJpegToRaster(kernels, bytes, plan);
    expect(psnr(data, resizePixels(bytes, plan.crop, plan.out))).toBeGreaterThan(34);
  });

  test("gives the same bytes for progressive and for baseline sources, and on a fresh instance", async () => {
    const pixels = await sharp(await fixture("orientation/landscape_1.jpg"))
      .raw()
      .toBuffer();
    const raw = { raw: { width: 600, height: 400, channels: 3 } } as const;
    const plan = { crop: whole({ width: 600, height: 400 }), out: { width: 155, height: 103 } };
    const options = { quality: 80, progressive: true, subsampling: "4:2:0" } as const;
    const files = await Promise.all(
      [false, true].map((progressive) => sharp(pixels, raw).jpeg({ quality: 85, progressive }).toBuffer()),
    );
    const [first, second] = files.map((file) => resizeJpeg(kernels, file, plan, options));
    expect(second).toEqual(first);
    expect(resizeJpeg(instantiatePixels(module), files[0] ?? new Uint8Array(), plan, options)).toEqual(first);
  });

  test("needs no more memory than a few rows", async () => {
    const pixels = Buffer.alloc(4000 * 3000 * 3, 90);
    const file = await sharp(pixels, { raw: { width: 4000, height: 3000, channels: 3 } })
      .jpeg()
      .toBuffer();
    const fresh = instantiatePixels(module);
    const plan = { crop: whole({ width: 4000, height: 3000 }), out: { width: 1024, height: 768 } };
    resizeJpeg(fresh, file, plan, { quality: 80, progressive: false, subsampling: "4:2:0" });
    expect(fresh.memoryBytes()).toBeLessThan(2 << 20);
  });
});

test("the scale leaves something for Lanczos3 to do", () => {
  const source = { width: 4000, height: 3000 };
  expect(chooseScale(source, { width: 4000, height: 3000 })).toBe(8);
  expect(chooseScale(source, { width: 2000, height: 1500 })).toBe(8);
  expect(chooseScale(source, { width: 1700, height: 1275 })).toBe(4);
  expect(chooseScale(source, { width: 800, height: 600 })).toBe(2);
  expect(chooseScale(source, { width: 400, height: 300 })).toBe(1);
  expect(chooseScale(source, { width: 40, height: 3000 })).toBe(8);
});

describe("a picture that is turned on the way", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
    "by orientation %d is what comes of decoding, turning and encoding",
    async (orientation) => {
      const bytes = await fixture("orientation/landscape_1.jpg");
      for (const out of [
        { width: 97, height: 65 },
        { width: 64, height: 48 },
        { width: 1, height: 9 },
      ]) {
        const plan = { crop: whole({ width: 600, height: 400 }), out };
        const options = { quality: 85, progressive: true, subsampling: "4:2:0" } as const;
        const turned = resizeJpegAsPixels(kernels, bytes, plan, { orientation }, options);
        const apart = orient(resizeJpegToRaster(kernels, bytes, plan), orientation);
        expect(turned).toEqual(encodeJpeg(kernels, apart, options));
      }
    },
  );

  test("stays grey when it is grey", async () => {
    const bytes = await fixture("photos/3mp-baseline-gray-flower.jpg");
    const plan = { crop: whole({ width: 2048, height: 1536 }), out: { width: 60, height: 45 } };
    const file = resizeJpegAsPixels(kernels, bytes, plan, { orientation: 6 }, BEST);
    expect(await sharp(file).metadata()).toMatchObject({ width: 45, height: 60, channels: 1 });
  });
});
