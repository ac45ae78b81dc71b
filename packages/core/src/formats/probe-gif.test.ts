import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { probeGif } from "./probe-gif.ts";

function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

const u16 = (value: number): number[] => [value & 255, value >> 8];

function gif(width: number, height: number, ...blocks: readonly (readonly number[])[]): Uint8Array {
  const header = [
    0x47,
    0x49,
    0x46,
    0x38,
    0x39,
    0x61,
    ...u16(width),
    ...u16(height),
    0x80,
    0,
    0,
    0,
    0,
    0,
    9,
    9,
    9,
  ];
  return Uint8Array.from([...header, ...blocks.flat()]);
}

function image({ left = 0, top = 0, width = 8, height = 8, packed = 0 } = {}): number[] {
  const table = packed & 0x80 ? Array.from({ length: 3 * (2 << (packed & 7)) }, () => 0x2c) : [];
  return [
    0x2c,
    ...u16(left),
    ...u16(top),
    ...u16(width),
    ...u16(height),
    packed,
    ...table,
    2,
    3,
    0x2c,
    0x2c,
    0x3b,
    0,
  ];
}

const control = (packed: number): number[] => [0x21, 0xf9, 4, packed, 1, 0, 0, 0];
const TRANSPARENT = 1;
const CLEARED = 2 << 2;
const TRAILER = [0x3b];

describe("probeGif on real files", () => {
  test.each([
    ["gif/static.gif", { width: 128, height: 128, frames: 1, alpha: false, progressive: false }],
    ["gif/static-interlaced.gif", { width: 540, height: 330, frames: 1, progressive: true }],
    ["gif/transparent.gif", { width: 200, height: 150, frames: 1, alpha: true }],
    ["gif/animated-30.gif", { width: 80, height: 80, frames: 30, alpha: true }],
    ["gif/animated-loop-3.gif", { width: 370, height: 285, frames: 10 }],
    ["gif/dispose-previous.gif", { width: 100, height: 100, frames: 5 }],
    ["gif/first-frame-transparency.gif", { width: 75, height: 50, frames: 1, alpha: true }],
    ["gif/large-canvas-partial-frames.gif", { width: 1000, height: 1000, frames: 2 }],
    ["gif/1024-frames-1x1.gif", { width: 1, height: 1, frames: 1024 }],
    ["hostile/bomb-10000-frames-2000x2000.gif", { width: 2000, height: 2000, frames: 10_000 }],
  ])("reads %s", (path, facts) => {
    const expected = { format: "gif", bitDepth: 8, components: 3, icc: false, orientation: 1, scans: 1 };
    expect(probeGif(fixture(path))).toMatchObject({ ...expected, ...facts });
  });

  test("refuses the frame of 65,535 pixels on a screen of 32", () => {
    expect(() => probeGif(fixture("hostile/bomb-frame-larger-than-screen.gif"))).toThrow(
      expect.objectContaining({ code: "image_corrupt" }),
    );
  });
});

describe("probeGif", () => {
  test("counts frames up to the trailer", () => {
    expect(probeGif(gif(8, 8, image(), image(), TRAILER, image())).frames).toBe(2);
  });

  test("takes a byte that begins no block for the trailer", () => {
    expect(probeGif(gif(8, 8, image(), image(), [0], image())).frames).toBe(2);
  });

  test("passes over local colour tables and extensions that look like frames", () => {
    const comment = [0x21, 0xfe, 4, 0x2c, 0x2c, 0x2c, 0x2c, 0];
    expect(
      probeGif(gif(8, 8, comment, image({ packed: 0x87 }), comment, image({ packed: 0x80 }), TRAILER)).frames,
    ).toBe(2);
  });

  test("of a file that is cut short, the frames count whose descriptor is whole", () => {
    const whole = gif(8, 8, image(), image());
    const second = whole.length - image().length;
    expect(probeGif(whole.subarray(0, second + 9)).frames).toBe(1);
    expect(probeGif(whole.subarray(0, second + 10)).frames).toBe(2);
    expect(() => probeGif(whole.subarray(0, second - image().length + 9))).toThrow(
      expect.objectContaining({ code: "image_corrupt" }),
    );
  });

  test("a transparent index makes the picture transparent, for the next frame only", () => {
    expect(probeGif(gif(8, 8, control(0), image(), TRAILER)).alpha).toBe(false);
    expect(probeGif(gif(8, 8, image(), control(TRANSPARENT), image(), TRAILER)).alpha).toBe(true);
    expect(probeGif(gif(8, 8, image(), control(TRANSPARENT), TRAILER)).alpha).toBe(false);
    const empty = [0x21, 0xf9, 0];
    expect(probeGif(gif(8, 8, control(TRANSPARENT), empty, image(), TRAILER)).alpha).toBe(true);
    expect(probeGif(gif(8, 8, [0x21, 0xf9, 0, 0x21, 0xfe, 1, 1, 0], image(), TRAILER)).alpha).toBe(false);
  });

  test("a first frame that leaves some of the screen makes the picture transparent", () => {
    expect(probeGif(gif(8, 8, image({ left: 1, width: 7 }), image())).alpha).toBe(true);
    expect(probeGif(gif(8, 8, image(), image({ left: 1, width: 7 }))).alpha).toBe(false);
  });

  test("a cleared frame makes the picture transparent where the next does not cover it", () => {
    const cleared = [...control(CLEARED), ...image({ width: 4, height: 4 })];
    expect(probeGif(gif(8, 8, image(), cleared, image({ width: 5, height: 5 }))).alpha).toBe(false);
    expect(probeGif(gif(8, 8, image(), cleared, image({ width: 3, height: 5 }))).alpha).toBe(true);
    expect(probeGif(gif(8, 8, image(), cleared)).alpha).toBe(false);
  });

  test("accepts a frame that lies partly beside the screen", () => {
    expect(probeGif(gif(8, 8, image({ left: 4, top: 4 }), TRAILER))).toMatchObject({
      width: 8,
      height: 8,
      alpha: true,
    });
  });

  test.each([
    ["a screen of width 0", gif(0, 8, image())],
    ["a screen of height 0", gif(8, 0, image())],
    ["no frame", gif(8, 8, TRAILER)],
    ["nothing but a signature", gif(8, 8).subarray(0, 6)],
    ["a frame wider than the screen", gif(8, 8, image({ width: 9 }))],
    ["a later frame higher than the screen", gif(8, 8, image(), image({ height: 9 }))],
  ])("refuses %s as corrupt", (_, bytes) => {
    expect(() => probeGif(bytes)).toThrow(expect.objectContaining({ code: "image_corrupt" }));
  });
});
