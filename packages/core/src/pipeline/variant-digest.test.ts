import { describe, expect, test } from "vitest";
import { createVariantDigest } from "./variant-digest.ts";

const BUILDS = [{ name: "jpeg", version: "1.0.0", sha256: "ab" }];
const digest = createVariantDigest(BUILDS);

describe("the digest of a variant", () => {
  test("is the same for two spellings of one request", async () => {
    const plain = await digest({ options: { width: 80 }, format: "webp" });
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
    const spelled = { options: { fit: "scale-down", width: 80 }, format: "webp", baseline: false } as const;
    expect(await digest(spelled)).toBe(plain);
  });

  test("is another one for other options, another format and another codec", async () => {
    const digests = await Promise.all([
      digest({ options: { width: 80 }, format: "webp" }),
      digest({ options: { width: 81 }, format: "webp" }),
      digest({ options: { width: 80 }, format: "jpeg" }),
      digest({ options: { width: 80 }, format: "jpeg", baseline: true }),
      digest({ options: { width: 80 }, format: "webp", passThrough: true }),
      createVariantDigest([{ ...BUILDS[0]!, sha256: "cd" }])({ options: { width: 80 }, format: "webp" }),
    ]);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
