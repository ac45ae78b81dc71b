import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sniff } from "./sniff.ts";

function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) {
    view.setUint16(2 * index, text.charCodeAt(index), littleEndian);
  }
  return bytes;
}

/** An `ftyp` box: major brand, minor version, compatible brands. */
function ftyp(...brands: readonly string[]): Uint8Array {
  const [major = "", ...compatible] = brands;
  const box = utf8(`\0\0\0\0ftyp${major}\0\0\0\0${compatible.join("")}`);
  box[3] = box.length;
  return box;
}

describe("sniff", () => {
  test.each([
    ["orientation/landscape_1.jpg", "jpeg"],
    ["png/basn6a08.png", "png"],
    ["webp/lossy-photo.webp", "webp"],
    ["gif/static.gif", "gif"],
    ["avif/1x1.avif", "avif"],
    ["avif/animated-8bit.avif", "avif"],
    ["heic/rgb-8bit-123x456.heic", "heic"],
    ["heic/rgba-8bit-128.heif", "heic"],
    ["svg/simple-shapes.svg", "svg"],
    ["svg/internal-entity.svg", "svg"],
    ["svg/billion-laughs-entities.svg", "svg"],
    ["hostile/png-named.jpg", "png"],
    ["hostile/svg-named.png", "svg"],
    ["hostile/polyglot-jpeg-zip.jpg", "jpeg"],
    ["hostile/html-named.jpg", undefined],
    ["hostile/mvg-named.jpg", undefined],
    ["hostile/unsupported.jxl", undefined],
    ["hostile/empty.jpg", undefined],
    ["png/xs1n0g01.png", undefined],
  ] as const)("tells %s to be %s", (path, format) => {
    expect(sniff(fixture(path))).toBe(format);
  });

  test("takes a WebP that contains an SVG for a WebP", () => {
    expect(sniff(utf8("RIFF\x28\0\0\0WEBPVP8X<svg xmlns='http://www.w3.org/2000/svg'/>"))).toBe("webp");
  });

  test.each([
    "BM\x36\0\0\0\0\0",
    "\x1f\x8b\x08\0",
    "RIFF\x28\0\0\0WAVEfmt ",
    "%PDF-1.7",
    "MM\0*",
    "\xff\xd8",
  ])("does not know a file that begins with %j", (head) => {
    expect(sniff(Uint8Array.from(head, (character) => character.charCodeAt(0)))).toBeUndefined();
  });

  test("answers the same for bytes in the middle of a larger buffer", () => {
    const larger = new Uint8Array(64).fill(0xff);
    larger.set(utf8("GIF89a"), 7);
    expect(sniff(larger.subarray(7, 20))).toBe("gif");
    expect(sniff(larger.subarray(7, 12))).toBeUndefined();
  });

  test("answers for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect([undefined, "jpeg"]).toContain(sniff(Uint8Array.of(0xff, ...bytes)));
        expect([undefined, "avif", "heic"]).toContain(sniff(Uint8Array.of(...ftyp("mif1"), ...bytes)));
        expect([undefined, "svg"]).toContain(sniff(Uint8Array.of(...utf8('<!DOCTYPE ["<!--'), ...bytes)));
      }),
    );
  });
});

describe("brands", () => {
  test.each([
    [["avif", "mif1", "miaf"], "avif"],
    [["avis", "msf1"], "avif"],
    [["mif1", "miaf", "avif"], "avif"],
    [["msf1", "hevc"], "heic"],
    [["mif1", "heix"], "heic"],
    [["heic", "avif"], "heic"],
    [["mif1"], undefined],
    [["isom", "mp42"], undefined],
    [["jxl "], undefined],
  ] as const)("%j make it %s", (brands, format) => {
    expect(sniff(ftyp(...brands))).toBe(format);
  });

  test("the minor version is not a brand", () => {
    expect(sniff(utf8("\0\0\0\x10ftypmif1avif"))).toBeUndefined();
  });

  test("what follows the box is not a brand", () => {
    expect(sniff(new Uint8Array([...ftyp("mif1"), ...utf8("avif")]))).toBeUndefined();
  });
});

describe("svg", () => {
  test.each([
    ["a bare root", "<svg/>"],
    ["white space", "\ufeff\r\n\t <svg>"],
    ["an XML declaration", `<?xml version="1.0"?>\n<svg width="1">`],
    ["a byte order mark", "\ufeff<svg>"],
    ["comments that look like markup", "<!-- <html> -- > ' \" --><svg>"],
    ["a document type", `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a>b"><svg>`],
    [
      "an internal subset",
      `<!DOCTYPE svg [ <!ENTITY a "]>"> <!-- don't ]> --> <?pi ' ]>?> <!ENTITY b '"'> ] ><svg>`,
    ],
    ["a prefix", `<s:svg xmlns:s="http://www.w3.org/2000/svg"/>`],
    ["a stylesheet instruction", `<?xml-stylesheet href="a?b>"?><svg>`],
    ["letters outside ASCII before it", "<!-- Zürich 東京 --><svg>"],
  ])("is found behind %s, in UTF-8 and UTF-16", (_, text) => {
    expect(sniff(utf8(text))).toBe("svg");
    expect(sniff(utf16(text, true))).toBe("svg");
    expect(sniff(utf16(text, false))).toBe("svg");
  });

  test.each([
    ["HTML around an SVG", "<!DOCTYPE html><html><body><svg/></body></html>"],
    ["a root that begins with svg", "<svgz/>"],
    ["another case", "<SVG/>"],
    ["text before the root", "hello <svg/>"],
    ["an SVG in a comment", "<!-- <svg> -->"],
    ["an SVG in a document type", "<!DOCTYPE x [ <svg> ]><x/>"],
    ["a comment without an end", "<!-- <svg/>"],
    ["a document type without an end", "<!DOCTYPE svg [ <svg/>"],
    ["a cut tag", "<svg"],
    ["nothing but space", "   "],
  ])("is not seen in %s", (_, text) => {
    expect(sniff(utf8(text))).toBeUndefined();
  });

  test("is given up behind a prolog of megabytes, in bounded time", () => {
    const begun = performance.now();
    expect(sniff(utf8(`${" ".repeat(8_000_000)}<svg/>`))).toBeUndefined();
    expect(sniff(utf8(`${"<!---->".repeat(1_000_000)}<svg/>`))).toBeUndefined();
    expect(sniff(utf8(`<!DOCTYPE ${"<![".repeat(2_000_000)}<svg/>`))).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
