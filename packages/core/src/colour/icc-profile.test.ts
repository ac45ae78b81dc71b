import { readFile } from "node:fs/promises";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterEach, describe, expect, test, vi } from "vitest";
import { iccProfile, SRGB_TAGS } from "../../../../test/harness/icc-profile.ts";
import { FORMATS, type Format } from "../formats/table.ts";
import { readIccProfile } from "./icc-profile.ts";

function fixture(path: string): Promise<Buffer> {
  return readFile(new URL(`../../../../test/fixtures/${path}`, import.meta.url));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const PROFILE = Buffer.from(iccProfile({ tags: SRGB_TAGS }));
const CUT = [PROFILE.subarray(0, 100), PROFILE.subarray(100, 101), PROFILE.subarray(101)] as const;

/** An APP2 segment of a JPEG. */
function app2(number: number, count: number, part: Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from("ICC_PROFILE\0"), Buffer.from([number, count]), part]);
  return Buffer.concat([
    Buffer.from([0xff, 0xe2, (content.length + 2) >> 8, (content.length + 2) & 255]),
    content,
  ]);
}

function jpeg(...segments: readonly Uint8Array[]): Buffer {
  const multiPicture = Buffer.from([0xff, 0xe2, 0, 6, 0x4d, 0x50, 0x46, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    multiPicture,
    ...segments,
    Buffer.from([0xff, 0xda, 0, 2]),
  ]);
}

function chunk(name: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(name, 4);
  return Buffer.concat([head, data, Buffer.alloc(4)]);
}

function png(type: string, content: Uint8Array): Buffer {
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", Buffer.alloc(13)),
    chunk(type, content),
    chunk("IDAT", Buffer.alloc(1)),
  ]);
}

function iccp(deflated: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from("a name\0\0"), deflated]);
}

describe("the embedded profile is read", () => {
  test.each<[string, Format]>([
    ["photos/display-p3-gain-map-phone.jpg", "jpeg"],
    ["photos/adobe-rgb-600.jpg", "jpeg"],
    ["hostile/12bit.jpg", "jpeg"],
    ["png/display-p3.png", "png"],
    ["webp/icc-exif.webp", "webp"],
  ])("from %s as sharp reads it", async (path, format) => {
    const file = await fixture(path);
    const { icc } = await sharp(file).metadata();
    expect(Buffer.from((await readIccProfile(file, format)) ?? [])).toEqual(icc);
  });

  test("from a JPEG whose segments are out of order", async () => {
    const file = jpeg(app2(3, 3, CUT[2]), app2(1, 3, CUT[0]), app2(2, 3, CUT[1]));
    expect(await readIccProfile(file, "jpeg")).toEqual(new Uint8Array(PROFILE));
  });

  test("as long as its header says, without what stands behind it", async () => {
    const padded = Buffer.concat([PROFILE, Buffer.alloc(50, 1)]);
    expect(await readIccProfile(jpeg(app2(1, 1, padded)), "jpeg")).toEqual(new Uint8Array(PROFILE));
    expect(await readIccProfile(png("iCCP", iccp(deflateSync(padded))), "png")).toEqual(
      new Uint8Array(PROFILE),
    );
  });
});

describe("there is no profile", () => {
  test.each<[string, Buffer]>([
    ["one of its segments is missing", jpeg(app2(1, 3, CUT[0]), app2(3, 3, CUT[2]))],
    [
      "a segment comes twice",
      jpeg(app2(1, 2, CUT[0]), app2(1, 2, CUT[0]), app2(2, 2, PROFILE.subarray(100))),
    ],
    ["two segments disagree on their number", jpeg(app2(1, 2, CUT[0]), app2(2, 3, PROFILE.subarray(100)))],
    ["segments count from 0", jpeg(app2(0, 1, PROFILE))],
    ["it is shorter than its header says", jpeg(app2(1, 1, PROFILE.subarray(0, -1)))],
    ["its segment runs past the end of the file", jpeg(app2(1, 1, PROFILE)).subarray(0, 200)],
    ["it comes after the first scan", Buffer.concat([jpeg(), app2(1, 1, PROFILE)])],
    ["it is empty", jpeg(app2(1, 1, Buffer.alloc(0)))],
  ])("in a JPEG when %s", async (_, file) => {
    expect(await readIccProfile(file, "jpeg")).toBeUndefined();
  });

  test.each<[string, Buffer]>([
    ["its zlib stream is broken", png("iCCP", iccp(deflateSync(PROFILE).fill(7, 20, 40)))],
    ["its zlib stream is cut short", png("iCCP", iccp(deflateSync(PROFILE).subarray(0, -8)))],
    [
      "the method of compression is unknown",
      png("iCCP", Buffer.concat([Buffer.from("name\0\x01"), deflateSync(PROFILE)])),
    ],
    ["its name has no end", png("iCCP", Buffer.alloc(200, "n"))],
    ["it is a text", png("zTXt", iccp(deflateSync(PROFILE)))],
  ])("in a PNG when %s", async (_, file) => {
    expect(await readIccProfile(file, "png")).toBeUndefined();
  });

  test("in a format that has none, or in the bytes of another", async () => {
    for (const format of Object.keys(FORMATS) as Format[]) {
      const read = readIccProfile(new Uint8Array(300), format);
      await expect(read.catch((error: { name: string }) => error.name)).resolves.toBeOneOf([
        undefined,
        "DarkroomError",
      ]);
    }
  });
});

test("a bomb in a PNG's profile is left long before its end", async () => {
  const inflater = globalThis.DecompressionStream;
  let inflated = 0;
  vi.stubGlobal("DecompressionStream", function counting(format: CompressionFormat) {
    const { readable, writable } = new inflater(format);
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(part, controller) {
        inflated += part.length;
        controller.enqueue(part);
      },
    });
    return { writable, readable: readable.pipeThrough(counter) };
  });
  const file = png("iCCP", iccp(deflateSync(Buffer.alloc(64 * 1024 * 1024))));
  expect(await readIccProfile(file, "png")).toBeUndefined();
  expect(inflated).toBeGreaterThan(4 * 1024 * 1024);
  expect(inflated).toBeLessThan(6 * 1024 * 1024);
});
