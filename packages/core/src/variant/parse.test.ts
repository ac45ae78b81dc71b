import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDarkroomError } from "../errors.ts";
import { OPTION_PARTS, OPTIONS, type OptionName } from "./options.ts";
import { parseOptions, parseOptionSegment } from "./parse.ts";

/** Code and sentence of the error that the call ends with. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (isDarkroomError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

/** What every input must end with. */
const OUTCOME = /^(?:accepted$|option_(?:unknown|unbuilt|invalid): )/;

const codePoint = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));

const UNBUILT = (Object.keys(OPTIONS) as OptionName[]).filter((name) => !OPTIONS[name].built);

describe("parseOptions", () => {
  test("reads every built option and normalises its value", () => {
    expect(
      parseOptions({
        fit: "aspect-crop",
        width: 400,
        height: 65_535,
        quality: 1,
        format: "baseline-jpeg",
        metadata: "none",
        gravity: { x: 0.25, y: 1, mode: "remainder" },
        background: "rgb(255 136 0 / 50%)",
        dpr: 1.5,
      }),
    ).toEqual({
      fit: "aspect-crop",
      width: 400,
      height: 65_535,
      quality: 1,
      format: "baseline-jpeg",
      metadata: "none",
      gravity: { x: 0.25, y: 1 },
      background: { r: 255, g: 136, b: 0, a: 128 },
      dpr: 1.5,
    });
  });

  test.each([
    ["high", 90],
    ["medium-high", 70],
    ["medium-low", 50],
    ["low", 35],
    [100, 100],
  ])("quality %s is %i", (quality, number) => {
    expect(parseOptions({ quality })).toEqual({ quality: number });
  });

  test.each([
    ["left", 0, 0.5],
    ["right", 1, 0.5],
    ["top", 0.5, 0],
    ["bottom", 0.5, 1],
    ["center", 0.5, 0.5],
    ["0x1", 0, 1],
    [".33x0.5", 0.33, 0.5],
    ["1e-7x1", 1e-7, 1],
    [{ x: 0 }, 0, 0.5],
    [{ y: 0 }, 0.5, 0],
    [{}, 0.5, 0.5],
    [{ x: -0, y: 0 }, 0, 0],
  ])("gravity %j is the point %d, %d", (gravity, x, y) => {
    expect(parseOptions({ gravity })).toEqual({ gravity: { x, y } });
  });

  test("takes what is undefined for absent, and nothing for no options", () => {
    expect(parseOptions({ width: undefined })).toEqual({});
    expect(parseOptions({})).toEqual({});
  });

  test.each([null, [], "width=3", 3])("refuses %j as options", (json) => {
    expect(refusal(() => parseOptions(json))).toMatch(
      /^option_invalid: Expected an object for `options` but received/,
    );
  });

  test.each([
    [{ width: 0 }],
    [{ width: 65_536 }],
    [{ width: 1.5 }],
    [{ width: -3 }],
    [{ width: "400" }],
    [{ width: null }],
    [{ height: Number.NaN }],
    [{ quality: 0 }],
    [{ quality: 101 }],
    [{ quality: "High" }],
    [{ dpr: 0.99 }],
    [{ dpr: 2.01 }],
    [{ dpr: "2" }],
    [{ fit: "fill" }],
    [{ fit: 1 }],
    [{ format: "gif" }],
    [{ metadata: true }],
    [{ gravity: { x: 1.01, y: 0 } }],
    [{ gravity: { x: "0", y: 0 } }],
    [{ gravity: { x: 0, y: 0, z: 0 } }],
    [{ gravity: { x: 0, y: 0, mode: "cover" } }],
    [{ gravity: [0, 0] }],
    [{ gravity: "0X1" }],
    [{ gravity: "0x1x1" }],
    [{ gravity: "-1x0" }],
    [{ gravity: "x" }],
    [{ background: "reddish" }],
    [{ background: 0 }],
  ])("refuses %j", (json) => {
    expect(refusal(() => parseOptions(json))).toMatch(
      /^option_invalid: Expected .+ for `[a-z]+` but received .+\.$/,
    );
  });

  test("says what was expected and what came", () => {
    expect(refusal(() => parseOptions({ width: 0.5 }))).toBe(
      "option_invalid: Expected a whole number from 1 to 65535 for `width` but received 0.5.",
    );
    expect(refusal(() => parseOptions({ fit: "fill" }))).toBe(
      'option_invalid: Expected `scale-down`, `scale-up`, `contain`, `cover`, `crop`, `aspect-crop`, `pad` or `squeeze` for `fit` but received "fill".',
    );
  });

  test("reports several problems at once, under the code of the first", () => {
    expect(refusal(() => parseOptions({ blur: 3, width: 0, height: 3 }))).toBe(
      "option_unbuilt: `blur` is an option of Cloudflare Images that Darkroom does not build yet. Expected a whole number from 1 to 65535 for `width` but received 0.",
    );
  });

  test("keeps the answer to a thousand problems short", () => {
    const json = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`wrong${index}`, 1]));
    expect(refusal(() => parseOptions(json)).match(/There is no option/g)).toHaveLength(5);
  });

  test.each(UNBUILT)("refuses %s by name", (name) => {
    const sentence = `option_unbuilt: \`${name}\` is an option of Cloudflare Images that Darkroom does not build yet.`;
    expect(refusal(() => parseOptions({ [name]: true }))).toBe(sentence);
    expect(refusal(() => parseOptionSegment(`${name}=1`))).toBe(sentence);
  });

  test.each([
    ["width", "auto"],
    ["format", "json"],
    ["format", "png-force"],
    ["format", "svg"],
    ["metadata", "copyright"],
    ["metadata", "keep"],
    ["gravity", "auto"],
    ["gravity", "face"],
    ["gravity", "entropy"],
  ])("refuses the value %s=%s by name", (name, value) => {
    const sentence = `option_unbuilt: \`${value}\` is a value of \`${name}\` in Cloudflare Images that Darkroom does not build yet.`;
    expect(refusal(() => parseOptions({ [name]: value }))).toBe(sentence);
    expect(refusal(() => parseOptionSegment(`${name}=${value}`))).toBe(sentence);
  });

  test("refuses the other mode of gravity by name", () => {
    expect(refusal(() => parseOptions({ gravity: { x: 0, y: 0, mode: "box-center" } }))).toMatch(
      /^option_unbuilt: `box-center`/,
    );
  });

  test("knows options only by their names in JSON and suggests what was meant", () => {
    expect(refusal(() => parseOptions({ w: 3 }))).toBe(
      'option_unknown: There is no option "w". Did you mean `width`?',
    );
    expect(refusal(() => parseOptions({ widht: 3 }))).toBe(
      'option_unknown: There is no option "widht". Did you mean `width`?',
    );
    expect(refusal(() => parseOptions({ watermark: 3 }))).toBe(
      'option_unknown: There is no option "watermark". The options are `background`, `dpr`, `fit`, `format`, `gravity`, `height`, `metadata`, `quality` and `width`.',
    );
  });

  test.each(["__proto__", "constructor", "toString"])("refuses %s like any other name", (name) => {
    const json: unknown = JSON.parse(`{${JSON.stringify(name)}: 1}`);
    expect(refusal(() => parseOptions(json))).toContain(`option_unknown: There is no option "${name}".`);
    expect(refusal(() => parseOptionSegment(`${name}=1`))).toContain(
      `option_unknown: There is no option "${name}".`,
    );
  });

  test("survives JSON that objects to being shown", () => {
    const nested: unknown = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);
    expect(refusal(() => parseOptions({ width: nested }))).toMatch(/but received a list\.$/);
    expect(refusal(() => parseOptions({ width: { toString: 1 } }))).toMatch(/but received an object\.$/);
  });

  test("ends with options or a DarkroomError for any JSON", () => {
    const keys = fc.oneof(fc.constantFrom(...Object.keys(OPTIONS)), fc.string());
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue())), (json) => {
        expect(refusal(() => parseOptions(json))).toMatch(OUTCOME);
      }),
    );
  });
});

describe("parseOptionSegment", () => {
  test("reads names and aliases in any order", () => {
    expect(parseOptionSegment("q=70,w=400,fit=crop,h=300,f=webp,g=0.33x0.5,dpr=2")).toEqual({
      quality: 70,
      width: 400,
      fit: "crop",
      height: 300,
      format: "webp",
      gravity: { x: 0.33, y: 0.5 },
      dpr: 2,
    });
    expect(parseOptionSegment("w=0400,q=low")).toEqual({ width: 400, quality: 35 });
  });

  test("decodes once, after splitting", () => {
    const red = { r: 255, g: 0, b: 0, a: 255 };
    expect(parseOptionSegment("background=%23f00")).toEqual({ background: red });
    expect(parseOptionSegment("background=rgb%28255%2C0%2C0%29,w=1")).toEqual({ background: red, width: 1 });
    expect(parseOptionSegment("%77=1")).toEqual({ width: 1 });
    expect(refusal(() => parseOptionSegment("background=%2523f00"))).toMatch(/received "%23f00"/);
    expect(refusal(() => parseOptionSegment("w=1%2Ch=1"))).toMatch(/received "1,h=1"/);
    expect(refusal(() => parseOptionSegment("w%3D1"))).toMatch(/^option_invalid: Expected `name=value`/);
  });

  test("does not split inside parentheses", () => {
    expect(parseOptionSegment("background=rgb(255,0,0),w=1")).toEqual({
      background: { r: 255, g: 0, b: 0, a: 255 },
      width: 1,
    });
    expect(refusal(() => parseOptionSegment("background=rgb(1,2,3,w=1"))).toMatch(
      /received "rgb\(1,2,3,w=1"/,
    );
    expect(refusal(() => parseOptionSegment("w=)),h=1"))).toMatch(/for `width` but received "\)\)"/);
  });

  test.each([
    "",
    "w",
    "w=1,",
    ",w=1",
    "w=1,,h=1",
    "w=",
    "=1",
    "w=+1",
    "w= 1",
    "w=1e2",
    "w=1.0",
    "w=%ff",
    "w=%",
    "%=1",
  ])("refuses %j", (text) => {
    expect(refusal(() => parseOptionSegment(text))).toMatch(/^option_(?:invalid|unknown): /);
  });

  test.each(["w=1,w=1", "w=1,width=2", "q=1,fit=pad,quality=1"])(
    "refuses %s: one option, two values",
    (text) => {
      expect(refusal(() => parseOptionSegment(text))).toMatch(
        /^option_invalid: Expected one value for `(?:width|quality)` but received several\.$/,
      );
    },
  );

  test.each([...OPTION_PARTS])("refuses %s with what it belongs to", (part, whole) => {
    expect(refusal(() => parseOptionSegment(`${part}=1`))).toBe(
      `option_unbuilt: \`${whole}\` is an option of Cloudflare Images that Darkroom does not build yet.`,
    );
  });

  test("suggests the option for a capital letter", () => {
    expect(refusal(() => parseOptionSegment("W=1"))).toMatch(/Did you mean `width`\?$/);
  });

  test("ends with options or a DarkroomError for any text", () => {
    const texts = fc.oneof(
      fc.string({ unit: codePoint }),
      fc
        .array(fc.tuple(fc.constantFrom("w", "g", "background", "dpr", "%", "fit"), fc.string()))
        .map((members) => members.map((member) => member.join("=")).join(",")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(refusal(() => parseOptionSegment(text))).toMatch(OUTCOME);
      }),
    );
  });
});
