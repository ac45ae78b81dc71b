import { describe, expect, test } from "vitest";
import type { Codec } from "../codecs/contract.ts";
import type { ImageFacts } from "../formats/facts.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { createCodecSet } from "./codec-set.ts";
import { plan } from "./plan.ts";
import type { PlanRequest } from "./request.ts";
import { describePlan } from "./step.ts";

const MEGABYTE = 1_000_000;
const open = (): never => {
  throw new Error("A plan must not open a codec.");
};
const build = { name: "fake", version: "1" };
const decoder = (format: "jpeg" | "png" | "webp", bytes = 0): Codec => {
  return { does: "decode", format, cmyk: false, shrinks: false, build, open, bytesFor: () => bytes };
};
const encoder = (format: "jpeg" | "png" | "webp", bytes = 0): Codec => {
  return { does: "encode", format, build, open, bytesFor: () => bytes };
};
const CODECS = createCodecSet([
  decoder("jpeg", 5 * MEGABYTE),
  decoder("png"),
  encoder("jpeg"),
  encoder("png"),
  encoder("webp", 90 * MEGABYTE),
  { does: "resize", build, open, bytesFor: (from, to) => from.width * from.height + to.width * to.height },
  { does: "colour", profiles: "any", build, open, bytesFor: () => 0 },
]);

const PHOTO: ImageFacts = {
  format: "jpeg",
  width: 4000,
  height: 3000,
  orientation: 1,
  frames: 1,
  alpha: false,
  bitDepth: 8,
  components: 3,
  icc: false,
  progressive: false,
  scans: 1,
};
const LOGO: ImageFacts = { ...PHOTO, format: "png", width: 300, height: 200, alpha: true };

function recipe(facts: ImageFacts, request: PlanRequest): string {
  return describePlan(plan(facts, request, CODECS, DEFAULT_LIMITS));
}

describe("a plan", () => {
  test.each<[string, ImageFacts, PlanRequest, string]>([
    [
      "a photo is resized and encoded",
      PHOTO,
      { options: { width: 800, quality: 70 }, format: "webp" },
      "decode jpeg → resize 800×600 → encode webp q70",
    ],
    [
      "what is small enough is not resized",
      PHOTO,
      { options: { width: 5000 }, format: "jpeg", baseline: true },
      "decode jpeg → encode jpeg q85",
    ],
    [
      "a turned photo is cropped and resized as it lies, and turned when it is small",
      { ...PHOTO, orientation: 6, icc: true },
      { options: { width: 300, height: 300, fit: "cover", gravity: { x: 0, y: 0 } }, format: "webp" },
      "decode jpeg → crop 3000×3000 at 0,0 → resize 300×300 → convert to sRGB → orient 6 → encode webp q85",
    ],
    [
      "transparency becomes white where the format has none",
      LOGO,
      { options: {}, format: "jpeg" },
      "decode png → flatten on #ffffffff → encode progressive jpeg q85",
    ],
    [
      "transparency stays where the format has it",
      LOGO,
      { options: {}, format: "webp" },
      "decode png → encode webp q85",
    ],
    [
      "a background is laid under it",
      LOGO,
      { options: { background: { r: 255, g: 0, b: 0, a: 255 } }, format: "webp" },
      "decode png → flatten on #ff0000ff → encode webp q85",
    ],
    [
      "a translucent background leaves nothing transparent in a JPEG",
      LOGO,
      { options: { background: { r: 255, g: 0, b: 0, a: 128 } }, format: "jpeg" },
      "decode png → flatten on #ff000080 → flatten on #ffffffff → encode progressive jpeg q85",
    ],
    [
      "padding is white unless a background is given",
      PHOTO,
      { options: { width: 400, height: 400, fit: "pad" }, format: "jpeg" },
      "decode jpeg → resize 400×300 → pad to 400×400 with #ffffffff → encode progressive jpeg q85",
    ],
    [
      "an animation is passed through as it is",
      { ...LOGO, format: "gif", frames: 5 },
      { options: { width: 10 }, format: "gif", passThrough: true },
      "pass gif through without metadata",
    ],
    [
      "an SVG is sanitised whatever is asked",
      { ...LOGO, format: "svg" },
      { options: { width: 10 }, format: "svg" },
      "sanitise svg",
    ],
  ])("%s", (_name, facts, request, expected) => {
    expect(recipe(facts, request)).toBe(expected);
  });

  test.each([
    [{ width: 49, height: 49 }, "jpeg"],
    [{ width: 50, height: 50 }, "progressive jpeg"],
    [{ width: 3000, height: 3000 }, "progressive jpeg"],
    [{ width: 3001, height: 3001 }, "jpeg"],
  ])("a JPEG of %o is %s, as Cloudflare's are", (size, expected) => {
    expect(recipe({ ...PHOTO, ...size }, { options: {}, format: "jpeg" })).toBe(
      `decode jpeg → encode ${expected} q85`,
    );
  });

  test("keeps colour edges for graphics, not for photos", () => {
    const last = (facts: ImageFacts) =>
      plan(facts, { options: {}, format: "webp" }, CODECS, DEFAULT_LIMITS).steps.at(-1);
    expect(last(LOGO)).toMatchObject({ fineChroma: true });
    expect(last(PHOTO)).toMatchObject({ fineChroma: false });
  });

  describe("with a codec that shrinks and one that transcodes", () => {
    const shrinking: Codec = {
      ...decoder("jpeg"),
      does: "decode",
      format: "jpeg",
      cmyk: true,
      shrinks: true,
      build,
      open,
      bytesFor: () => 0,
    };
    const transcoder: Codec = {
      does: "transcode",
      from: "jpeg",
      to: "jpeg",
      build,
      open,
      bytesFor: () => 7 * MEGABYTE,
    };
    const fused = createCodecSet([
      shrinking,
      transcoder,
      encoder("jpeg"),
      encoder("webp"),
      { does: "colour", profiles: "any", build, open, bytesFor: () => 0 },
    ]);
    const made = (facts: ImageFacts, request: PlanRequest) => plan(facts, request, fused, DEFAULT_LIMITS);

    test.each<[string, Partial<ImageFacts>, PlanRequest, string]>([
      [
        "JPEG to JPEG is one step",
        {},
        { options: { width: 800 }, format: "jpeg" },
        "transcode jpeg 4000×3000 at 0,0 to 800×600 → progressive jpeg q85",
      ],
      [
        "to another format the picture is decoded to size",
        {},
        { options: { width: 800 }, format: "webp" },
        "decode jpeg 4000×3000 at 0,0 to 800×600 → encode webp q85",
      ],
      [
        "what has to be turned is decoded to size and turned when it is small",
        { orientation: 3 },
        { options: { width: 800 }, format: "webp" },
        "decode jpeg 4000×3000 at 0,0 to 800×600 → orient 3 → encode webp q85",
      ],
      [
        "a JPEG of a phone that becomes a JPEG is converted and turned in that one step",
        { orientation: 6, icc: true, matrixProfile: true },
        { options: { width: 300 }, format: "jpeg" },
        "transcode jpeg 4000×3000 at 0,0 to 400×300 → convert to sRGB → orient 6 → progressive jpeg q85",
      ],
      [
        "a profile of curves and a matrix is applied on the way",
        { icc: true, matrixProfile: true },
        { options: { width: 800 }, format: "jpeg" },
        "transcode jpeg 4000×3000 at 0,0 to 800×600 → convert to sRGB → progressive jpeg q85",
      ],
      [
        "any other profile is not",
        { icc: true },
        { options: { width: 800 }, format: "jpeg" },
        "decode jpeg 4000×3000 at 0,0 to 800×600 → convert to sRGB → encode progressive jpeg q85",
      ],
      [
        "inks become colours before anything else happens to them",
        { components: 4, orientation: 6 },
        { options: { width: 300 }, format: "webp" },
        "decode jpeg 4000×3000 at 0,0 to 400×300 → convert to sRGB → orient 6 → encode webp q85",
      ],
    ])("%s", (_name, facts, request, expected) => {
      expect(describePlan(made({ ...PHOTO, ...facts }, request))).toBe(expected);
    });

    test("what is decoded to size takes the memory of the small picture", () => {
      expect(made(PHOTO, { options: { width: 800 }, format: "webp" }).predictedBytes).toBe(4 * 800 * 600);
      expect(made(PHOTO, { options: { width: 800 }, format: "jpeg" }).predictedBytes).toBe(7 * MEGABYTE);
    });
  });

  test("predicts the peak of its steps: source, rasters alive, and what the codec of the step needs", () => {
    const predicted = (format: "jpeg" | "webp", sourceBytes: number): number =>
      plan(PHOTO, { options: { width: 400 }, format }, CODECS, DEFAULT_LIMITS, sourceBytes).predictedBytes;
    // Resizing: 12 MP and 0.12 MP of four bytes, and a byte for each of their pixels.
    expect(predicted("jpeg", 0)).toBe(5 * (12 * MEGABYTE + 120_000));
    expect(predicted("jpeg", 777)).toBe(predicted("jpeg", 0) + 777);
    // Encoding WebP: 90 MB and a small raster.
    expect(predicted("webp", 0)).toBe(90 * MEGABYTE + 4 * 120_000);
  });

  test("refuses what no codec takes, before anything is read", () => {
    expect(() => recipe({ ...PHOTO, components: 4 }, { options: {}, format: "jpeg" })).toThrow(/CMYK/);
    expect(() => recipe({ ...PHOTO, format: "webp" }, { options: {}, format: "jpeg" })).toThrow(
      expect.objectContaining({ code: "codec_missing" }),
    );
  });

  test("refuses an output that passes the limits", () => {
    const request: PlanRequest = { options: { width: 12_001, fit: "contain" }, format: "jpeg" };
    expect(() => recipe(PHOTO, request)).toThrow(expect.objectContaining({ code: "output_too_large" }));
  });
});
