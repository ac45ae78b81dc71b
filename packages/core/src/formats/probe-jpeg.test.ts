import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../limits.ts";
import { probeJpeg } from "./probe-jpeg.ts";

function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

const SOI = [0xff, 0xd8];
const EOI = [0xff, 0xd9];

function segment(code: number, content: readonly number[]): number[] {
  return [0xff, code, (content.length + 2) >> 8, (content.length + 2) & 255, ...content];
}

/** A frame header of 16×8 pixels with these components, or with changed bytes. */
function frame(
  code: number,
  { precision = 8, height = 8, width = 16, components = 3, sampling = 0x11 } = {},
): number[] {
  const parts = Array.from({ length: components }, (_, index) => [index + 1, sampling, 0]).flat();
  return segment(code, [precision, height >> 8, height & 255, width >> 8, width & 255, components, ...parts]);
}

/** A scan of these many components, with data that holds a stuffed byte and a restart marker. */
function scan(components: number): number[] {
  const parts = Array.from({ length: components }, (_, index) => [index + 1, 0]).flat();
  return [...segment(0xda, [components, ...parts, 0, 63, 0]), 1, 2, 0xff, 0, 3, 0xff, 0xd0, 4];
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const jpeg = (...parts: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([...SOI, ...parts.flat()]);
const exif = (orientation: number): number[] =>
  segment(0xe1, [...ascii("Exif\0\0MM\0*"), 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);

describe("probeJpeg on real files", () => {
  test.each([
    [
      "photos/3mp-baseline-422-flower.jpg",
      { width: 2268, height: 1512, progressive: false, scans: 1, icc: false },
    ],
    ["photos/display-p3-gain-map-phone.jpg", { width: 384, height: 512, frames: 1, icc: true }],
    ["orientation/landscape_1.jpg", { width: 600, height: 400, orientation: 1 }],
    ["orientation/landscape_3.jpg", { width: 600, height: 400, orientation: 3 }],
    ["orientation/landscape_6.jpg", { width: 400, height: 600, orientation: 6 }],
    ["orientation/portrait_8.jpg", { width: 600, height: 400, orientation: 8 }],
    ["hostile/junk-before-markers.jpg", { width: 1024, height: 768 }],
    ["hostile/exif-broken-tag.jpg", { width: 1, height: 1, progressive: true, scans: 10, orientation: 1 }],
    ["hostile/polyglot-jpeg-zip.jpg", { width: 227, height: 149, progressive: false }],
    ["hostile/xss-in-all-metadata.jpg", { width: 229, height: 229, progressive: true, scans: 10 }],
    ["hostile/truncated.jpg", { width: 2725, height: 2225 }],
    ["hostile/fuzz-193x31423.jpg", { width: 193, height: 31423, progressive: true }],
  ])("reads %s", (path, facts) => {
    expect(probeJpeg(fixture(path))).toMatchObject({
      format: "jpeg",
      alpha: false,
      bitDepth: 8,
      components: 3,
      frames: 1,
      ...facts,
    });
  });

  test.each([
    ["hostile/corrupt-header.jpg", "image_corrupt"],
    ["hostile/12bit.jpg", "image_unsupported"],
    ["hostile/arithmetic-coded.jpg", "image_unsupported"],
  ])("refuses %s as %s", (path, code) => {
    expect(() => probeJpeg(fixture(path))).toThrow(expect.objectContaining({ code }));
  });

  test("stops counting the scans of a bomb one past the limit", () => {
    const bomb = fixture("hostile/bomb-4000-progressive-scans.jpg");
    expect(probeJpeg(bomb).scans).toBe(101);
    expect(probeJpeg(bomb, { ...DEFAULT_LIMITS, jpegScans: 7 }).scans).toBe(8);
  });
});

describe("probeJpeg", () => {
  test.each([1, 3, 4])("reads %i components", (components) => {
    const facts = probeJpeg(jpeg(frame(0xc0, { components }), scan(components), EOI));
    expect(facts).toMatchObject({ width: 16, height: 8, components, scans: 1 });
  });

  test.each([
    [0xc3, {}],
    [0xc5, {}],
    [0xc9, {}],
    [0xcb, {}],
    [0xde, {}],
    [0xc1, { precision: 12 }],
    [0xc0, { components: 2 }],
    [0xc0, { height: 0 }],
  ])("refuses frame %i with %j as unsupported, in a sentence", (code, changes) => {
    expect(() => probeJpeg(jpeg(frame(code, changes), scan(1), EOI))).toThrow(
      expect.objectContaining({
        code: "image_unsupported",
        message: expect.stringMatching(/^The JPEG .+\.$/),
      }),
    );
  });

  test.each([
    ["nothing", []],
    ["no frame", [exif(1), EOI]],
    ["no scan", [frame(0xc0), EOI]],
    ["an end before the scan", [frame(0xc0), EOI, scan(3)]],
    ["a scan before the frame", [scan(3), frame(0xc0)]],
    ["two frames", [frame(0xc0), frame(0xc2), scan(3)]],
    ["two beginnings", [SOI, frame(0xc0), scan(3)]],
    ["a width of 0", [frame(0xc0, { width: 0 }), scan(3)]],
    ["a sampling factor of 0", [frame(0xc0, { sampling: 0x10 }), scan(3)]],
    ["a sampling factor of 5", [frame(0xc0, { sampling: 0x51 }), scan(3)]],
    ["no component", [frame(0xc0, { components: 0 }), scan(3)]],
    ["a frame header of the wrong length", [segment(0xc0, [8, 0, 8, 0, 16, 3, 1, 0x11, 0]), scan(3)]],
    ["a frame header that is cut", [frame(0xc0).slice(0, 9)]],
  ])("refuses %s as corrupt", (_, parts) => {
    expect(() => probeJpeg(jpeg(...parts))).toThrow(expect.objectContaining({ code: "image_corrupt" }));
  });

  test("passes over fill bytes, junk, stray restart markers and empty segments", () => {
    const facts = probeJpeg(
      jpeg(
        [0, 1, 0xff, 0],
        [0xff, 0xff, 0xff],
        frame(0xc0),
        [0xff, 0xd3],
        [0xff, 0xe5, 0, 0],
        [7, 7],
        scan(3),
      ),
    );
    expect(facts).toMatchObject({ width: 16, height: 8 });
  });

  test("does not take the thumbnail within EXIF for the picture", () => {
    const thumbnail = [...SOI, ...frame(0xc0, { width: 1, height: 1 }), ...scan(3)];
    const facts = probeJpeg(
      jpeg(segment(0xe1, [...ascii("Exif\0\0"), ...thumbnail]), frame(0xc0), scan(3), EOI),
    );
    expect(facts).toMatchObject({ width: 16, height: 8 });
  });

  test("does not count what follows the end, or a second picture where the end is missing", () => {
    const progressive = [frame(0xc2), scan(3), scan(1), scan(1)];
    expect(probeJpeg(jpeg(...progressive, EOI, scan(1), scan(1))).scans).toBe(3);
    expect(probeJpeg(jpeg(...progressive, SOI, frame(0xc2), scan(3))).scans).toBe(3);
  });

  test("counts the scans of a sequential picture that has its components apart", () => {
    expect(probeJpeg(jpeg(frame(0xc0), scan(1), scan(1), scan(1), EOI)).scans).toBe(3);
    expect(probeJpeg(jpeg(frame(0xc0), scan(3), scan(3), scan(3), EOI)).scans).toBe(1);
  });

  test("counts scans between which tables and unknown markers stand", () => {
    const between = [...segment(0xc4, [0xff, 0xda]), ...segment(0xfe, [0xff, 0xd9]), 0xff, 0x02, 0xff, 0xf7];
    expect(probeJpeg(jpeg(frame(0xc2), scan(3), between, scan(1), between, scan(1))).scans).toBe(3);
  });

  test("takes the first orientation before the picture data", () => {
    expect(probeJpeg(jpeg(exif(0), exif(5), exif(6), frame(0xc0), scan(3), exif(7))).orientation).toBe(5);
    expect(probeJpeg(jpeg(frame(0xc2), scan(3), exif(7), EOI)).orientation).toBe(1);
    expect(
      probeJpeg(jpeg(segment(0xe1, ascii("http://ns.adobe.com/xap/1.0/\0")), frame(0xc0), scan(3)))
        .orientation,
    ).toBe(1);
  });

  test("sees an ICC profile in APP2 by its signature", () => {
    const profile = segment(0xe2, [...ascii("ICC_PROFILE\0"), 1, 1, 0]);
    const multiPicture = segment(0xe2, ascii("MPF\0MM"));
    expect(probeJpeg(jpeg(multiPicture, profile, frame(0xc0), scan(3))).icc).toBe(true);
    expect(probeJpeg(jpeg(multiPicture, frame(0xc0), scan(3))).icc).toBe(false);
  });

  test.each([
    ["noise", (index: number) => (index * 2_654_435_761) >>> 24],
    ["nothing but fill bytes", () => 0xff],
    ["stuffed bytes", (index: number) => (index % 2 === 0 ? 0xff : 0)],
    ["restart markers", (index: number) => (index % 2 === 0 ? 0xff : 0xd1)],
    ["empty comments", (index: number) => [0xff, 0xfe, 0, 0][index % 4] ?? 0],
  ])("walks 4 MB of %s in bounded time", (_, byteAt) => {
    const bytes = new Uint8Array(4_000_000);
    const head = jpeg(frame(0xc2), scan(3));
    for (let index = head.length; index < bytes.length; index++) bytes[index] = byteAt(index);
    bytes.set(head);
    const begun = performance.now();
    expect(probeJpeg(bytes)).toMatchObject({ width: 16, height: 8 });
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
