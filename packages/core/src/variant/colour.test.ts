import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COLOUR_NAMES } from "./colour-names.ts";
import { colourText, parseColour } from "./colour.ts";

describe("parseColour", () => {
  test.each([
    ["#abc", "#aabbcc"],
    ["#abcd", "#aabbccdd"],
    ["#A1b2C3", "#a1b2c3"],
    ["#12345678", "#12345678"],
    ["#123456ff", "#123456"],
    ["RebeccaPurple", "#663399"],
    ["transparent", "#00000000"],
    [" red ", "#ff0000"],
    ["rgb(255,0,10)", "#ff000a"],
    ["rgb( 255 , 0 , 10 )", "#ff000a"],
    ["RGBA(1, 2, 3, .5)", "#01020380"],
    ["rgba(1,2,3,25%)", "#01020340"],
    ["rgb(1 2 3)", "#010203"],
    ["rgb(1 2 3 / 40%)", "#01020366"],
    ["rgb(1 2 3/0.4)", "#01020366"],
    ["rgb(10% 20% 30%)", "#1a334d"],
    ["rgb(10% 20 30%)", "#1a144d"],
    ["rgb(50%,50%,50%)", "#808080"],
    ["rgb(none 1 2)", "#000102"],
    ["rgb(1 2 3 / none)", "#01020300"],
    ["rgb(300,-5,127.5)", "#ff0080"],
    ["rgb(1e2 +2 .4)", "#640200"],
    ["rgb(1 2 3 / 7)", "#010203"],
    ["hsl(120, 100%, 25%)", "#008000"],
    ["hsl(120 100 25)", "#008000"],
    ["hsl(-30,50%,50%)", "#bf4080"],
    ["hsl(-150 100% 50%)", "#0080ff"],
    ["hsl(690deg 50% 50%)", "#bf4080"],
    ["hsla(.5turn,20%,70%,.3)", "#a3c2c24d"],
    ["hsl(200grad 10% 10%)", "#171c1c"],
    ["hsl(3.1rad 10% 20%)", "#2e3838"],
    ["hsl(none 0% 100%)", "#ffffff"],
  ])("%s is %s", (text, canonical) => {
    const colour = parseColour(text);
    expect(colour && colourText(colour)).toBe(canonical);
  });

  test.each([
    "",
    "#",
    "#ab",
    "#abcde",
    "#abcdefa",
    "#123456789",
    "#ggg",
    "ff8800",
    "reddish",
    "toString",
    "rgb",
    "rgb()",
    "rgb(1,2)",
    "rgb(1,2,3,4,5)",
    "rgb(1,2,3,)",
    "rgb(1 2 3 4)",
    "rgb(1 2 3 / 4 / 5)",
    "rgb(1,2,3/4)",
    "rgb(10%,20,30)",
    "rgb(none,1,2)",
    "rgb(1deg,2,3)",
    "rgb(a,b,c)",
    "hsl(120,100,50)",
    "hsl(120px 10% 10%)",
    "hsl(1e999 10% 10%)",
    "lab(50% 0 0)",
    "rgb(1,2,3",
    "(1,2,3)",
    `rgb(${" ".repeat(100)}1,2,3)`,
  ])("%j is no colour", (text) => {
    expect(parseColour(text)).toBeUndefined();
  });

  test("reads back every colour that it can write", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.record({ r: byte, g: byte, b: byte, a: byte }), (colour) => {
        expect(parseColour(colourText(colour))).toEqual(colour);
      }),
    );
  });

  test("takes whole numbers in rgb() as they are", () => {
    for (let level = 0; level <= 255; level++) {
      expect(parseColour(`rgb(${level} 0 0)`)?.r).toBe(level);
    }
  });
});

test("the names are the 148 of CSS Color 4", () => {
  const lines = Object.entries(COLOUR_NAMES).map(
    ([name, rgb]) => `${name} ${rgb.toString(16).padStart(6, "0")}\n`,
  );
  expect(lines).toHaveLength(148);
  // Of the table of the standard, in this form and sorted by name.
  expect(createHash("sha256").update(lines.sort().join("")).digest("hex")).toBe(
    "baad8b89552dca67fbcf1d879f35e1f5b97b82e5f1203e96f2f3866a18a544ee",
  );
});
