import { describe, expect, test } from "vitest";
import { optionsToJson } from "./canonical.ts";
import { isVariantName } from "./names.ts";
import { parseOptions } from "./parse.ts";
import { BUILT_IN_VARIANTS, resolveVariant, variantDependsOnDevice, type Variant } from "./variants.ts";

function named(name: string): Variant {
  const variant = BUILT_IN_VARIANTS.find((candidate) => candidate.name === name);
  if (variant === undefined) throw new Error(`There is no variant ${name}.`);
  return variant;
}

describe("the built-in variants", () => {
  test("are default and public, in this order", () => {
    expect(BUILT_IN_VARIANTS.map(({ name }) => name)).toEqual(["default", "public"]);
  });

  test.each([
    ["desktop", 2560, 1440],
    ["tablet", 1920, 1080],
    ["mobile", 1080, 720],
  ] as const)("default on a %s is as the documentation of the beta says", (device, width, height) => {
    expect(resolveVariant(named("default"), device)).toEqual({
      format: "auto",
      fit: "scale-down",
      width,
      height,
      metadata: "none",
      quality: 85,
    });
  });

  test("public is the same on every device", () => {
    for (const device of ["desktop", "tablet", "mobile"] as const) {
      expect(resolveVariant(named("public"), device)).toEqual({
        fit: "scale-down",
        width: 1366,
        height: 768,
        metadata: "none",
      });
    }
  });

  test("only default depends on the device", () => {
    expect(variantDependsOnDevice(named("default"))).toBe(true);
    expect(variantDependsOnDevice(named("public"))).toBe(false);
  });

  test.each(BUILT_IN_VARIANTS)("$name could have been made over the API", (variant) => {
    expect(isVariantName(variant.name)).toBe(true);
    const options = resolveVariant(variant, "desktop");
    expect(parseOptions(optionsToJson(options))).toEqual(options);
  });
});
