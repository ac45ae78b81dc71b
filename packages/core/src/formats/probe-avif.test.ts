import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDarkroomError } from "../errors.ts";
import { boxOf, fullBoxOf, joined, text, u16, u32, u8 } from "./isobmff.ts";
import { avifIccProfile, probeAvif, probeHeic, readAvifColour } from "./probe-avif.ts";

function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

const STILL = {
  format: "avif",
  orientation: 1,
  frames: 1,
  alpha: false,
  bitDepth: 8,
  components: 3,
  icc: false,
  progressive: false,
  scans: 1,
};

describe("an AVIF", () => {
  test.each([
    ["1x1", { width: 1, height: 1 }],
    ["photo-8bit-420", { width: 768, height: 512 }],
    ["icc-exif-xmp", { width: 403, height: 302, icc: true }],
    ["alpha", { width: 128, height: 128, alpha: true }],
    ["irot1-imir0", { width: 427, height: 640, orientation: 5 }],
    ["irot-alpha-both", { width: 512, height: 256, orientation: 8, alpha: true }],
    ["grid-1x5", { width: 1024, height: 770 }],
    ["hdr-p3-pq", { width: 200, height: 200, bitDepth: 10 }],
    ["gain-map", { width: 400, height: 300 }],
    ["12mp-phone", { width: 3024, height: 4032, icc: true }],
    ["animated-8bit", { width: 150, height: 150, frames: 5 }],
  ])("%s is read from its header", (name, facts) => {
    expect(probeAvif(fixture(`avif/${name}.avif`))).toEqual({ ...STILL, ...facts });
  });

  test("that is grey says so, whatever size it claims", () => {
    expect(probeAvif(fixture("hostile/bomb-17000x17000.avif"))).toMatchObject({
      width: 17_000,
      components: 1,
    });
  });

  test("gives its colour: an ICC profile, code points, or both", () => {
    const both = readAvifColour(fixture("avif/icc-exif-xmp.avif"));
    expect(both.icc).toHaveLength(596);
    expect(both.nclx).toEqual({ primaries: 2, transfer: 2, matrix: 6, fullRange: true });
    expect(readAvifColour(fixture("avif/hdr-p3-pq.avif"))).toEqual({
      icc: undefined,
      nclx: { primaries: 12, transfer: 16, matrix: 6, fullRange: true },
    });
    const profile = avifIccProfile(fixture("avif/12mp-phone.avif"));
    expect(new TextDecoder().decode(profile?.subarray(36, 40))).toBe("acsp");
    expect(avifIccProfile(fixture("avif/1x1.avif"))).toBeUndefined();
  });

  test("that ends within its picture is refused from the header", () => {
    expect(() => probeAvif(fixture("hostile/truncated.avif"))).toThrow(/reach beyond its end/);
  });

  test("that ends within a part that nobody needs is not", () => {
    const photo = fixture("avif/photo-8bit-420.avif");
    const tail = [...u32(1000), ...text("free"), 1, 2, 3];
    expect(probeAvif(Uint8Array.from([...photo, ...tail]))).toMatchObject({ width: 768 });
  });
});

describe("a HEIC", () => {
  test.each([
    ["rgb-8bit-123x456.heic", { width: 123, height: 456, alpha: false }],
    ["rgba-8bit-128.heif", { width: 128, height: 128, alpha: true }],
  ])("%s is measured", (name, facts) => {
    expect(probeHeic(fixture(`heic/${name}`))).toMatchObject({ ...STILL, format: "heic", ...facts });
  });

  test("is not taken for an AVIF", () => {
    expect(() => probeAvif(fixture("heic/rgba-8bit-128.heif"))).toThrow(/type 'hvc1', which is not decoded/);
  });
});

interface Item {
  readonly type: string;
  readonly data?: Uint8Array;
  /** Associations: a property from 1, with 0x80 where it is essential. */
  readonly has?: readonly number[];
  readonly protection?: number;
}

interface Plan {
  readonly items: readonly Item[];
  readonly properties?: readonly Uint8Array[];
  readonly references?: readonly Uint8Array[];
  readonly more?: readonly Uint8Array[];
  readonly handler?: string;
  /** `iloc` fields by item: construction method, data reference, offset and length of its one part. */
  readonly locations?: readonly (readonly [number, number, number, number])[];
}

/** A file with its items' bytes in `idat`. Items are numbered from 1, and the first is the primary one. */
function heif({
  items,
  properties = [],
  references = [],
  more = [],
  handler = "pict",
  locations,
}: Plan): Uint8Array {
  let end = 0;
  const places = items.map(
    ({ data = u8(0) }) => [1, 0, (end += data.length) - data.length, data.length] as const,
  );
  const located = (locations ?? places).map(([method, reference, offset, length], index) =>
    joined(u16(index + 1, method, reference, 1), u32(offset, length)),
  );
  const described = items.map(({ type, protection = 0 }, index) =>
    fullBoxOf("infe", { version: 2 }, u16(index + 1, protection), text(type), u8(0)),
  );
  const associated = items.map(({ has = [] }, index) => joined(u16(index + 1), u8(has.length, ...has)));
  const meta = fullBoxOf(
    "meta",
    {},
    fullBoxOf("hdlr", {}, u32(0), text(handler), u32(0, 0, 0), u8(0)),
    fullBoxOf("pitm", {}, u16(1)),
    fullBoxOf("iloc", { version: 1 }, u16(0x4400, located.length), ...located),
    fullBoxOf("iinf", {}, u16(items.length), ...described),
    fullBoxOf("iref", {}, ...references),
    boxOf(
      "iprp",
      boxOf("ipco", ...properties),
      fullBoxOf("ipma", {}, u32(items.length), ...associated),
      ...more,
    ),
    boxOf("idat", ...items.map(({ data = u8(0) }) => data)),
  );
  return joined(boxOf("ftyp", text("avif"), u32(0), text("mif1")), meta);
}

const ispe = (width: number, height: number): Uint8Array => fullBoxOf("ispe", {}, u32(width, height));
const av1C = (flags = 0x0c): Uint8Array => boxOf("av1C", u8(0x81, 0, flags, 0));
const auxC = (type: string): Uint8Array => fullBoxOf("auxC", {}, text(`${type}\0`));
const grid = (rows: number, columns: number, width: number, height: number): Uint8Array =>
  joined(u8(0, 0, rows - 1, columns - 1), u16(width, height));
const ALPHA = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";

/** A picture of 64×48. */
function picture(plan: Partial<Plan> = {}): Uint8Array {
  return heif({ items: [{ type: "av01", has: [1, 2] }], properties: [ispe(64, 48), av1C()], ...plan });
}

/** A grid of two tiles side by side; its parts can be replaced. */
function gridOf({
  size = [128, 48],
  tile = [64, 48],
  tiles = [2, 3],
  data = grid(1, 2, 128, 48),
} = {}): Uint8Array {
  return heif({
    items: [
      { type: "grid", data, has: [1] },
      { type: "av01", has: [2, 3] },
      { type: "av01", has: [2, 3] },
    ],
    properties: [ispe(size[0] ?? 0, size[1] ?? 0), ispe(tile[0] ?? 0, tile[1] ?? 0), av1C()],
    references: [boxOf("dimg", u16(1, tiles.length, ...tiles))],
  });
}

describe("the description of a picture", () => {
  test("may lie in several 'ipma' boxes, and its bytes in 'idat'", () => {
    const more = [fullBoxOf("ipma", {}, u32(1), u16(1), u8(1, 0x83))];
    const file = picture({ properties: [ispe(64, 48), av1C(0x4c), boxOf("irot", u8(1))], more });
    expect(probeAvif(file)).toEqual({ ...STILL, width: 64, height: 48, bitDepth: 10, orientation: 8 });
  });

  test("has a crop in coordinates of the decoded picture, also where it turns before it crops", () => {
    const crop = boxOf("clap", u32(10, 1, 20, 1, 0, 1, 0, 1));
    const properties = [ispe(64, 48), av1C(), boxOf("irot", u8(1)), crop];
    const turned = picture({ items: [{ type: "av01", has: [1, 2, 3, 4] }], properties });
    expect(probeAvif(turned)).toMatchObject({
      width: 20,
      height: 10,
      orientation: 8,
      clap: { left: 22, top: 19, width: 20, height: 10 },
    });
  });

  test("makes alpha of an auxiliary picture only where it is alpha", () => {
    const items = [
      { type: "av01", has: [1, 2] },
      { type: "av01", has: [2, 3] },
    ];
    const file = (type: string): Uint8Array =>
      heif({
        items,
        properties: [ispe(64, 48), av1C(), auxC(type)],
        references: [boxOf("auxl", u16(2, 1, 1))],
      });
    expect(probeAvif(file(ALPHA))).toMatchObject({ alpha: true });
    expect(probeAvif(file("urn:com:photo:aux:hdrgainmap"))).toMatchObject({ alpha: false });
    expect(probeAvif(file(`${ALPHA}s`))).toMatchObject({ alpha: false });
  });

  test("takes a grid's depth from its tiles", () => {
    expect(probeAvif(gridOf())).toEqual({ ...STILL, width: 128, height: 48 });
  });
});

describe("refused, with a reason, is", () => {
  test.each([
    [
      "an alpha plane of another size than the picture",
      heif({
        items: [
          { type: "av01", has: [1, 2] },
          { type: "av01", has: [4, 2, 3] },
        ],
        properties: [ispe(64, 48), av1C(), auxC(ALPHA), ispe(16_000, 16_000)],
        references: [boxOf("auxl", u16(2, 1, 1))],
      }),
      "image_unsupported",
      /alpha plane of another size/,
    ],
    ["a file of another kind of items", picture({ handler: "mdta" }), "image_unsupported", /not pictures/],
    [
      "an encrypted picture",
      picture({ items: [{ type: "av01", has: [1, 2], protection: 1 }] }),
      "image_unsupported",
      /encrypted/,
    ],
    [
      "a picture derived in another way",
      picture({ items: [{ type: "iovl", has: [1, 2] }] }),
      "image_unsupported",
      /'iovl'/,
    ],
    [
      "a picture with an essential property that nobody knows",
      picture({
        items: [{ type: "av01", has: [1, 2, 0x83] }],
        properties: [ispe(64, 48), av1C(), boxOf("x\n\0y")],
      }),
      "image_unsupported",
      /'x\?\?y'/,
    ],
    [
      "a picture without a size",
      picture({ items: [{ type: "av01", has: [2] }] }),
      "image_corrupt",
      /what size/,
    ],
    ["a picture without width", picture({ properties: [ispe(0, 48), av1C()] }), "image_corrupt", /0 pixels/],
    [
      "a picture without a configuration",
      picture({ items: [{ type: "av01", has: [1] }] }),
      "image_corrupt",
      /coded/,
    ],
    [
      "a property that does not exist",
      picture({ items: [{ type: "av01", has: [1, 2, 9] }] }),
      "image_corrupt",
      /property/,
    ],
    ["bytes in another file", picture({ locations: [[0, 1, 0, 1]] }), "image_unsupported", /another file/],
    ["bytes in another item", picture({ locations: [[2, 0, 0, 1]] }), "image_unsupported", /another item/],
    ["bytes beyond 'idat'", picture({ locations: [[1, 0, 0, 2]] }), "image_corrupt", /beyond its end/],
    [
      "bytes beyond the file",
      picture({ locations: [[0, 0, 0xffffffff, 1]] }),
      "image_corrupt",
      /beyond its end/,
    ],
    ["no bytes at all", picture({ locations: [] }), "image_corrupt", /where the bytes/],
    ["a grid with a tile too few", gridOf({ tiles: [2] }), "image_corrupt", /not as many/],
    ["a grid of the same tile twice", gridOf({ tiles: [2, 2] }), "image_corrupt", /not as many/],
    ["a grid of a tile that is missing", gridOf({ tiles: [2, 4] }), "image_corrupt", /item 4/],
    ["a grid of grids", gridOf({ tiles: [2, 1] }), "image_unsupported", /'grid'/],
    ["a grid that gives two sizes", gridOf({ size: [128, 47] }), "image_corrupt", /two different sizes/],
    ["a grid whose tiles leave a gap", gridOf({ tile: [63, 48] }), "image_corrupt", /not fit/],
    ["a grid with a tile that nobody would see", gridOf({ tile: [128, 48] }), "image_corrupt", /not fit/],
    [
      "a grid with large tiles",
      gridOf({ tile: [64, 49_000], data: grid(1, 2, 128, 48) }),
      "image_corrupt",
      /not fit/,
    ],
    ["a grid cut short", gridOf({ data: u8(0, 0, 0, 1, 0) }), "image_corrupt", /'grid' is cut short/],
  ] as const)("%s", (_, file, code, message) => {
    expect(() => probeAvif(file)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  test("a file of a million items, extents or properties, at once", () => {
    const ftyp = boxOf("ftyp", text("avif"), u32(0));
    const metaOf = (...boxes: readonly Uint8Array[]): Uint8Array =>
      joined(ftyp, fullBoxOf("meta", {}, ...boxes));
    // Parts without offset and length take no bytes: 30,000 items of 65,535 parts in 180 kB.
    const parts = fullBoxOf("iloc", { version: 0 }, u16(0, 30_000), new Uint8Array(180_000).fill(0xff));
    const shared = Uint8Array.from({ length: 258 * 1000 }, (__, at) =>
      at % 258 === 2 ? 255 : at % 258 > 2 ? 1 : 0,
    );
    const properties = boxOf("iprp", boxOf("ipco", boxOf("free")), fullBoxOf("ipma", {}, u32(1000), shared));
    const entries = Array.from({ length: 5000 }, (__, id) =>
      fullBoxOf("infe", { version: 2 }, u16(id, 0), text("av01")),
    );
    const targets = fullBoxOf("iref", {}, boxOf("dimg", u16(1, 65_535), new Uint8Array(131_070)));
    const attacks = [
      metaOf(parts),
      metaOf(properties),
      metaOf(fullBoxOf("iinf", {}, u16(5000), ...entries)),
      metaOf(targets),
    ];
    const start = performance.now();
    for (const attack of attacks) expect(() => probeAvif(attack)).toThrow(/more than|twice/);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("a sequence without a still picture, and a file without anything", () => {
    const ftyp = [...boxOf("ftyp", text("avis"), u32(0))];
    expect(() => probeAvif(Uint8Array.from([...ftyp, ...boxOf("moov")]))).toThrow(/sequence without a still/);
    expect(() => probeAvif(Uint8Array.from(ftyp))).toThrow(/no 'meta' box/);
    expect(() => probeAvif(new Uint8Array())).toThrow(/no 'ftyp' box/);
  });
});

/** Only a DarkroomError may come out. */
function withstand(bytes: Uint8Array): void {
  for (const read of [probeAvif, probeHeic, readAvifColour]) {
    try {
      read(bytes);
    } catch (error) {
      if (!isDarkroomError(error)) throw error;
    }
  }
}

describe.each([
  "avif/alpha.avif",
  "avif/grid-1x5.avif",
  "avif/animated-8bit.avif",
  "avif/icc-exif-xmp.avif",
  "avif/gain-map.avif",
])("%s", (path) => {
  const whole = fixture(path);
  const header = whole.subarray(0, 1100);

  test("may be cut anywhere", () => {
    for (let length = 0; length < header.length; length++) withstand(whole.subarray(0, length));
    expect(() => probeAvif(whole)).not.toThrow();
  });

  test("may have any bytes of its header changed", () => {
    const change = fc.record({ at: fc.nat(header.length - 1), to: fc.integer({ min: 0, max: 255 }) });
    const property = fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const bytes = whole.slice();
      for (const { at, to } of changes) bytes[at] = to;
      withstand(bytes);
    });
    expect(fc.check(property, { numRuns: 500 })).toMatchObject({ failed: false, counterexample: null });
  });
});
