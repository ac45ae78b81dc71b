import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalOptions, optionSegment, optionsToJson } from "./canonical.ts";
import { OPTIONS, type OptionName, type OptionRow, type TransformOptions } from "./options.ts";
import { parseOptions, parseOptionSegment } from "./parse.ts";

const share = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }));

/** Options in JSON, from small domains, so that equal ones turn up. */
const json = fc.record(
  {
    width: fc.integer({ min: 1, max: 3 }),
    height: fc.constantFrom(1, 65_535),
    fit: fc.constantFrom("scale-down", "cover", "pad"),
    format: fc.constantFrom("auto", "jpeg", "baseline-jpeg"),
    metadata: fc.constant("none"),
    quality: fc.constantFrom(85, 90, "high", "low"),
    dpr: fc.oneof(fc.constantFrom(1, 2), fc.double({ min: 1, max: 2, noNaN: true })),
    gravity: fc.oneof(
      fc.constantFrom("center", "left", "0.5x0.5", "0x.5"),
      fc.record({ x: share, y: share }, { requiredKeys: [] }),
    ),
    background: fc.constantFrom("white", "#fff", "rgb(255 255 255)", "#ffffff80", "transparent", "#0000"),
  },
  { requiredKeys: [] },
);

/** Options with every default written out: equal exactly for the same variant. */
function meaning(options: TransformOptions): object {
  const defaults = (Object.entries(OPTIONS) as [OptionName, OptionRow][]).map(([name, row]) => [
    name,
    row.default,
  ]);
  return { ...Object.fromEntries(defaults), ...options };
}

function sameMeaning(a: TransformOptions, b: TransformOptions): boolean {
  return sortedMeaning(a) === sortedMeaning(b);
}

function sortedMeaning(options: TransformOptions): string {
  return JSON.stringify(Object.entries(meaning(options)).sort(([x], [y]) => (x < y ? -1 : 1)));
}

describe("canonicalOptions", () => {
  test("sorts, leaves defaults out and writes one spelling", () => {
    const options = parseOptionSegment(
      "w=400,g=left,q=high,fit=cover,dpr=1.0,background=WHITE,f=auto,metadata=none",
    );
    expect(canonicalOptions(options)).toBe("background=#ffffff,fit=cover,gravity=0x0.5,quality=90,width=400");
    expect(canonicalOptions({})).toBe("");
  });

  test("does not mind the order of keys or what is undefined", () => {
    expect(canonicalOptions({ height: 2, width: 1 })).toBe(
      canonicalOptions({ width: 1, fit: undefined, height: 2 }),
    );
  });

  test("gives one string to two spellings, and never one to two variants", () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const [a, b] = [parseOptions(one), parseOptions(other)];
        expect(canonicalOptions(a) === canonicalOptions(b)).toBe(sameMeaning(a, b));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("optionSegment", () => {
  test("is encoded for an address and never empty", () => {
    expect(optionSegment(parseOptions({ background: "red", width: 400 }))).toBe(
      "background=%23ff0000,width=400",
    );
    expect(optionSegment({})).toBe("fit=scale-down");
    expect(optionSegment({ quality: 85 })).toBe("fit=scale-down");
  });

  test("is read back as the same variant", () => {
    fc.assert(
      fc.property(json, (spelling) => {
        const options = parseOptions(spelling);
        expect(meaning(parseOptionSegment(optionSegment(options)))).toEqual(meaning(options));
      }),
    );
  });
});

describe("optionsToJson", () => {
  test("writes values as the API takes them", () => {
    const options = parseOptions({
      background: "rgb(1 2 3 / 0)",
      gravity: "top",
      quality: "low",
      fit: "scale-down",
    });
    expect(optionsToJson(options)).toEqual({
      background: "#01020300",
      gravity: { x: 0.5, y: 0 },
      quality: 35,
      fit: "scale-down",
    });
  });

  test("is read back as the same options", () => {
    fc.assert(
      fc.property(json, (spelling) => {
        const options = parseOptions(spelling);
        expect(parseOptions(optionsToJson(options))).toEqual(options);
      }),
    );
  });
});
