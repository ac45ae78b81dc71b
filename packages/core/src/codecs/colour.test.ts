import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import sharp from "sharp";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  gammaCurve,
  iccProfile,
  identityElements,
  sameCurves,
  SRGB_COLORANTS,
} from "../../../../test/harness/icc-profile.ts";
import { readIccProfile } from "../colour/icc-profile.ts";
import type { Lcms } from "../colour/lcms.ts";
import { isDarkroomError } from "../errors.ts";
import type { Format } from "../formats/table.ts";
import { lcmsColour } from "./colour.ts";
import type { Raster } from "./contract.ts";

/** The function of the next instances of Little CMS that traps; none while undefined. */
const fault = vi.hoisted(() => ({ at: undefined as keyof Lcms | undefined }));

function trap(): never {
  throw new WebAssembly.RuntimeError("unreachable");
}

vi.mock(import("../colour/lcms.ts"), async (original) => {
  const actual = await original();
  return {
    ...actual,
    instantiateLcms(module) {
      const lcms = actual.instantiateLcms(module);
      return fault.at === undefined ? lcms : { ...lcms, [fault.at]: trap };
    },
  };
});

afterEach(() => {
  fault.at = undefined;
});

const ADOBE_LIKE = iccProfile({ tags: { ...SRGB_COLORANTS, ...sameCurves(gammaCurve(2.2)) } });
const GREY = iccProfile({ space: "GRAY", tags: { kTRC: gammaCurve(1.8) } });

function rasterOf(data: Uint8Array<ArrayBuffer>): Raster {
  return { data, width: data.length / 4, height: 1, opaque: false };
}

/** Every sample from 0 to 255 in each channel and in alpha, in no order. */
function someColours(pixels = 1024): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: pixels * 4 }, (_, at) => (at * 37 + (at >> 8) * 11) & 255);
}

function everyGrey(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 256 * 4 }, (_, at) => (at % 4 === 3 ? 255 - (at >> 2) : at >> 2));
}

function alphaOf(pixels: Uint8Array): Uint8Array {
  return pixels.filter((_, at) => at % 4 === 3);
}

async function converted(data: Uint8Array<ArrayBuffer>, profile: Uint8Array): Promise<Uint8Array> {
  const colour = await lcmsColour().open();
  return colour.toSrgb(rasterOf(data), profile).data;
}

describe("colours become what sharp makes of them", () => {
  test.each<[string, Format]>([
    ["photos/adobe-rgb-600.jpg", "jpeg"],
    ["photos/display-p3-gain-map-phone.jpg", "jpeg"],
    ["png/display-p3.png", "png"],
  ])("%s", async (path, format) => {
    const file = await readFile(new URL(`../../../../test/fixtures/${path}`, import.meta.url));
    const profile = await readIccProfile(file, format);
    const before = await sharp(file, { ignoreIcc: true }).ensureAlpha().raw().toBuffer();
    const reference = await sharp(file).ensureAlpha().raw().toBuffer();

    const after = await converted(new Uint8Array(before), profile ?? new Uint8Array());
    expect(difference(after, reference).max).toBeLessThanOrEqual(1);
    expect(difference(after, reference).mean).toBeLessThan(0.02);
    expect(difference(before, reference).max).toBeGreaterThan(10);
  });

  test("alpha stays as it is, sample by sample", async () => {
    const after = await converted(someColours(), ADOBE_LIKE);
    expect(alphaOf(after)).toEqual(alphaOf(someColours()));
    expect(after).not.toEqual(someColours());
  });

  test("a large picture is converted as its pixels would be one by one", async () => {
    const colour = await lcmsColour().open();
    const large = colour.toSrgb(rasterOf(someColours(40_001)), ADOBE_LIKE).data;
    const tail = colour.toSrgb(rasterOf(someColours(40_001).slice(-400)), ADOBE_LIKE).data;
    expect(large.slice(-400)).toEqual(tail);
  });

  test("grey pixels follow a grey profile to within rounding", async () => {
    const after = await converted(everyGrey(), GREY);
    for (let level = 0; level <= 255; level++) {
      const light = (level / 255) ** 1.8;
      const srgb = light > 0.0031308 ? 1.055 * light ** (1 / 2.4) - 0.055 : light * 12.92;
      const [r, g, b, alpha] = after.subarray(level * 4, level * 4 + 4);
      expect([r, g, alpha]).toEqual([b, b, 255 - level]);
      expect(Math.abs((r ?? 0) - srgb * 255)).toBeLessThan(1.5);
    }
  });
});

describe("a profile that cannot be used leaves the pixels alone", () => {
  test.each<[string, Uint8Array]>([
    ["a grey profile on colours", GREY],
    ["a profile for ink", iccProfile({ space: "CMYK", tags: {} })],
    ["a profile for Lab", iccProfile({ space: "Lab ", tags: {} })],
    ["a device link", iccProfile({ profileClass: "link", tags: { A2B0: new Uint8Array(60) } })],
    ["a profile without curves", iccProfile({ tags: SRGB_COLORANTS })],
    ["no profile at all", new TextEncoder().encode("acsp".repeat(50))],
    ["nothing", new Uint8Array()],
  ])("%s", async (_, profile) => {
    expect(await converted(someColours(), profile)).toEqual(someColours());
  });
});

describe("a hostile profile", () => {
  test("cannot buy minutes with a list of processing elements: they are not followed", async () => {
    const tags = { ...SRGB_COLORANTS, ...sameCurves(gammaCurve(2.2)), D2B0: identityElements(200_000) };
    expect(await converted(someColours(), iccProfile({ tags }))).toEqual(
      await converted(someColours(), ADOBE_LIKE),
    );
  });

  test("fails in no way but with a sentence, and spoils nothing for the next picture", async () => {
    const colour = await lcmsColour().open();
    const good = colour.toSrgb(rasterOf(someColours()), ADOBE_LIKE).data.slice();
    const flips = fc.array(fc.tuple(fc.nat(ADOBE_LIKE.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(flips, (changes) => {
        const profile = ADOBE_LIKE.slice();
        for (const [at, value] of changes) profile[at] = value;
        expect(outcome(() => colour.toSrgb(rasterOf(someColours(64)), profile))).toBeOneOf([
          "pixels",
          "refused",
        ]);
      }),
      { numRuns: 300 },
    );
    expect(colour.toSrgb(rasterOf(someColours()), ADOBE_LIKE).data).toEqual(good);
    expect(colour.memoryBytes()).toBeLessThanOrEqual(48 * 1024 * 1024);
  });

  test("of great size that is refused leaves no memory taken", async () => {
    const colour = await lcmsColour().open();
    const fresh = colour.memoryBytes();
    const huge = iccProfile({ tags: { ...SRGB_COLORANTS, A2B0: new Uint8Array(3_500_000) } });
    expect(colour.toSrgb(rasterOf(someColours()), huge).data).toEqual(someColours());
    expect(colour.memoryBytes()).toBe(fresh);
  });

  test("that traps while it is read leaves the pixels alone, and a new instance takes over", async () => {
    fault.at = "cmsOpenProfileFromMem";
    const colour = await lcmsColour().open();
    fault.at = undefined;
    expect(colour.toSrgb(rasterOf(someColours()), ADOBE_LIKE).data).toEqual(someColours());
    expect(colour.toSrgb(rasterOf(someColours()), ADOBE_LIKE).data).not.toEqual(someColours());
  });

  test("that traps while pixels are converted is reported, and a new instance takes over", async () => {
    fault.at = "cmsDoTransform";
    const colour = await lcmsColour().open();
    fault.at = undefined;
    expect(() => colour.toSrgb(rasterOf(someColours()), ADOBE_LIKE)).toThrow(
      expect.objectContaining({ name: "DarkroomError", code: "image_corrupt" }),
    );
    expect(colour.toSrgb(rasterOf(someColours()), ADOBE_LIKE).data).not.toEqual(someColours());
  });
});

function outcome(work: () => unknown): string {
  try {
    work();
    return "pixels";
  } catch (error) {
    return isDarkroomError(error) ? "refused" : String(error);
  }
}

function difference(one: Uint8Array, other: Uint8Array): { max: number; mean: number } {
  let [max, sum] = [0, 0];
  for (const [at, sample] of one.entries()) {
    const apart = Math.abs(sample - (other[at] ?? -255));
    max = Math.max(max, apart);
    sum += apart;
  }
  return { max, mean: sum / one.length };
}
