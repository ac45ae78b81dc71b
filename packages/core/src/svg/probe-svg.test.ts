import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDarkroomError } from "../errors.ts";
import { probeSvg } from "./probe-svg.ts";
import { unpackSvgz } from "./svgz.ts";

function fixture(path: string): Uint8Array {
  return readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url));
}
function probe(document: string) {
  return probeSvg(new TextEncoder().encode(document));
}
function sizeOf(attributes: string): string {
  const { width, height } = probe(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}/>`);
  return `${width}x${height}`;
}

describe("the size", () => {
  test.each([
    ['width="10" height="20"', "10x20"],
    ['width="10px" height="20PX"', "10x20"],
    ['width=" 1in " height="2.54cm"', "96x96"],
    ['width="25.4mm" height="72pt"', "96x96"],
    ['width="6pc" height="101.6q"', "96x96"],
    ['width="1e2" height=".5e1px"', "100x5"],
    ['width="10.6" height="10.4"', "11x10"],
    ['width="0.1" height="0"', "1x1"],
    ['viewBox="0 0 123 456"', "123x456"],
    ['viewBox="-5,-5 , 30.2,40"', "30x40"],
    ['width="100%" height="456px" viewBox="0 0 246 912"', "123x456"],
    ['width="50" viewBox="0 0 100 40"', "50x20"],
    ['width="auto" height="auto" viewBox="0 0 8 9"', "8x9"],
    ['width="-5" height="-5" viewBox="0 0 8 9"', "8x9"],
    ['width="5 5" height="5parsec" viewBox="0 0 8 9"', "8x9"],
    ['width="40"', "40x150"],
    ["", "300x150"],
    ['viewBox="0 0 0 9"', "300x150"],
    ['viewBox="0 0 9"', "300x150"],
    ['viewBox="a b c d"', "300x150"],
    ['width="10000000" height="10000000"', "10000000x10000000"],
    ['width="1e999" height="9e99"', `${Number.MAX_SAFE_INTEGER}x${Number.MAX_SAFE_INTEGER}`],
    ['width="1e300" viewBox="0 0 1e-300 1e300"', `${Number.MAX_SAFE_INTEGER}x${Number.MAX_SAFE_INTEGER}`],
    ['x:width="5" xmlns:x="urn:x" height="7"', "300x7"],
  ])("of %s is %s", (attributes, size) => {
    expect(sizeOf(attributes)).toBe(size);
  });

  test("is whole and positive whatever the attributes say", () => {
    const length = fc.oneof(
      fc.double().map(String),
      fc.string().map((text) => text.replaceAll(/[<&"\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "")),
    );
    fc.assert(
      fc.property(length, length, fc.array(length, { maxLength: 5 }), (width, height, box) => {
        const facts = probe(
          `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}px" viewBox="${box.join(" ")}"/>`,
        );
        expect(Number.isSafeInteger(facts.width) && facts.width >= 1).toBe(true);
        expect(Number.isSafeInteger(facts.height) && facts.height >= 1).toBe(true);
      }),
    );
  });
});

describe("the corpus", () => {
  test.each([
    ["svg/simple-shapes.svg", 100, 100],
    ["svg/commons-logo.svg", 1024, 1376],
    ["svg/viewbox-only.svg", 123, 456],
    ["svg/embedded-raster-data-uri.svg", 480, 360],
    ["svg/internal-entity.svg", 200, 200],
    ["svg/script-onclick-javascript-href.svg", 256, 172],
    ["hostile/svg-named.png", 123, 456],
    ["hostile/bomb-huge-size.svg", 10_000_000, 10_000_000],
  ])("%s is %d × %d", (path, width, height) => {
    expect(probeSvg(fixture(path))).toMatchObject({ format: "svg", width, height });
  });

  test("a compressed one is read once it is unpacked", async () => {
    const unpacked = await unpackSvgz(fixture("svg/gzip.svgz"), 100_000);
    expect(unpacked && probeSvg(unpacked)).toMatchObject({ width: 736, height: 552 });
  });
});

test("Facts are those of a still picture with transparency", () => {
  expect(probe('<svg xmlns="http://www.w3.org/2000/svg"/>')).toEqual({
    format: "svg",
    width: 300,
    height: 150,
    orientation: 1,
    frames: 1,
    alpha: true,
    bitDepth: 8,
    components: 3,
    icc: false,
    progressive: false,
    scans: 1,
  });
});

test("Entities count in the attributes of the root", () => {
  expect(
    probe(
      '<!DOCTYPE svg [<!ENTITY w "12">]><svg xmlns="http://www.w3.org/2000/svg" width="&w;" height="3"/>',
    ),
  ).toMatchObject({ width: 12, height: 3 });
});

test("What comes after the root's start tag is not looked at", () => {
  expect(
    probe(`<svg xmlns="http://www.w3.org/2000/svg" width="7" height="8"><unclosed ${"<g>".repeat(1000)}`),
  ).toMatchObject({ width: 7, height: 8 });
});

test.each([
  ["an HTML document", "<html><body/></html>", "image_unrecognised"],
  ["a root without the namespace", '<svg width="1" height="1"/>', "image_unrecognised"],
  [
    "an svg element below another root",
    '<x><svg xmlns="http://www.w3.org/2000/svg"/></x>',
    "image_unrecognised",
  ],
  ["no element", "<!-- nothing -->", "image_corrupt"],
  ["nothing", "", "image_corrupt"],
  ["a root that is cut off", '<svg xmlns="http://www.w3.org/2000/svg" width="1', "image_corrupt"],
])("%s is refused", (_, document, code) => {
  let caught: unknown;
  try {
    probe(document);
  } catch (error) {
    caught = error;
  }
  expect(isDarkroomError(caught) && caught.code).toBe(code);
});
