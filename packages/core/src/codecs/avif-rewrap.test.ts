import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDarkroomError } from "../errors.ts";
import { readHeifFile } from "../formats/heif-file.ts";
import { probeAvif, readAvifColour } from "../formats/probe-avif.ts";
import { rewrapAvif } from "./avif-rewrap.ts";

function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

/** Where a four-character code stands, for the first time from an offset on. */
function find(bytes: Uint8Array, type: string, from = 0): number {
  const at = Buffer.from(bytes).indexOf(type, from, "latin1");
  if (at === -1) throw new Error(`no '${type}'`);
  return at;
}

const NAMES = [
  "1x1",
  "photo-8bit-420",
  "icc-exif-xmp",
  "alpha",
  "irot1-imir0",
  "irot-alpha-both",
  "grid-1x5",
  "hdr-p3-pq",
  "gain-map",
  "12mp-phone",
  "animated-8bit",
];

describe.each(NAMES)("%s, written anew,", (name) => {
  const original = fixture(`avif/${name}.avif`);
  const rewrapped = rewrapAvif(original);

  test("is the same picture without transforms, profile and animation", () => {
    const { orientation: _, clap: __, ...facts } = probeAvif(original);
    expect(probeAvif(rewrapped)).toEqual({ ...facts, orientation: 1, icc: false, frames: 1 });
    expect(readAvifColour(rewrapped)).toEqual({ ...readAvifColour(original), icc: undefined });
  });

  test("has all that libavif asks for, and no item beside the picture's", () => {
    const { items, references } = readHeifFile(rewrapped);
    const wanted = new Set([1]);
    for (const { from, to } of references) for (const id of [from, ...to]) wanted.add(id);
    expect(new Set(items.keys())).toEqual(wanted);
    for (const { type, properties } of items.values()) {
      const own = properties.map((property) => property.type);
      expect(own).toEqual(
        expect.arrayContaining(type === "grid" ? ["ispe", "pixi"] : ["ispe", "pixi", "av1C"]),
      );
    }
  });

  test("stays as it is when it is written anew once more", () => {
    expect(rewrapAvif(rewrapped)).toEqual(rewrapped);
  });
});

test("metadata and gain maps are left behind", () => {
  expect(rewrapAvif(fixture("avif/gain-map.avif")).length).toBeLessThan(45_000);
  expect(rewrapAvif(fixture("avif/icc-exif-xmp.avif")).length).toBeLessThan(15_600);
});

test("multiplied colours stay marked as such", () => {
  const bytes = rewrapAvif(fixture("avif/alpha.avif"));
  const auxl = find(bytes, "auxl");
  expect(Buffer.from(bytes).includes("prem")).toBe(false);
  const premultiplied = bytes.slice();
  // The reference's length, type, and both of its ends.
  premultiplied.set(Buffer.from("prem"), auxl);
  premultiplied.set([0, 1, 0, 1, 0, 2], auxl + 4);
  expect(Buffer.from(rewrapAvif(joinReferences(bytes, premultiplied))).includes("prem")).toBe(true);
});

/** The first file with the one reference of the second as well. */
function joinReferences(file: Uint8Array, other: Uint8Array): Uint8Array {
  const start = find(other, "prem") - 4;
  const reference = other.subarray(start, start + 14);
  const bytes = Uint8Array.from([
    ...file.subarray(0, start + 14),
    ...reference,
    ...file.subarray(start + 14),
  ]);
  const view = new DataView(bytes.buffer);
  for (const type of ["meta", "iref"]) {
    const at = find(bytes, type) - 4;
    view.setUint32(at, view.getUint32(at) + reference.length);
  }
  // Each item's offset in `iloc`, behind its sizes and count.
  const iloc = find(bytes, "iloc") + 12;
  for (const item of [0, 1]) {
    const at = iloc + 14 * item + 6;
    view.setUint32(at, view.getUint32(at) + reference.length);
  }
  return bytes;
}

describe("refused is", () => {
  test("a bitstream of larger frames than the container says", () => {
    const bytes = fixture("avif/photo-8bit-420.avif");
    const ispe = find(bytes, "ispe");
    new DataView(bytes.buffer).setUint32(ispe + 8, 767);
    expect(() => rewrapAvif(bytes)).toThrow(/picture is 767×512, but codes 768×512/);
  });

  test("a grid whose tiles, overlapping, are more than the file", () => {
    const bytes = fixture("avif/grid-1x5.avif");
    const view = new DataView(bytes.buffer);
    const firstItem = find(bytes, "iloc") + 12;
    // The bytes of each tile reach to the end of the last one's.
    for (let tile = 1; tile <= 5; tile++) {
      const at = firstItem + 14 * tile + 6;
      view.setUint32(at + 4, bytes.length - view.getUint32(at));
    }
    expect(() => rewrapAvif(bytes)).toThrow(/overlap each other/);
  });

  test("a file that ends within its picture", () => {
    expect(() => rewrapAvif(fixture("hostile/truncated.avif"))).toThrow(/reach beyond its end/);
  });
});

test("any bytes changed, or the end cut off, give a file or a DarkroomError", () => {
  const files = ["alpha", "grid-1x5", "animated-8bit", "irot-alpha-both"].map((name) =>
    fixture(`avif/${name}.avif`),
  );
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.constantFrom(...files), changes, fc.option(fc.nat()), (file, edits, cut) => {
      const bytes = file.slice(0, cut === null ? file.length : cut % file.length);
      for (const [at, to] of edits) bytes[at % Math.min(700, bytes.length)] = to;
      try {
        expect(rewrapAvif(bytes).length).toBeLessThan(2 * file.length + 4096);
      } catch (error) {
        if (!isDarkroomError(error)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});
