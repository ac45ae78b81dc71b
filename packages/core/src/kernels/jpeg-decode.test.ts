import * as fc from "fast-check";
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import sharp, { type JpegOptions } from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { isDarkroomError } from "../errors.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { jpegDecoder } from "../codecs/pixels.ts";
import { openJpeg, decodeJpeg, type JpegScale } from "./jpeg-decode.ts";
import {
  blocksOf,
  forwardDct,
  inverseDct,
  referencePlane,
  writeReferenceJpeg,
  type ReferenceJpeg,
} from "./jpeg-reference.ts";
import { instantiatePixels, type PixelKernels } from "./pixels.ts";

const BINARY = new URL("../../wasm/pixels.wasm", import.meta.url);
const SCALES: readonly JpegScale[] = [8, 4, 2, 1];

let module: WebAssembly.Module;
let kernels: PixelKernels;
beforeAll(async () => {
  module = await WebAssembly.compile(await readFile(BINARY));
  kernels = instantiatePixels(module);
});

function fixture(path: string): Promise<Buffer> {
  return readFile(new URL(`../../../../test/fixtures/${path}`, import.meta.url));
}

/** The planes of a picture at a scale, without what lies beyond it. */
function decodePlanes(from: PixelKernels, bytes: Uint8Array, scale: JpegScale): Uint8Array[] {
  from.exports.arenaReset();
  const picture = openJpeg(from, bytes, scale);
  const planes = picture.planes.map((plane) => new Uint8Array(plane.width * plane.height));
  for (let band = 0; band < picture.bands; band++) {
    picture.nextBand();
    for (const [i, plane] of picture.planes.entries()) {
      for (let row = 0; row < plane.bandRows; row++) {
        const y = band * plane.bandRows + row;
        if (y >= plane.height) break;
        const start = plane.pointer + row * plane.stride;
        planes[i]?.set(from.bytes().subarray(start, start + plane.width), y * plane.width);
      }
    }
  }
  return planes;
}

interface Difference {
  readonly most: number;
  readonly psnr: number;
}

/** How far samples are apart; `stride` of them a pixel in the second, of which as many count as the first has. */
function difference(ours: ArrayLike<number>, theirs: ArrayLike<number>): Difference {
  expect(ours.length).toBe(theirs.length);
  let most = 0;
  let sum = 0;
  for (let i = 0; i < ours.length; i++) {
    const apart = Math.abs((ours[i] ?? 0) - (theirs[i] ?? 0));
    most = Math.max(most, apart);
    sum += apart * apart;
  }
  return { most, psnr: sum === 0 ? Infinity : 10 * Math.log10((65_025 * ours.length) / sum) };
}

/** What libjpeg-turbo makes of a file, by way of sharp, its profile ignored. */
async function decodeWithSharp(bytes: Uint8Array): Promise<Uint8Array> {
  const image = sharp(bytes, { failOn: "none" }).keepIccProfile();
  return new Uint8Array(await image.ensureAlpha().raw().toBuffer());
}

/** A picture of smooth and of sharp parts with a seed. */
function drawing(width: number, height: number, seed = 1): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  let state = seed;
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const x = Math.floor(i / 3) % width;
    const y = Math.floor(i / 3 / width);
    const wave = 90 * Math.sin(x / (5 + (i % 3) * 9)) * Math.cos(y / 11);
    const edge = (x ^ y) & 32 ? 60 : 0;
    pixels[i] = Math.max(0, Math.min(255, 100 + wave + edge + (state >>> 29)));
  }
  return pixels;
}

function encode(width: number, height: number, options: JpegOptions, seed = 1): Promise<Buffer> {
  return sharp(drawing(width, height, seed), { raw: { width, height, channels: 3 } })
    .jpeg(options)
    .toBuffer();
}

describe("pictures", () => {
  test.each([
    ["orientation/landscape_1.jpg", 3],
    ["orientation/portrait_1.jpg", 3],
    ["photos/display-p3-gain-map-phone.jpg", 3],
    ["photos/rgb-jpeg-adobe-transform-0.jpg", 1],
    ["hostile/exif-broken-tag.jpg", 1],
    ["hostile/junk-before-markers.jpg", 3],
    ["hostile/polyglot-jpeg-zip.jpg", 3],
    ["hostile/xss-in-all-metadata.jpg", 3],
    ["hostile/truncated.jpg", 3],
  ])("%s decodes as libjpeg-turbo decodes it, within %d levels", async (path, most) => {
    const bytes = await fixture(path);
    const raster = decodeJpeg(kernels, bytes, 8);
    const apart = difference(raster.data, await decodeWithSharp(bytes));
    expect(apart.most).toBeLessThanOrEqual(most);
    expect(apart.psnr).toBeGreaterThan(58);
  });

  test.each([
    [{ chromaSubsampling: "4:2:0" }],
    [{ chromaSubsampling: "4:4:4" }],
    [{ chromaSubsampling: "4:2:0", quality: 98 }],
    [{ chromaSubsampling: "4:4:4", quality: 10 }],
    [{ chromaSubsampling: "4:2:0", progressive: true }],
    [{ chromaSubsampling: "4:4:4", progressive: true, optimiseScans: true }],
    [{ mozjpeg: true }],
  ] as const)("of any size, encoded with %o, decode as libjpeg-turbo decodes them", async (options) => {
    for (const [width, height] of [
      [1, 1],
      [7, 9],
      [16, 16],
      [17, 33],
      [250, 131],
      [641, 64],
    ] as const) {
      const bytes = await encode(width, height, options);
      const raster = decodeJpeg(kernels, bytes, 8);
      expect(raster).toMatchObject({ width, height, opaque: true });
      const apart = difference(raster.data, await decodeWithSharp(bytes));
      expect(apart.most).toBeLessThanOrEqual(4);
      expect(apart.psnr).toBeGreaterThan(52);
    }
  });

  test("of one component become grey", async () => {
    const bytes = await sharp(await fixture("orientation/landscape_1.jpg"))
      .toColourspace("b-w")
      .jpeg()
      .toBuffer();
    const apart = difference(decodeJpeg(kernels, bytes, 8).data, await decodeWithSharp(bytes));
    expect(apart.most).toBeLessThanOrEqual(1);
  });

  test.each([4, 2, 1] as const)("shrunk to %d/8 are those of the lower frequencies", async (scale) => {
    const bytes = await fixture("orientation/landscape_1.jpg");
    const [luma = new Uint8Array()] = decodePlanes(kernels, bytes, 8);
    const width = 600;
    const blocks: Float64Array[] = [];
    for (let b = 0; b < 75 * 50; b++) {
      const first = Math.floor(b / 75) * 8 * width + (b % 75) * 8;
      const samples = Array.from({ length: 64 }, (_, i) => luma[first + (i >> 3) * width + (i & 7)] ?? 0);
      blocks.push(inverseDct(forwardDct(samples), scale));
    }
    const [shrunk = new Uint8Array()] = decodePlanes(kernels, bytes, scale);
    const expected = shrunk.map((_, i) => {
      const x = i % (75 * scale);
      const y = Math.floor(i / (75 * scale));
      const block = blocks[Math.floor(y / scale) * 75 + Math.floor(x / scale)];
      return Math.max(0, Math.min(255, Math.round(block?.[(y % scale) * scale + (x % scale)] ?? 0)));
    });
    expect(difference(shrunk, expected).psnr).toBeGreaterThan(44);
  });

  test.each(SCALES)("have the same samples at %d/8 whether progressive or not", async (scale) => {
    for (const chromaSubsampling of ["4:2:0", "4:4:4"]) {
      const baseline = await encode(203, 117, { chromaSubsampling, quality: 90 });
      const progressive = await encode(203, 117, { chromaSubsampling, quality: 90, progressive: true });
      expect(decodePlanes(kernels, progressive, scale)).toEqual(decodePlanes(kernels, baseline, scale));
    }
  });
});

/** A picture of random coefficients, a few in each block. */
function build({
  factors,
  seed,
  ...rest
}: Omit<ReferenceJpeg, "components"> & {
  factors: { h: number; v: number }[];
  seed: number;
}): ReferenceJpeg {
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const components = factors.map(({ h, v }, index) => {
    const { wide, high } = blocksOf(rest, factors, index);
    const coefficients = new Int16Array(wide * high * 64);
    for (let block = 0; block < coefficients.length; block += 64) {
      coefficients[block] = random(120) - 60;
      for (let n = random(12); n > 0; n--) coefficients[block + 1 + random(63)] = random(41) - 20;
    }
    return { h, v, coefficients, quantisation: Uint8Array.from({ length: 64 }, () => 1 + random(10)) };
  });
  return { ...rest, components };
}

describe("any sequential JPEG", () => {
  const factor = fc.integer({ min: 1, max: 4 });
  const shape = fc.record({
    width: fc.integer({ min: 1, max: 70 }),
    height: fc.integer({ min: 1, max: 70 }),
    factors: fc
      .array(fc.record({ h: factor, v: factor }), { minLength: 1, maxLength: 4 })
      .filter((all) => all.length !== 2 && all.reduce((sum, { h, v }) => sum + h * v, 0) <= 10)
      .map((all) => (all.length === 1 ? [{ h: 1, v: 1 }] : all)),
    restartInterval: fc.constantFrom(0, 0, 1, 2, 3, 7),
    separateScans: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1e9 }),
  });

  test("has at every scale the samples that its coefficients say", () => {
    fc.assert(
      fc.property(shape, fc.constantFrom(...SCALES), (generated, scale) => {
        const jpeg = build(generated);
        const planes = decodePlanes(kernels, writeReferenceJpeg(jpeg), scale);
        expect(planes.length).toBe(jpeg.components.length);
        for (const [i, plane] of planes.entries()) {
          const used = referencePlane(jpeg, i, scale);
          expect(difference(plane, used).most).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 250 },
    );
  });

  test("becomes pixels, whatever its sampling", () => {
    fc.assert(
      fc.property(shape, (generated) => {
        const jpeg = build(generated);
        fc.pre(jpeg.components.length < 4);
        const raster = decodeJpeg(kernels, writeReferenceJpeg(jpeg), 8);
        expect(raster).toMatchObject({ width: jpeg.width, height: jpeg.height });
        expect(raster.data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

/** Whole numbers below a bound, the same on every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A file cut short now and then, with bytes changed, markers put in and pieces moved, most of it in its headers. */
function mutated(seed: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = Uint8Array.from(seed.subarray(0, random(3) > 0 ? seed.length : random(seed.length)));
  for (let edits = random(6); edits > 0; edits--) {
    const at = random(random(2) > 0 ? Math.min(700, bytes.length) : bytes.length);
    const kind = random(4);
    if (kind === 0) bytes[at] = random(256);
    else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    else if (kind === 2) bytes.set([0xff, 0xc0 + random(64)].slice(0, bytes.length - at), at);
    else bytes.copyWithin(at, random(bytes.length), random(bytes.length));
  }
  return bytes;
}

describe("broken files", () => {
  test.each([
    ["hostile/12bit.jpg", "image_unsupported", /12-bit/],
    ["hostile/arithmetic-coded.jpg", "image_unsupported", /[Aa]rithmetic/],
    ["hostile/corrupt-header.jpg", "image_corrupt", /before its first scan/],
    ["hostile/fuzz-193x31423.jpg", "image_too_large", /193×31423/],
    ["hostile/bomb-4000-progressive-scans.jpg", "image_too_large", /100 scans/],
  ])("%s is refused as %s", async (path, code, sentence) => {
    const bytes = await fixture(path);
    expect(() => decodeJpeg(kernels, bytes, 8)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(sentence) }),
    );
  });

  test("show what is there, and grey behind it, when the data end early", async () => {
    const bytes = await encode(320, 320, { quality: 90 });
    const whole = decodeJpeg(kernels, bytes, 8).data;
    const cut = decodeJpeg(kernels, bytes.subarray(0, bytes.length >> 1), 8).data;
    expect(cut.subarray(0, 320 * 4 * 64)).toEqual(whole.subarray(0, 320 * 4 * 64));
    expect(cut.subarray(-320 * 4 * 64)).toEqual(
      new Uint8Array(320 * 4 * 64).map((_, i) => (i % 4 === 3 ? 255 : 128)),
    );
  });

  test("show the scans before the damage", async () => {
    const bytes = await encode(120, 90, { quality: 90, progressive: true });
    const table = bytes.lastIndexOf(Buffer.of(0xff, 0xc4));
    const damaged = Uint8Array.from(bytes).fill(0x7f, table + 4, table + 6);
    const apart = difference(decodeJpeg(kernels, damaged, 8).data, decodeJpeg(kernels, bytes, 8).data);
    expect(apart.psnr).toBeGreaterThan(25);
    expect(apart.psnr).toBeLessThan(60);
  });

  test("lose only the interval that is damaged when there are restart markers", () => {
    const coefficients = new Int16Array(64 * 64).map((_, i) => (i % 64 === 0 ? 20 : 0));
    const quantisation = new Uint8Array(64).fill(8);
    const components = [{ h: 1, v: 1, coefficients, quantisation }];
    const bytes = writeReferenceJpeg({
      width: 64,
      height: 64,
      components,
      restartInterval: 8,
      separateScans: false,
    });
    const marker = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xd2);
    bytes[marker + 1] = 0xd3;
    const [plane = new Uint8Array()] = decodePlanes(kernels, bytes, 1);
    const rows = Array.from({ length: 8 }, (_, y) => new Set(plane.subarray(y * 8, y * 8 + 8)));
    expect(rows.map((row) => Array.from(row))).toEqual([
      [148],
      [148],
      [148],
      [128],
      [148],
      [148],
      [148],
      [148],
    ]);
  });

  /** Set it to 100000 for a soak. */
  const MUTATIONS = Number(process.env["DARKROOM_JPEG_MUTATIONS"] ?? 10_000);

  test("never trap, hang, grow the memory or show bytes of the picture before", async () => {
    const seeds = await Promise.all([
      encode(40, 30, { quality: 70 }),
      encode(40, 30, { quality: 70, progressive: true }),
      encode(24, 40, { quality: 50, chromaSubsampling: "4:4:4", progressive: true, optimiseScans: true }),
      fixture("hostile/exif-broken-tag.jpg"),
    ]);
    const secret = await encode(500, 400, { quality: 95 }, 99);
    decodeJpeg(kernels, secret, 8);
    const memoryBefore = kernels.memoryBytes();
    const limits = { ...DEFAULT_LIMITS, sourceArea: 50_000 };
    const outcome = (from: PixelKernels, bytes: Uint8Array, scale: JpegScale) => {
      try {
        return decodeJpeg(from, bytes, scale, limits).data;
      } catch (error) {
        if (!isDarkroomError(error)) throw error;
        return error.code;
      }
    };
    const random = generator(20_261_121);
    const slow: number[] = [];
    const foreign: number[] = [];
    for (let run = 0; run < MUTATIONS; run++) {
      const bytes = mutated(seeds[random(seeds.length)] ?? secret, random);
      const scale = SCALES[random(4)] ?? 8;
      const start = performance.now();
      const used = outcome(kernels, bytes, scale);
      if (performance.now() - start > 2000) slow.push(run);
      const fresh = run % 8 === 0 ? outcome(instantiatePixels(module), bytes, scale) : used;
      if (!isDeepStrictEqual(used, fresh)) foreign.push(run);
    }
    expect(slow).toEqual([]);
    expect(foreign).toEqual([]);
    expect(kernels.memoryBytes()).toBeLessThan(memoryBefore + (2 << 20));
    expect(decodeJpeg(kernels, secret, 8).data).toEqual(
      decodeJpeg(instantiatePixels(module), secret, 8).data,
    );
  }, 600_000);
});

describe("the codec", () => {
  test("decodes on an instance of its own and says what memory it holds", async () => {
    const codec = jpegDecoder();
    const instance = await codec.open();
    const bytes = await fixture("orientation/landscape_1.jpg");
    const facts = { format: "jpeg", width: 600, height: 400, orientation: 1, frames: 1 } as const;
    const rest = {
      alpha: false,
      bitDepth: 8,
      components: 3,
      icc: false,
      progressive: false,
      scans: 1,
    } as const;
    expect(instance.decode(bytes, { ...facts, ...rest })).toMatchObject({ width: 600, height: 400 });
    expect(instance.memoryBytes()).toBeLessThan(1 << 20);
    expect(codec.build.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
