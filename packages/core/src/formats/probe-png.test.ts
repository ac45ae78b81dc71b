import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { pngChunk } from "./png-chunks.ts";
import { probePng } from "./probe-png.ts";

function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

const u32 = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];

function chunk(type: string, content: readonly number[] = []): Uint8Array {
  return pngChunk(type, Uint8Array.from(content));
}

interface Header {
  readonly width?: number;
  readonly height?: number;
  readonly bits?: number;
  readonly colourType?: number;
  readonly methods?: readonly [number, number, number];
}

function ihdr({
  width = 4,
  height = 4,
  bits = 8,
  colourType = 2,
  methods = [0, 0, 0],
}: Header = {}): Uint8Array {
  return chunk("IHDR", [...u32(width), ...u32(height), bits, colourType, ...methods]);
}

function png(...chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10];
  for (const part of chunks) bytes.push(...part);
  return Uint8Array.from(bytes);
}

function fctl(
  frame: { width?: number; height?: number; left?: number; top?: number; dispose?: number } = {},
): Uint8Array {
  const { width = 4, height = 4, left = 0, top = 0, dispose = 0 } = frame;
  return chunk("fcTL", [
    ...u32(0),
    ...u32(width),
    ...u32(height),
    ...u32(left),
    ...u32(top),
    0,
    1,
    0,
    1,
    dispose,
    0,
  ]);
}

const actl = (frames: number): Uint8Array => chunk("acTL", [...u32(frames), ...u32(0)]);
const idat = chunk("IDAT", [1, 2, 3]);
const orientation = (value: number): Uint8Array =>
  chunk("eXIf", [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]);

describe("probePng on real files", () => {
  test.each([
    ["png/basn0g01.png", { bitDepth: 1, components: 1, alpha: false }],
    ["png/basn0g16.png", { bitDepth: 16, components: 1, alpha: false }],
    ["png/basn2c08.png", { bitDepth: 8, components: 3, alpha: false }],
    ["png/basn3p01.png", { bitDepth: 1, components: 3, alpha: false }],
    ["png/basn3p08.png", { bitDepth: 8, components: 3, alpha: false }],
    ["png/basn4a16.png", { bitDepth: 16, components: 1, alpha: true }],
    ["png/basn6a08.png", { bitDepth: 8, components: 3, alpha: true }],
    ["png/basi6a08.png", { bitDepth: 8, components: 3, alpha: true, progressive: true }],
    ["png/tbrn2c08.png", { bitDepth: 8, components: 3, alpha: true }],
    ["png/tm3n3p02.png", { bitDepth: 2, components: 3, alpha: true }],
    ["png/oi9n2c16.png", { bitDepth: 16, components: 3, alpha: false }],
    ["png/s01n3p01.png", { width: 1, height: 1, bitDepth: 1, components: 3, alpha: false }],
    ["png/exif2c08.png", { bitDepth: 8, components: 3, alpha: false, orientation: 1 }],
    ["png/xhdn0g08.png", { bitDepth: 8, components: 1, alpha: false }],
    ["png/palette-transparent.png", { width: 300, height: 225, components: 3, alpha: true }],
    ["png/display-p3.png", { width: 8, height: 8, icc: true }],
    ["png/apng-4-frames.png", { width: 128, height: 64, frames: 3, alpha: true }],
    ["orientation/orientation-6.png", { width: 200, height: 100, orientation: 6 }],
    ["hostile/bomb-text-chunk.png", { width: 1, height: 1 }],
    ["hostile/bomb-16384x16384.png", { width: 16384, height: 16384 }],
    ["hostile/truncated.png", { width: 294, height: 240 }],
    ["hostile/fuzz-issue-1075.png", { width: 1024, height: 1449 }],
  ])("reads %s", (path, facts) => {
    const expected = {
      format: "png",
      width: 32,
      height: 32,
      frames: 1,
      icc: false,
      orientation: 1,
      scans: 1,
    };
    expect(probePng(fixture(path))).toMatchObject({ progressive: false, ...expected, ...facts });
  });

  test.each([
    ["png/xc1n0g08.png", "image_corrupt"],
    ["png/xd0n2c08.png", "image_corrupt"],
    ["png/xdtn0g01.png", "image_corrupt"],
    ["hostile/apple-cgbi.png", "image_unsupported"],
  ])("refuses %s as %s", (path, code) => {
    expect(() => probePng(fixture(path))).toThrow(expect.objectContaining({ code }));
  });
});

describe("probePng", () => {
  test.each([
    ["no header", png(idat)],
    ["a header that is cut", png(ihdr()).subarray(0, 30)],
    ["a width of 0", png(ihdr({ width: 0 }), idat)],
    ["a height of 2³¹", png(ihdr({ height: 2 ** 31 }), idat)],
    ["a palette of 16 bits", png(ihdr({ colourType: 3, bits: 16 }), chunk("PLTE", [0, 0, 0]), idat)],
    ["colour of 4 bits", png(ihdr({ bits: 4 }), idat)],
    ["colour type 5", png(ihdr({ colourType: 5 }), idat)],
    ["compression method 1", png(ihdr({ methods: [1, 0, 0] }), idat)],
    ["filter method 64", png(ihdr({ methods: [0, 64, 0] }), idat)],
    ["interlace method 2", png(ihdr({ methods: [0, 0, 2] }), idat)],
    ["no palette", png(ihdr({ colourType: 3 }), idat)],
    ["no picture data", png(ihdr(), chunk("IEND"), idat)],
    ["bytes that are no chunk before the picture data", png(ihdr(), new Uint8Array(12), idat)],
  ])("refuses %s as corrupt", (_, bytes) => {
    expect(() => probePng(bytes)).toThrow(expect.objectContaining({ code: "image_corrupt" }));
  });

  test("accepts a file that ends within its picture data, and junk behind it", () => {
    expect(probePng(png(ihdr(), idat).subarray(0, -6))).toMatchObject({ width: 4, height: 4 });
    expect(probePng(png(ihdr(), idat, new Uint8Array(40)))).toMatchObject({ width: 4, height: 4 });
  });

  test("a palette whose alpha is 255 throughout is opaque", () => {
    const palette = chunk("PLTE", [0, 0, 0, 9, 9, 9]);
    const of = (trns: readonly number[]): boolean =>
      probePng(png(ihdr({ colourType: 3 }), palette, chunk("tRNS", trns), idat)).alpha;
    expect(of([255, 255])).toBe(false);
    expect(of([255, 254])).toBe(true);
  });

  test("takes orientation from eXIf before and behind the picture data, the first one", () => {
    expect(probePng(png(ihdr(), orientation(3), idat, orientation(6))).orientation).toBe(3);
    expect(probePng(png(ihdr(), idat, orientation(6), chunk("IEND"))).orientation).toBe(6);
  });

  test("an animation has the frames that it announces and that are there", () => {
    const frames = [fctl(), idat, fctl(), chunk("fdAT", [0])];
    expect(probePng(png(ihdr(), actl(2), ...frames))).toMatchObject({ frames: 2, alpha: false });
    expect(probePng(png(ihdr(), actl(1_000_000), ...frames)).frames).toBe(2);
    expect(probePng(png(ihdr(), actl(1), ...frames)).frames).toBe(1);
  });

  test("an announcement that is void or behind the picture data makes no animation", () => {
    expect(probePng(png(ihdr(), actl(0), fctl(), idat, fctl())).frames).toBe(1);
    expect(probePng(png(ihdr(), idat, actl(2), fctl(), fctl())).frames).toBe(1);
    expect(probePng(png(ihdr(), fctl({ width: 9 }), idat, fctl())).frames).toBe(1);
  });

  test("an animation is transparent where a cleared frame is not covered by the next", () => {
    const animation = (next: Uint8Array): boolean =>
      probePng(png(ihdr(), actl(2), fctl({ dispose: 1 }), idat, next, chunk("fdAT", [0]))).alpha;
    expect(animation(fctl())).toBe(false);
    expect(animation(fctl({ width: 3 }))).toBe(true);
  });

  test.each([
    ["wider than the canvas", { width: 5 }],
    ["beside the canvas", { left: 1 }],
    ["below the canvas", { height: 2, top: 3 }],
    ["empty", { width: 0 }],
  ])("refuses a frame that is %s", (_, frame) => {
    expect(() => probePng(png(ihdr(), actl(2), fctl(), idat, fctl(frame)))).toThrow(
      expect.objectContaining({ code: "image_corrupt" }),
    );
  });
});
