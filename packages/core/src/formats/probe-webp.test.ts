import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { probeWebp } from "./probe-webp.ts";
import { riffChunk } from "./riff-chunks.ts";

function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

const u24 = (value: number): number[] => [value & 255, (value >> 8) & 255, value >> 16];
const bytesOf = (...parts: readonly number[]): Uint8Array => Uint8Array.from(parts);

function webp(...chunks: readonly Uint8Array[]): Uint8Array {
  return riffChunk("RIFF", [new TextEncoder().encode("WEBP"), ...chunks]);
}

function lossy(width: number, height: number, tag = 0x10): Uint8Array {
  const size = [width & 255, width >> 8, height & 255, height >> 8];
  return riffChunk("VP8 ", [bytesOf(...u24(tag), 0x9d, 1, 0x2a, ...size, 0, 0)]);
}

function lossless(
  width: number,
  height: number,
  { alpha = false, version = 0, signature = 0x2f } = {},
): Uint8Array {
  const bits = (width - 1) | ((height - 1) << 14) | (Number(alpha) << 28) | (version << 29);
  return riffChunk("VP8L", [
    bytesOf(signature, bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, bits >>> 24, 0),
  ]);
}

function extended(flags: number, width: number, height: number): Uint8Array {
  return riffChunk("VP8X", [bytesOf(flags, 0, 0, 0, ...u24(width - 1), ...u24(height - 1))]);
}

interface Frame {
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
  readonly flags?: number;
}

function frame(
  { left = 0, top = 0, width = 8, height = 8, flags = 0 }: Frame,
  ...chunks: readonly Uint8Array[]
): Uint8Array {
  const header = bytesOf(
    ...u24(left / 2),
    ...u24(top / 2),
    ...u24(width - 1),
    ...u24(height - 1),
    ...u24(100),
    flags,
  );
  return riffChunk("ANMF", [header, ...chunks]);
}

const ANIMATION = 0x02;
const anim = riffChunk("ANIM", [new Uint8Array(6)]);
const alph = riffChunk("ALPH", [bytesOf(0, 1, 2)]);
const exif = riffChunk("EXIF", [
  bytesOf(0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 18, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0),
]);

function animation(flags: number, ...frames: readonly Uint8Array[]): Uint8Array {
  return webp(extended(flags, 8, 8), anim, ...frames);
}

describe("probeWebp on real files", () => {
  test.each([
    ["webp/lossy-photo.webp", { width: 2558, height: 1348, alpha: false }],
    ["webp/icc-exif.webp", { width: 300, height: 225, icc: true }],
    ["webp/animated-alpha-9.webp", { width: 80, height: 80, frames: 9, alpha: true }],
    ["webp/animated-loop-3.webp", { width: 370, height: 285, frames: 10 }],
    ["webp/animated-says-rgba-frames-rgb.webp", { width: 265, height: 199, frames: 11 }],
    ["webp/animated-97-frames.webp", { width: 13, height: 169, frames: 97 }],
    ["orientation/orientation-6.webp", { width: 128, height: 128, orientation: 6 }],
    ["hostile/bomb-16383x16383.webp", { width: 16383, height: 16383, alpha: false }],
  ])("reads %s", (path, facts) => {
    const expected = {
      format: "webp",
      frames: 1,
      bitDepth: 8,
      components: 3,
      icc: false,
      orientation: 1,
      scans: 1,
    };
    expect(probeWebp(fixture(path))).toMatchObject({ ...expected, ...facts });
  });

  test.each(["hostile/fuzz-afl.webp", "hostile/truncated-lossy.webp"])("refuses %s as corrupt", (path) => {
    expect(() => probeWebp(fixture(path))).toThrow(expect.objectContaining({ code: "image_corrupt" }));
  });
});

describe("probeWebp", () => {
  test("reads the size of a lossy picture without its scaling bits", () => {
    expect(probeWebp(webp(lossy(16_383 | 0x4000, 7 | 0xc000)))).toMatchObject({ width: 16_383, height: 7 });
  });

  test("reads size and alpha of a lossless picture", () => {
    expect(probeWebp(webp(lossless(16_384, 1)))).toMatchObject({ width: 16_384, height: 1, alpha: false });
    expect(probeWebp(webp(lossless(3, 16_384, { alpha: true })))).toMatchObject({
      height: 16_384,
      alpha: true,
    });
  });

  test("reads alpha, profile and orientation of an extended still picture", () => {
    const profile = riffChunk("ICCP", [bytesOf(1)]);
    expect(probeWebp(webp(extended(0x38, 8, 8), profile, alph, lossy(8, 8), exif))).toMatchObject({
      width: 8,
      height: 8,
      alpha: true,
      icc: true,
      orientation: 6,
      frames: 1,
    });
  });

  test("the alpha of an animation is that of its frames, whatever the header says", () => {
    expect(probeWebp(animation(0x12, frame({}, lossy(8, 8)))).alpha).toBe(false);
    expect(probeWebp(animation(ANIMATION, frame({}, alph, lossy(8, 8)))).alpha).toBe(true);
    expect(probeWebp(animation(ANIMATION, frame({}, lossless(8, 8, { alpha: true })))).alpha).toBe(true);
    expect(probeWebp(animation(ANIMATION, frame({ width: 6 }, lossy(6, 8)))).alpha).toBe(true);
    const small = frame({ left: 2, width: 2, flags: 1 }, lossy(2, 8));
    expect(probeWebp(animation(ANIMATION, frame({}, lossy(8, 8)), small, frame({}, lossy(8, 8)))).alpha).toBe(
      false,
    );
    expect(probeWebp(animation(ANIMATION, frame({}, lossy(8, 8)), small, small)).alpha).toBe(false);
    expect(
      probeWebp(animation(ANIMATION, frame({}, lossy(8, 8)), small, frame({ width: 2 }, lossy(2, 8)))).alpha,
    ).toBe(true);
  });

  test("passes over unknown chunks, odd sizes and what follows the end", () => {
    const odd = riffChunk("ODD!", [bytesOf(1, 2, 3)]);
    const file = webp(extended(0, 8, 8), odd, lossy(8, 8));
    expect(probeWebp(Uint8Array.from([...file, ...webp(lossy(1, 1))]))).toMatchObject({
      width: 8,
      height: 8,
    });
  });

  test.each([
    ["no chunk", webp()],
    ["an unknown first chunk", webp(exif, lossy(8, 8))],
    ["a file that is cut short", webp(lossy(8, 8)).subarray(0, -1)],
    ["an interframe", webp(lossy(8, 8, 0x11))],
    ["a frame that is not shown", webp(lossy(8, 8, 0))],
    ["a first partition longer than the picture", webp(lossy(8, 8, 0x10 | (12 << 5)))],
    ["version 4", webp(lossy(8, 8, 0x18))],
    ["a width of 0", webp(lossy(0x4000, 8))],
    ["a lossless picture without its signature", webp(lossless(8, 8, { signature: 0x2e }))],
    ["an extended file without a picture", webp(extended(0, 8, 8), exif)],
    ["a picture that is not of the canvas's size", webp(extended(0, 8, 8), lossy(8, 7))],
    ["an animation without frames", webp(extended(ANIMATION, 8, 8), anim, lossy(8, 8))],
    ["a frame without a picture", webp(extended(ANIMATION, 8, 8), anim, frame({}))],
    ["a frame with a larger picture", webp(extended(ANIMATION, 8, 8), anim, frame({}, lossy(9, 8)))],
    ["a frame beside the canvas", webp(extended(ANIMATION, 8, 8), anim, frame({ left: 2 }, lossy(8, 8)))],
    [
      "a frame larger than the canvas",
      webp(extended(ANIMATION, 8, 8), anim, frame({ height: 9 }, lossy(8, 9))),
    ],
    ["a frame without its header", webp(extended(ANIMATION, 8, 8), riffChunk("ANMF", [new Uint8Array(15)]))],
  ])("refuses %s as corrupt", (_, bytes) => {
    expect(() => probeWebp(bytes)).toThrow(expect.objectContaining({ code: "image_corrupt" }));
  });

  test("refuses a lossless picture of a later version as unsupported", () => {
    expect(() => probeWebp(webp(lossless(8, 8, { version: 1 })))).toThrow(
      expect.objectContaining({ code: "image_unsupported" }),
    );
  });
});
