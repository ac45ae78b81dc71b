import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../limits.ts";
import type { ImageFacts } from "./facts.ts";
import { checkLimits, probe } from "./probe.ts";

function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

describe("probe", () => {
  test.each([
    ["hostile/empty.jpg", "image_unrecognised"],
    ["hostile/html-named.jpg", "image_unrecognised"],
    ["hostile/mvg-named.jpg", "image_unrecognised"],
    ["hostile/unsupported.jxl", "image_unrecognised"],
    ["png/xs1n0g01.png", "image_unrecognised"],
    ["hostile/corrupt-header.jpg", "image_corrupt"],
    ["hostile/fuzz-afl.webp", "image_corrupt"],
    ["hostile/bomb-frame-larger-than-screen.gif", "image_corrupt"],
    ["png/xdtn0g01.png", "image_corrupt"],
    ["hostile/apple-cgbi.png", "image_unsupported"],
    ["hostile/12bit.jpg", "image_unsupported"],
    ["hostile/fuzz-193x31423.jpg", "image_too_large"],
    ["hostile/bomb-16384x16384.png", "image_too_large"],
    ["hostile/bomb-16383x16383.webp", "image_too_large"],
    ["hostile/bomb-17000x17000.avif", "image_too_large"],
    ["hostile/bomb-huge-size.svg", "image_too_large"],
    ["hostile/bomb-10000-frames-2000x2000.gif", "image_too_large"],
    ["hostile/bomb-4000-progressive-scans.jpg", "image_too_large"],
  ])("refuses %s as %s, in a sentence", (path, code) => {
    expect(() => probe(fixture(path))).toThrow(
      expect.objectContaining({ name: "DarkroomError", code, message: expect.stringMatching(/^[A-Z].+\.$/) }),
    );
  });

  test.each([
    ["orientation/portrait_8.jpg", { format: "jpeg", width: 600, height: 400, orientation: 8 }],
    ["hostile/png-named.jpg", { format: "png", width: 100, height: 100 }],
    ["webp/animated-97-frames.webp", { format: "webp", frames: 97 }],
    ["gif/1024-frames-1x1.gif", { format: "gif", frames: 1024 }],
    ["avif/photo-8bit-420.avif", { format: "avif", width: 768, height: 512 }],
    ["svg/simple-shapes.svg", { format: "svg", width: 100, height: 100 }],
    ["heic/rgb-8bit-123x456.heic", { format: "heic", width: 123, height: 456 }],
  ])("reads %s", (path, facts) => {
    expect(probe(fixture(path))).toMatchObject(facts);
  });

  test("holds an image against the limits that it is given", () => {
    const photo = fixture("orientation/landscape_1.jpg");
    expect(probe(photo, { ...DEFAULT_LIMITS, sourceSide: 600, sourceArea: 240_000 })).toMatchObject({
      width: 600,
    });
    expect(() => probe(photo, { ...DEFAULT_LIMITS, sourceSide: 599 })).toThrow(
      expect.objectContaining({ code: "image_too_large" }),
    );
  });
});

describe("checkLimits", () => {
  const still: ImageFacts = {
    format: "gif",
    width: 100,
    height: 50,
    orientation: 1,
    frames: 1,
    alpha: false,
    bitDepth: 8,
    components: 3,
    icc: false,
    progressive: false,
    scans: 1,
  };
  const limits = {
    ...DEFAULT_LIMITS,
    sourceSide: 100,
    sourceArea: 5000,
    animationArea: 20_000,
    jpegScans: 5,
  };

  test.each([
    ["the limits themselves", {}],
    ["an animation at the limit", { frames: 4 }],
    ["a still picture above the animation's limit alone", { frames: 1 }],
    ["scans at the limit", { scans: 5 }],
  ])("accepts %s", (_, changes) => {
    expect(() => checkLimits({ ...still, ...changes }, limits)).not.toThrow();
  });

  test.each([
    ["a width above the side", { width: 101, height: 1 }],
    ["a height above the side", { width: 1, height: 101 }],
    ["an area above the limit", { width: 100, height: 51 }],
    ["frames whose areas sum up above the limit", { frames: 5 }],
    ["more scans than the limit", { scans: 6 }],
  ])("refuses %s", (_, changes) => {
    expect(() => checkLimits({ ...still, ...changes }, limits)).toThrow(
      expect.objectContaining({ code: "image_too_large" }),
    );
  });

  test("counts one frame as a still picture", () => {
    expect(() => checkLimits(still, { ...limits, animationArea: 1 })).not.toThrow();
  });
});
