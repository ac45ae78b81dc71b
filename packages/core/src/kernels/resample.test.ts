import * as fc from "fast-check";
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import type { Rectangle, Size } from "../formats/facts.ts";
import { instantiatePixels, type PixelKernels } from "./pixels.ts";
import { lanczosResizer } from "../codecs/pixels.ts";
import { openResizer, resample, RESAMPLE_KINDS, type ResampleKind } from "./resample.ts";
import { resampleReference } from "./resample-reference.ts";

const BINARY = new URL("../../wasm/pixels.wasm", import.meta.url);
const PHOTO = new URL("../../../../test/fixtures/orientation/landscape_1.jpg", import.meta.url);

let kernels: PixelKernels;
beforeAll(async () => {
  kernels = instantiatePixels(await WebAssembly.compile(await readFile(BINARY)));
});

/** Bytes from a small linear congruential generator: noise that is the same on every run. */
function noise(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  let state = seed >>> 0;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

function psnr(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return sum === 0 ? Infinity : 10 * Math.log10((255 * 255 * a.length) / sum);
}

/** Colour as it is seen: multiplied by alpha, so that the colour of invisible pixels does not count. */
function composed(pixels: Uint8Array): Uint8Array {
  return pixels.map((value, i) => (i % 4 === 3 ? value : (value * (pixels[i | 3] ?? 0)) / 255));
}

function whole(size: Size): Rectangle {
  return { left: 0, top: 0, ...size };
}

/** PSNR of the kernel against the reference, in dB. */
function accuracy(kind: ResampleKind, samples: Uint8Array, source: Size, crop: Rectangle, out: Size): number {
  const { channels } = RESAMPLE_KINDS[kind];
  const ours = resample(kernels, kind, samples, source, crop, out);
  const reference = resampleReference(samples, channels, kind === "alpha", source, crop, out);
  // In a picture of one sample, a single step of rounding is 48 dB: there the step is what is held to.
  if (out.width * out.height < FEW && ours.every((sample, i) => Math.abs(sample - reference[i]!) <= 1)) {
    return Number.POSITIVE_INFINITY;
  }
  return kind === "alpha" ? psnr(composed(ours), composed(reference)) : psnr(ours, reference);
}

const FEW = 16;

const side = fc.integer({ min: 1, max: 90 });
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const kind = fc.constantFrom<ResampleKind>("plane", "opaque", "alpha");

describe("the resampling kernel", () => {
  test("agrees with the reference for any size and any crop", () => {
    fc.assert(
      fc.property(
        kind,
        side,
        side,
        side,
        side,
        fc.array(fraction, { minLength: 4, maxLength: 4 }),
        (k, ...rest) => {
          const [width, height, outWidth, outHeight, [x = 0, y = 0, w = 0, h = 0]] = rest;
          const crop = { left: x * (width - 1), top: y * (height - 1), width: 0, height: 0 };
          crop.width = Math.max(0.5, w * (width - crop.left));
          crop.height = Math.max(0.5, h * (height - crop.top));
          const samples = noise(width * height * RESAMPLE_KINDS[k].channels, width * 97 + height);
          if (k === "opaque") for (let i = 3; i < samples.length; i += 4) samples[i] = 255;
          const out = { width: outWidth, height: outHeight };
          expect(accuracy(k, samples, { width, height }, crop, out)).toBeGreaterThan(50);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    [{ width: 300, height: 200 }],
    [{ width: 217, height: 133 }],
    [{ width: 60, height: 40 }],
    [{ width: 7, height: 5 }],
    [{ width: 1, height: 1 }],
    [{ width: 1100, height: 700 }],
  ])("is within 50 dB of the reference on a photo resized to %o", async (out) => {
    const { data, info } = await sharp(await readFile(PHOTO))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const plane = data.filter((_, i) => i % 4 === 1);
    expect(accuracy("opaque", data, info, whole(info), out)).toBeGreaterThan(50);
    expect(accuracy("plane", plane, info, whole(info), out)).toBeGreaterThan(50);
  });

  test.each([
    [
      { width: 20_000, height: 3 },
      { width: 11, height: 2 },
    ],
    [
      { width: 3, height: 20_000 },
      { width: 2, height: 11 },
    ],
    [
      { width: 37, height: 3001 },
      { width: 5, height: 171 },
    ],
    [
      { width: 18, height: 1501 },
      { width: 30, height: 93 },
    ],
    [
      { width: 1, height: 1 },
      { width: 500, height: 400 },
    ],
    [
      { width: 2, height: 2 },
      { width: 3, height: 900 },
    ],
    [
      { width: 5000, height: 1 },
      { width: 1, height: 1 },
    ],
  ])("stands extreme ratios: %o to %o", (source, out) => {
    for (const k of ["plane", "alpha"] as const) {
      const samples = noise(source.width * source.height * RESAMPLE_KINDS[k].channels);
      expect(accuracy(k, samples, source, whole(source), out)).toBeGreaterThan(50);
    }
  });

  test("leaves a flat colour exactly as it is, down to an alpha of 6", () => {
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.integer({ min: 0, max: 255 }),
        (width, height, outWidth, outHeight, value) => {
          const source = { width, height };
          const out = { width: outWidth, height: outHeight };
          const plane = new Uint8Array(width * height).fill(value);
          const result = resample(kernels, "plane", plane, source, whole(source), out);
          expect(result.every((sample) => sample === value)).toBe(true);

          const colour = [value, 255 - value, value >> 1, 6 + ((value * 7) % 250)];
          const pixels = new Uint8Array(width * height * 4).map((_, i) => colour[i % 4] ?? 0);
          const resized = resample(kernels, "alpha", pixels, source, whole(source), out);
          expect(resized.every((sample, i) => sample === colour[i % 4])).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("lets no colour of transparent pixels through", () => {
    const source = { width: 64, height: 48 };
    const pixels = new Uint8Array(source.width * source.height * 4);
    for (let i = 0; i < pixels.length; i += 4) {
      const visible = (i / 4) % source.width < 32;
      pixels.set(visible ? [200, 100, 50, 255] : [0, 255, 255, 0], i);
    }
    for (const out of [
      { width: 20, height: 15 },
      { width: 150, height: 90 },
      { width: 63, height: 48 },
    ]) {
      const resized = resample(kernels, "alpha", pixels, source, whole(source), out);
      for (let i = 0; i < resized.length; i += 4) {
        if ((resized[i + 3] ?? 0) < 16) continue;
        expect(Math.abs((resized[i] ?? 0) - 200)).toBeLessThan(3);
        expect(Math.abs((resized[i + 1] ?? 0) - 100)).toBeLessThan(3);
        expect(Math.abs((resized[i + 2] ?? 0) - 50)).toBeLessThan(3);
      }
    }
  });

  test("does not alias a checkerboard", () => {
    const source = { width: 256, height: 256 };
    const board = Uint8Array.from({ length: 256 * 256 }, (_, i) => ((i ^ (i >> 8)) & 1) * 255);
    const resized = resample(kernels, "plane", board, source, whole(source), { width: 64, height: 64 });
    const inside = resized.filter((_, i) => i >> 6 > 2 && i >> 6 < 61 && (i & 63) > 2 && (i & 63) < 61);
    expect(Math.max(...inside) - Math.min(...inside)).toBeLessThanOrEqual(2);
  });

  test("crops as if the rest of the picture were not there", () => {
    const source = { width: 100, height: 80 };
    const crop = { left: 30, top: 20, width: 50, height: 40 };
    const out = { width: 23, height: 61 };
    const samples = noise(100 * 80);
    const cut = new Uint8Array(50 * 40).map(
      (_, i) => samples[(20 + Math.floor(i / 50)) * 100 + 30 + (i % 50)] ?? 0,
    );
    expect(resample(kernels, "plane", samples, source, crop, out)).toEqual(
      resample(kernels, "plane", cut, { width: 50, height: 40 }, whole({ width: 50, height: 40 }), out),
    );
  });

  test("gives the same bytes whatever was resized before", async () => {
    const fresh = instantiatePixels(await WebAssembly.compile(await readFile(BINARY)));
    const source = { width: 33, height: 21 };
    const out = { width: 40, height: 9 };
    const samples = noise(33 * 21 * 4, 5);
    resample(
      kernels,
      "plane",
      noise(500 * 500),
      { width: 500, height: 500 },
      whole({ width: 500, height: 500 }),
      out,
    );
    expect(resample(kernels, "alpha", samples, source, whole(source), out)).toEqual(
      resample(fresh, "alpha", samples, source, whole(source), out),
    );
  });

  test.each([
    [{ left: 0, top: 0, width: 0, height: 5 }],
    [{ left: -1, top: 0, width: 5, height: 5 }],
    [{ left: 6, top: 0, width: 5, height: 5 }],
    [{ left: Number.NaN, top: 0, width: 5, height: 5 }],
    [{ left: 0, top: 0, width: Infinity, height: 5 }],
  ])("refuses the rectangle %o of a picture of 10×10", (crop) => {
    const out = { width: 4, height: 4 };
    expect(() => resample(kernels, "plane", noise(100), { width: 10, height: 10 }, crop, out)).toThrow(
      /outside/,
    );
  });

  test("is a resizer of the pipeline, with memory of a few rows", async () => {
    const codec = lanczosResizer();
    const instance = await codec.open();
    const raster = { width: 1000, height: 3000, data: noise(12_000_000), opaque: false };
    const resized = instance.resize(raster, { width: 100, height: 300 });
    expect(resized).toMatchObject({ width: 100, height: 300, opaque: false });
    expect(resized.data.length).toBe(120_000);
    expect(instance.memoryBytes()).toBeLessThan(3 << 20);
    instance.resize(raster, { width: 2, height: 6 });
    expect(instance.memoryBytes()).toBeLessThan(4 << 20);
    expect(openResizer(kernels).resize(raster, { width: 100, height: 300 }).data).toEqual(resized.data);
  });
});
