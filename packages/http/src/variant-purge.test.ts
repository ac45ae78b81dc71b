import {
  createVariantDigest,
  DEFAULT_LIMITS,
  FORMATS,
  resolveRequest,
  type Format,
  type ImageFacts,
} from "@darkroom/core";
import { expect, test } from "vitest";
import { digestsOf } from "./variant-purge.ts";

const FACTS: ImageFacts = {
  format: "png",
  width: 90,
  height: 60,
  orientation: 1,
  frames: 1,
  alpha: false,
  bitDepth: 8,
  components: 3,
  icc: false,
  progressive: false,
  scans: 1,
};
const BUILDS = [{ name: "fake", version: "1" }];

test("the digests of a variant are those of everything that it can have made", async () => {
  const digest = createVariantDigest(BUILDS);
  const accepts = ["*/*", "image/avif,image/webp", "image/webp", "image/gif", "image/png", "image/jpeg;q=0"];
  const formats = [undefined, "auto", "avif", "webp", "jpeg", "baseline-jpeg", "png"] as const;
  let passedThrough = 0;
  let baselines = 0;
  for (const format of formats) {
    const options = { width: 40, ...(format !== undefined && { format }) };
    const digests = await digestsOf(BUILDS, [options]);
    for (const source of Object.keys(FORMATS) as Format[]) {
      for (const accept of accepts) {
        for (const frames of [1, 5]) {
          const facts: ImageFacts = { ...FACTS, format: source, frames, alpha: frames > 1 };
          const request = resolveRequest(facts, options, accept, DEFAULT_LIMITS);
          passedThrough += Number(request.passThrough);
          baselines += Number(request.baseline);
          expect(digests).toContain(await digest(request));
        }
      }
    }
    expect(digests).not.toContain(await digest({ options: { width: 41 }, format: "webp" }));
  }
  expect([passedThrough > 0, baselines > 0]).toEqual([true, true]);
});
