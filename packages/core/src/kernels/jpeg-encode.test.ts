import decodeWithMozjpeg, { init as initMozjpeg } from "@jsquash/jpeg/decode.js";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeJpeg } from "./jpeg-decode.ts";
import { jpegEncoder } from "../codecs/pixels.ts";
import { encodeJpeg, SUBSAMPLINGS, type Subsampling } from "./jpeg-encode.ts";
import { instantiatePixels, type PixelKernels } from "./pixels.ts";

const BINARY = new URL("../../wasm/pixels.wasm", import.meta.url);
const PHOTO = new URL("../../../../test/fixtures/orientation/landscape_1.jpg", import.meta.url);
const ALL_SUBSAMPLINGS = Object.keys(SUBSAMPLINGS) as Subsampling[];

let module: WebAssembly.Module;
let kernels: PixelKernels;
beforeAll(async () => {
  module = await WebAssembly.compile(await readFile(BINARY));
  kernels = instantiatePixels(module);
  const mozjpeg = createRequire(import.meta.url).resolve("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm");
  await initMozjpeg(await WebAssembly.compile(await readFile(mozjpeg)));
});

async function photo(width: number, height: number) {
  const image = sharp(await readFile(PHOTO)).resize(width, height, { fit: "fill" });
  const data = new Uint8Array(await image.ensureAlpha().raw().toBuffer());
  return { width, height, data, opaque: true };
}

function psnr(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return sum === 0 ? Infinity : 10 * Math.log10((65_025 * a.length) / sum);
}

/** Sampling factors of the first component, as the frame header has them. */
function lumaFactors(file: Uint8Array): number[] {
  const frame = file.findIndex((byte, i) => byte === 0xff && (file[i + 1] === 0xc0 || file[i + 1] === 0xc2));
  const factors = file[frame + 11] ?? 0;
  return [factors >> 4, factors & 15];
}

describe("the JPEG encoder", () => {
  test.each(ALL_SUBSAMPLINGS.flatMap((s) => [false, true].map((progressive) => [s, progressive] as const)))(
    "writes %s (progressive: %s) of any size, which libjpeg-turbo and mozjpeg read alike",
    async (subsampling, progressive) => {
      for (const [width, height] of [
        [1, 1],
        [2, 3],
        [8, 8],
        [17, 16],
        [33, 50],
        [301, 203],
      ] as const) {
        const raster = await photo(width, height);
        const file = encodeJpeg(kernels, raster, { quality: 92, progressive, subsampling });
        const shown = await sharp(file, { failOn: "warning" }).ensureAlpha().raw().toBuffer();
        expect(psnr(shown, raster.data)).toBeGreaterThan(24);
        expect(await sharp(file).metadata()).toMatchObject({ width, height, isProgressive: progressive });
        expect(lumaFactors(file)).toEqual(SUBSAMPLINGS[subsampling]);
        const moz = await decodeWithMozjpeg(file.buffer);
        expect(psnr(moz.data, shown)).toBeGreaterThan(50);
        expect(psnr(decodeJpeg(kernels, file, 8).data, shown)).toBeGreaterThan(50);
      }
    },
  );

  test.each([20, 50, 80, 95])(
    "at quality %d is as small as libjpeg-turbo and as faithful",
    async (quality) => {
      const raster = await photo(600, 400);
      const raw = { raw: { width: 600, height: 400, channels: 4 } } as const;
      for (const progressive of [false, true]) {
        for (const subsampling of ["4:2:0", "4:4:4"] as const) {
          const ours = encodeJpeg(kernels, raster, { quality, progressive, subsampling });
          const theirs = await sharp(raster.data, raw)
            .removeAlpha()
            .jpeg({ quality, progressive, chromaSubsampling: subsampling, optimiseCoding: true })
            .toBuffer();
          expect(ours.length / theirs.length).toBeLessThan(1.03);
          const seen = await sharp(ours).ensureAlpha().raw().toBuffer();
          const reference = await sharp(theirs).ensureAlpha().raw().toBuffer();
          expect(psnr(seen, raster.data)).toBeGreaterThan(psnr(reference, raster.data) - 0.1);
        }
      }
    },
  );

  test("is exact to a level or two at quality 100", async () => {
    const raster = await photo(120, 90);
    const file = encodeJpeg(kernels, raster, { quality: 100, progressive: false, subsampling: "4:4:4" });
    expect(psnr(decodeJpeg(kernels, file, 8).data, raster.data)).toBeGreaterThan(47);
  });

  test("stands noise at the best and the worst quality", async () => {
    let state = 7;
    const data = new Uint8Array(100 * 60 * 4).map((_, i) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return i % 4 === 3 ? 255 : (state >>> 31) * 255;
    });
    const raster = { width: 100, height: 60, data, opaque: true };
    for (const quality of [1, 100]) {
      for (const progressive of [false, true]) {
        const file = encodeJpeg(kernels, raster, { quality, progressive, subsampling: "4:4:4" });
        const shown = await sharp(file, { failOn: "warning" }).ensureAlpha().raw().toBuffer();
        expect(psnr(decodeJpeg(kernels, file, 8).data, shown)).toBeGreaterThan(50);
        expect(psnr(shown, data)).toBeGreaterThan(quality === 100 ? 35 : 5);
      }
    }
  });

  test("gives the same bytes whatever was encoded before", async () => {
    const raster = await photo(77, 55);
    const options = { quality: 80, progressive: true, subsampling: "4:2:0" } as const;
    encodeJpeg(kernels, await photo(300, 200), { ...options, quality: 99 });
    expect(encodeJpeg(kernels, raster, options)).toEqual(
      encodeJpeg(instantiatePixels(module), raster, options),
    );
  });

  test("keeps grey pixels grey", async () => {
    const raster = await photo(50, 40);
    raster.data.forEach((_, i) => {
      raster.data[i] = i % 4 === 3 ? 255 : (raster.data[i - (i % 4)] ?? 0);
    });
    const file = encodeJpeg(kernels, raster, { quality: 90, progressive: true, subsampling: "4:2:0" });
    const components = file[file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xc2) + 9];
    expect(components).toBe(1);
    expect(
      psnr(await sharp(file).toColourspace("srgb").ensureAlpha().raw().toBuffer(), raster.data),
    ).toBeGreaterThan(30);
  });

  test("refuses a side that a JPEG cannot have", () => {
    const raster = { width: 65_536, height: 1, data: new Uint8Array(65_536 * 4), opaque: true };
    const options = { quality: 80, progressive: false, subsampling: "4:2:0" } as const;
    expect(() => encodeJpeg(kernels, raster, options)).toThrow(/65535/);
  });

  test("is a codec of the pipeline", async () => {
    const codec = jpegEncoder();
    const instance = await codec.open();
    const file = instance.encode(await photo(64, 64), { quality: 80, progressive: false });
    expect(lumaFactors(file)).toEqual([2, 2]);
    expect(instance.memoryBytes()).toBeLessThan(1 << 20);
  });
});
