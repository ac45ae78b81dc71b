import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  gammaCurve,
  iccProfile,
  parametricCurve,
  sameCurves,
  sampledCurve,
  SRGB_COLORANTS,
  SRGB_CURVE,
  SRGB_TAGS,
  xyz,
} from "../../../../test/harness/icc-profile.ts";
import { lcmsColour } from "../codecs/colour.ts";
import type { Format } from "../formats/table.ts";
import { readIccProfile } from "./icc-profile.ts";
import { isSrgb } from "./srgb.ts";

async function profileOf(path: string, format: Format): Promise<Uint8Array> {
  const bytes = await readFile(new URL(`../../../../test/fixtures/${path}`, import.meta.url));
  const profile = await readIccProfile(bytes, format);
  if (profile === undefined) throw new Error(`${path} has no profile`);
  return profile;
}

const srgbLight = (value: number) => (value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92);

/** Numbers at most six steps of the format away. */
const near = (value: number) => fc.integer({ min: -6, max: 6 }).map((steps) => value + steps / 65_536);

/** Every combination of 12 levels, the darkest among them. */
function cubeOfColours(): Uint8Array<ArrayBuffer> {
  const levels = [0, 1, 2, 5, 11, 30, 66, 110, 150, 200, 254, 255];
  return Uint8Array.from(levels.flatMap((r) => levels.flatMap((g) => levels.flatMap((b) => [r, g, b, 255]))));
}

describe("a profile is sRGB", () => {
  test.each<[string, string, Format]>([
    ["the profile of a phone and of Photoshop", "webp/icc-exif.webp", "webp"],
    ["sRGB2014", "hostile/12bit.jpg", "jpeg"],
  ])("when it is %s", async (_, path, format) => {
    expect(isSrgb(await profileOf(path, format))).toBe(true);
  });

  test("when it has sRGB's numbers and no name", () => {
    expect(isSrgb(iccProfile({ tags: SRGB_TAGS }))).toBe(true);
  });

  test("when its curves are written as samples, or with the two parameters that sRGB has as 0", () => {
    const sampled = sameCurves(sampledCurve(1024, srgbLight));
    const seven = sameCurves(parametricCurve(4, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0, 0]));
    expect(isSrgb(iccProfile({ tags: { ...SRGB_COLORANTS, ...sampled } }))).toBe(true);
    expect(isSrgb(iccProfile({ tags: { ...SRGB_COLORANTS, ...seven } }))).toBe(true);
  });

  test("when it is grey with sRGB's curve", () => {
    expect(isSrgb(iccProfile({ space: "GRAY", tags: { kTRC: SRGB_CURVE } }))).toBe(true);
  });

  test("only if converting would change no colour by more than rounding", async () => {
    const colour = await lcmsColour().open();
    const profiles = fc
      .tuple(
        fc.tuple(near(0.43607), near(0.22249), near(0.01392)),
        fc.tuple(near(0.38515), near(0.71687), near(0.09708)),
        fc.tuple(near(0.14307), near(0.06061), near(0.7141)),
        fc.tuple(near(2.4), near(1 / 1.055), near(0.055 / 1.055), near(1 / 12.92), near(0.04045)),
      )
      .map(([r, g, b, parameters]) => {
        const curves = sameCurves(parametricCurve(3, parameters));
        return iccProfile({ tags: { rXYZ: xyz(...r), gXYZ: xyz(...g), bXYZ: xyz(...b), ...curves } });
      });
    const original = cubeOfColours();
    let recognised = 0;
    fc.assert(
      fc.property(profiles, (profile) => {
        if (!isSrgb(profile)) return;
        recognised++;
        const data = cubeOfColours();
        colour.toSrgb({ width: data.length / 4, height: 1, data, opaque: true }, profile);
        expect(
          Math.max(...data.map((sample, at) => Math.abs(sample - (original[at] ?? 0)))),
        ).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
    expect(recognised).toBeGreaterThan(20);
  });
});

describe("a profile is not sRGB", () => {
  test.each<[string, string, Format]>([
    ["Display P3 in a JPEG", "photos/display-p3-gain-map-phone.jpg", "jpeg"],
    ["Display P3 in a PNG", "png/display-p3.png", "png"],
    ["Adobe RGB", "photos/adobe-rgb-600.jpg", "jpeg"],
  ])("when it is %s", async (_, path, format) => {
    expect(isSrgb(await profileOf(path, format))).toBe(false);
  });

  test.each<[string, Uint8Array]>([
    ["another curve", iccProfile({ tags: { ...SRGB_COLORANTS, ...sameCurves(gammaCurve(2.2)) } })],
    ["a linear curve", iccProfile({ tags: { ...SRGB_COLORANTS, ...sameCurves(gammaCurve(1)) } })],
    ["one other curve", iccProfile({ tags: { ...SRGB_TAGS, bTRC: gammaCurve(2.2) } })],
    [
      "too few samples",
      iccProfile({ tags: { ...SRGB_COLORANTS, ...sameCurves(sampledCurve(5, srgbLight)) } }),
    ],
    [
      "primaries that changed places",
      iccProfile({ tags: { ...SRGB_TAGS, rXYZ: SRGB_TAGS.bXYZ, bXYZ: SRGB_TAGS.rXYZ } }),
    ],
    ["a primary missing", iccProfile({ tags: { ...SRGB_TAGS, gXYZ: new Uint8Array(0) } })],
    ["a curve missing", iccProfile({ tags: SRGB_COLORANTS })],
    [
      "a table, which goes before its matrix",
      iccProfile({ tags: { ...SRGB_TAGS, A2B0: new Uint8Array(60) } }),
    ],
    ["ink", iccProfile({ space: "CMYK", tags: SRGB_TAGS })],
    ["another grey", iccProfile({ space: "GRAY", tags: { kTRC: gammaCurve(2.2) } })],
  ])("when it has %s", (_, profile) => {
    expect(isSrgb(profile)).toBe(false);
  });

  test("and never a reason to fail, whatever bytes it has", () => {
    const whole = iccProfile({ tags: { ...SRGB_COLORANTS, ...sameCurves(sampledCurve(1024, srgbLight)) } });
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 20 });
    fc.assert(
      fc.property(flips, fc.nat(whole.length), (changes, length) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        expect(isSrgb(bytes.subarray(0, length))).toBeTypeOf("boolean");
        expect(isSrgb(whole.subarray(0, whole.length - 1 - (length % 2000)))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
