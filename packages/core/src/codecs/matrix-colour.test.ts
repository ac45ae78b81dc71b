import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  gammaCurve,
  iccProfile,
  parametricCurve,
  sameCurves,
  sampledCurve,
  SRGB_COLORANTS,
  SRGB_CURVE,
  xyz,
} from "../../../../test/harness/icc-profile.ts";
import { readIccProfile } from "../colour/icc-profile.ts";
import type { Format } from "../formats/table.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { inspect } from "../pipeline/inspect.ts";
import { lcmsColour } from "./colour.ts";
import type { ColourInstance, Raster } from "./contract.ts";
import { jpegDecoder, jpegTranscoder, matrixColour } from "./pixels.ts";
import sharp from "sharp";

let matrix: ColourInstance;
let lcms: ColourInstance;
beforeAll(async () => {
  matrix = await matrixColour().open();
  lcms = await lcmsColour().open();
});

const PROPHOTO = {
  rXYZ: xyz(0.79767, 0.28804, 0),
  gXYZ: xyz(0.13519, 0.71188, 0),
  bXYZ: xyz(0.03134, 0.00009, 0.82491),
};
const ADOBE = {
  rXYZ: xyz(0.60974, 0.31111, 0.01947),
  gXYZ: xyz(0.20528, 0.62567, 0.06087),
  bXYZ: xyz(0.14919, 0.06322, 0.74457),
};

/** Some 100,000 colours, in no order, all levels among them, and every alpha. */
function colours(): Raster {
  const data = new Uint8Array(4 * 100_000);
  let state = 1;
  for (const at of data.keys()) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[at] = state >>> 24;
  }
  return { width: 1000, height: 100, data, opaque: false };
}

/** How far apart the matrix and Little CMS are. */
function apart(profile: Uint8Array): { readonly most: number; readonly differing: number } {
  const ours = matrix.toSrgb(colours(), profile).data;
  const theirs = lcms.toSrgb(colours(), profile).data;
  let [most, differing] = [0, 0];
  for (const [at, sample] of ours.entries()) {
    const difference = Math.abs(sample - theirs[at]!);
    most = Math.max(most, difference);
    if (difference > 0) differing++;
  }
  return { most, differing: differing / ours.length };
}

describe("colours become what Little CMS makes of them, to a level, and nearly all of them exactly", () => {
  test.each<[string, Format]>([
    ["photos/adobe-rgb-600.jpg", "jpeg"],
    ["photos/display-p3-gain-map-phone.jpg", "jpeg"],
    ["photos/12mp-iphone-city.jpg", "jpeg"],
    ["png/display-p3.png", "png"],
  ])("with the profile of %s", async (path, format) => {
    const profile = await readIccProfile(await fixture(path), format);
    const { most, differing } = apart(profile ?? new Uint8Array());
    expect(most).toBeLessThanOrEqual(1);
    expect(differing).toBeLessThan(0.02);
  });

  test.each<[string, Uint8Array]>([
    ["ProPhoto", iccProfile({ tags: { ...PROPHOTO, ...sameCurves(gammaCurve(1.8)) } })],
    ["Adobe RGB", iccProfile({ tags: { ...ADOBE, ...sameCurves(gammaCurve(2.19921875)) } })],
    ["linear light", iccProfile({ tags: { ...SRGB_COLORANTS, ...sameCurves(sampledCurve(2, (v) => v)) } })],
    ["few samples", iccProfile({ tags: { ...ADOBE, ...sameCurves(sampledCurve(17, (v) => v ** 2)) } })],
    ["a plain power", iccProfile({ tags: { ...ADOBE, ...sameCurves(parametricCurve(0, [2.2])) } })],
    [
      "a shifted power",
      iccProfile({ tags: { ...ADOBE, ...sameCurves(parametricCurve(1, [2, 1.1, -0.1])) } }),
    ],
    [
      "a raised power",
      iccProfile({ tags: { ...ADOBE, ...sameCurves(parametricCurve(2, [2, 1, 0.1, -0.01])) } }),
    ],
    [
      "seven parameters",
      iccProfile({
        tags: { ...ADOBE, ...sameCurves(parametricCurve(4, [2.2, 0.9, 0.09, 0.3, 0.05, 0.01, 0])) },
      }),
    ],
    [
      "three curves",
      iccProfile({ tags: { ...ADOBE, rTRC: gammaCurve(1.8), gTRC: SRGB_CURVE, bTRC: gammaCurve(2.4) } }),
    ],
  ])("with %s", (_, profile) => {
    const { most, differing } = apart(profile);
    expect(most).toBeLessThanOrEqual(1);
    expect(differing).toBeLessThan(0.02);
  });

  test("and one whose black is lighter than black is left to it", () => {
    const lifted = iccProfile({ tags: { ...ADOBE, ...sameCurves(parametricCurve(2, [2, 0.95, 0, 0.05])) } });
    expect(matrix.toSrgb(colours(), lifted).data).toEqual(colours().data);
  });
});

test("alpha stays as it is", () => {
  const profile = iccProfile({ tags: { ...PROPHOTO, ...sameCurves(gammaCurve(1.8)) } });
  const alpha = (pixels: Uint8Array) => pixels.filter((_, at) => at % 4 === 3);
  expect(alpha(matrix.toSrgb(colours(), profile).data)).toEqual(alpha(colours().data));
});

describe("a JPEG keeps to its planes and is converted between them", () => {
  test.each(["photos/display-p3-gain-map-phone.jpg", "photos/adobe-rgb-600.jpg"])("%s", async (path) => {
    const bytes = await fixture(path);
    const facts = await inspect(bytes, DEFAULT_LIMITS);
    expect(facts.matrixProfile).toBe(true);
    const profile = await readIccProfile(bytes, "jpeg");
    const size = { width: facts.width >> 1, height: facts.height >> 1 };
    const resampling = { crop: { left: 0, top: 0, width: facts.width, height: facts.height }, size };
    const options = { quality: 99, progressive: false, fineChroma: true };
    const transcoder = await jpegTranscoder().open();
    const encoded = transcoder.transcode(bytes, facts, resampling, options, {
      orientation: 1,
      profile,
    });
    expect(transcoder.memoryBytes()).toBeLessThanOrEqual(
      jpegTranscoder().bytesFor(facts, resampling, options, facts),
    );
    const result = await sharp(encoded).ensureAlpha().raw().toBuffer();
    const pixels = (await jpegDecoder().open()).decode(bytes, facts, resampling);
    const error = ({ data }: Raster) =>
      Math.sqrt(result.reduce((sum, sample, at) => sum + (sample - data[at]!) ** 2, 0) / result.length);
    const untouched = error(pixels);
    const converted = error(lcms.toSrgb(pixels, profile));
    expect(converted).toBeLessThan(1.2);
    expect(untouched).toBeGreaterThan(1.7 * converted);
  });
});

test("a profile whose numbers make no sense is not one of a matrix, and none is a reason to fail", async () => {
  const good = iccProfile({ tags: { ...ADOBE, ...sameCurves(sampledCurve(9, (v) => v)) } });
  const flips = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(flips, (changes) => {
      const profile = good.slice();
      for (const [at, value] of changes) profile[at] = value;
      expect(
        matrix.toSrgb({ width: 1, height: 1, data: Uint8Array.of(9, 99, 199, 5), opaque: false }, profile)
          .data,
      ).toHaveLength(4);
    }),
    { numRuns: 500 },
  );
  const huge = iccProfile({
    tags: { ...ADOBE, ...sameCurves(parametricCurve(4, [1, 30_000, 0, 0, 0, 0, 0])) },
  });
  expect(matrix.toSrgb(colours(), huge).data).toEqual(colours().data);
});

async function fixture(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}
