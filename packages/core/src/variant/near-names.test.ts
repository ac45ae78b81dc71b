import { expect, test } from "vitest";
import { nearNames } from "./near-names.ts";

const NAMES = ["width", "height", "fit", "format", "zoom", "gravity"];

test.each([
  ["widht", ["width"]],
  ["with", ["width"]],
  ["Width", ["width"]],
  ["heigth", ["height"]],
  ["formats", ["format"]],
  ["fits", ["fit"]],
  ["gravitation", []],
  ["foo", []],
  ["", []],
])("%j is near to %j", (written, near) => {
  expect(nearNames(written, NAMES)).toEqual(near);
});

test("names all that are equally near", () => {
  expect(nearNames("fat", ["fit", "flat", "far", "width"])).toEqual(["fit", "flat", "far"]);
});

test("a name of a million letters is near to none", () => {
  expect(nearNames("w".repeat(1_000_000), NAMES)).toEqual([]);
});
