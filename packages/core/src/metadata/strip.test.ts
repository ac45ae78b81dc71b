import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { pngChunk, pngChunksOf } from "../formats/png-chunks.ts";
import { probeGif } from "../formats/probe-gif.ts";
import { probePng } from "../formats/probe-png.ts";
import { probeWebp } from "../formats/probe-webp.ts";
import { riffChunk, riffChunksOf, RIFF_HEADER_BYTES } from "../formats/riff-chunks.ts";
import type { Format } from "../formats/table.ts";
import { isStrippable, stripMetadata } from "./strip.ts";

const PROBES = { gif: probeGif, png: probePng, webp: probeWebp };

function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const SECRET = "51.5007N 0.1246W";

function holds(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder("latin1").decode(bytes).includes(text);
}

/** All frames as a hash of their pixels, upright as the metadata says, and what says how they play. */
async function playback(bytes: Uint8Array): Promise<unknown> {
  const { loop, delay, pages, icc } = await sharp(bytes, { animated: true }).metadata();
  const pixels = await sharp(bytes, { animated: true }).autoOrient().ensureAlpha().raw().toBuffer();
  return { loop, delay, pages, icc, pixels: createHash("sha256").update(pixels).digest("hex") };
}

/** A TIFF block with an orientation and, behind it, a position. */
function exif(orientation: number): Uint8Array {
  const head = [
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    18,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  return join(Uint8Array.from(head), ascii(SECRET));
}

describe.each([
  ["gif", "gif/animated-30.gif"],
  ["gif", "gif/animated-loop-3.gif"],
  ["gif", "gif/dispose-previous.gif"],
  ["gif", "gif/first-frame-transparency.gif"],
  ["gif", "gif/large-canvas-partial-frames.gif"],
  ["gif", "gif/1024-frames-1x1.gif"],
  ["webp", "webp/animated-alpha-9.webp"],
  ["webp", "webp/animated-loop-3.webp"],
  ["webp", "webp/animated-says-rgba-frames-rgb.webp"],
  ["webp", "webp/icc-exif.webp"],
  ["webp", "orientation/orientation-6.webp"],
  ["png", "png/apng-4-frames.png"],
  ["png", "png/display-p3.png"],
  ["png", "png/palette-transparent.png"],
  ["png", "orientation/orientation-6.png"],
] as const)("a %s, %s,", (format, path) => {
  const bytes = fixture(path);
  const stripped = stripMetadata(bytes, format);

  test("decodes to the same pixels, timing and profile", async () => {
    expect(await playback(stripped)).toEqual(await playback(bytes));
  });

  test("keeps the facts of its header", () => {
    expect(PROBES[format](stripped)).toEqual(PROBES[format](bytes));
  });

  test("comes out of a second pass as of the first", () => {
    expect(stripMetadata(stripped, format)).toEqual(stripped);
  });

  test("loses what follows its end", () => {
    expect(stripMetadata(join(bytes, ascii(SECRET)), format)).toEqual(stripped);
  });

  test("is not changed itself, and shares no memory with the result", () => {
    expect(bytes).toEqual(fixture(path));
    expect(stripped.buffer).not.toBe(bytes.buffer);
    expect(stripped.byteLength).toBe(stripped.buffer.byteLength);
  });
});

const subBlock = (content: Uint8Array): Uint8Array => join(Uint8Array.of(content.length), content);
const extension = (label: number, ...contents: readonly Uint8Array[]): Uint8Array =>
  join(Uint8Array.of(0x21, label), ...contents.map(subBlock), Uint8Array.of(0));

describe("gif", () => {
  const whole = fixture("gif/animated-loop-3.gif");
  /** The fixture with blocks put in before its first. */
  function withBlocks(...blocks: readonly Uint8Array[]): Uint8Array {
    const screenEnd = 13 + 3 * (2 << ((whole[10] ?? 0) & 7));
    return join(whole.subarray(0, screenEnd), ...blocks, whole.subarray(screenEnd));
  }

  test.each([
    ["a comment", extension(0xfe, ascii(SECRET), ascii("more"))],
    ["plain text", extension(0x01, new Uint8Array(12), ascii(SECRET))],
    ["XMP", extension(0xff, ascii("XMP DataXMP"), ascii(SECRET))],
    ["an unknown extension", extension(0x42, ascii(SECRET))],
    [
      "an application's data under a name that is no name",
      extension(0xff, new Uint8Array(255), ascii(SECRET)),
    ],
  ])("loses %s", (_, block) => {
    expect(stripMetadata(withBlocks(block), "gif")).toEqual(stripMetadata(whole, "gif"));
  });

  test("keeps of a loop extension the count alone", () => {
    const loop = extension(0xff, ascii("ANIMEXTS1.0"), ascii(SECRET), Uint8Array.of(1, 7, 0), ascii(SECRET));
    const stripped = stripMetadata(withBlocks(loop), "gif");
    expect(holds(stripped, SECRET)).toBe(false);
    expect(holds(stripped, "ANIMEXTS1.0\x03\x01\x07\0\0")).toBe(true);
  });

  test("that is cut short keeps what it has", () => {
    const cut = stripMetadata(whole, "gif").subarray(0, Math.floor(whole.length / 2));
    expect(stripMetadata(cut, "gif")).toEqual(cut);
    expect(probeGif(cut).frames).toBeGreaterThan(1);
  });

  test("that is cut short within its loop extension gets an end", () => {
    const cut = withBlocks(extension(0xff, ascii("NETSCAPE2.0"), Uint8Array.of(1, 7, 0)));
    const end = cut.indexOf(0x21, 13) + 18;
    expect(stripMetadata(cut.subarray(0, end), "gif")).toEqual(
      join(cut.subarray(0, end), Uint8Array.of(0, 0x3b)),
    );
  });
});

const riffTypesOf = (bytes: Uint8Array): string[] =>
  [...riffChunksOf(bytes, RIFF_HEADER_BYTES, bytes.length)].map(({ type }) => type);

describe("webp", () => {
  const EXTENDED = 0x04 | 0x08;
  const whole = fixture("webp/animated-alpha-9.webp");

  /** The fixture with chunks added behind its last, and its flags for EXIF and XMP set. */
  function withChunks(...chunks: readonly Uint8Array[]): Uint8Array {
    const body = whole.slice(RIFF_HEADER_BYTES);
    body[8] = (body[8] ?? 0) | EXTENDED;
    return riffChunk("RIFF", [ascii("WEBP"), body, ...chunks]);
  }

  test("loses EXIF, XMP and unknown chunks, with their flags", () => {
    const full = withChunks(
      riffChunk("EXIF", [exif(1)]),
      riffChunk("XMP ", [ascii(SECRET)]),
      riffChunk("MINE", [ascii(SECRET)]),
    );
    expect(stripMetadata(full, "webp")).toEqual(stripMetadata(whole, "webp"));
  });

  test("loses unknown chunks within a frame", () => {
    const frame = [...riffChunksOf(whole, RIFF_HEADER_BYTES, whole.length)].find(
      ({ type }) => type === "ANMF",
    );
    if (frame === undefined) throw new Error("The fixture has no frame.");
    const filled = riffChunk("ANMF", [
      whole.subarray(frame.content, frame.end),
      riffChunk("MINE", [ascii(SECRET)]),
    ]);
    const full = riffChunk("RIFF", [
      whole.subarray(8, frame.start),
      filled,
      whole.subarray(frame.end + (frame.end & 1)),
    ]);
    expect(holds(full, SECRET)).toBe(true);
    expect(stripMetadata(full, "webp")).toEqual(stripMetadata(whole, "webp"));
  });

  test("keeps of EXIF an orientation that is not upright, and nothing else", () => {
    const stripped = stripMetadata(withChunks(riffChunk("EXIF", [exif(6)])), "webp");
    expect(probeWebp(stripped).orientation).toBe(6);
    expect(holds(stripped, SECRET)).toBe(false);
    expect(riffTypesOf(stripped).at(-1)).toBe("EXIF");
    expect((stripped[20] ?? 0) & EXTENDED).toBe(0x08);
  });

  test("of the simple form does not take up EXIF, which it cannot have", () => {
    const picture = [...riffChunksOf(fixture("webp/icc-exif.webp"), RIFF_HEADER_BYTES, 21_552)].find(
      ({ type }) => type === "VP8 ",
    );
    if (picture === undefined) throw new Error("The fixture has no picture.");
    const chunk = fixture("webp/icc-exif.webp").subarray(picture.start, picture.end + (picture.end & 1));
    const simple = riffChunk("RIFF", [ascii("WEBP"), chunk]);
    const full = riffChunk("RIFF", [ascii("WEBP"), chunk, riffChunk("EXIF", [exif(6)])]);
    expect(stripMetadata(full, "webp")).toEqual(simple);
  });

  test("keeps its colour profile", () => {
    const stripped = stripMetadata(fixture("webp/icc-exif.webp"), "webp");
    expect(riffTypesOf(stripped)).toEqual(["VP8X", "ICCP", "VP8 "]);
  });

  test("that is cut short is refused", () => {
    expect(() => stripMetadata(whole.subarray(0, -1), "webp")).toThrow(
      expect.objectContaining({ code: "image_corrupt" }),
    );
  });
});

const pngTypesOf = (bytes: Uint8Array): string[] => [...pngChunksOf(bytes)].map(({ type }) => type);

describe("png", () => {
  const whole = fixture("png/apng-4-frames.png");
  const HEADER_END = 33;

  const withChunks = (...chunks: readonly Uint8Array[]): Uint8Array =>
    join(whole.subarray(0, HEADER_END), ...chunks, whole.subarray(HEADER_END));

  test.each(["tEXt", "zTXt", "iTXt", "tIME", "eXIf", "pHYs", "caBX", "prVt"])("loses %s", (type) => {
    expect(stripMetadata(withChunks(pngChunk(type, ascii(SECRET))), "png")).toEqual(whole);
  });

  test("keeps every frame, byte for byte", () => {
    expect(stripMetadata(whole, "png")).toEqual(whole);
    expect(pngTypesOf(whole)).toContain("fdAT");
  });

  test("keeps what says how its colours are meant", () => {
    const kept = ["sRGB", "gAMA", "cHRM", "iCCP", "cICP"];
    const chunks = kept.map((type) => pngChunk(type, Uint8Array.of(0)));
    expect(pngTypesOf(stripMetadata(withChunks(...chunks), "png"))).toEqual(expect.arrayContaining(kept));
  });

  test("keeps of EXIF an orientation that is not upright, and nothing else", () => {
    const stripped = stripMetadata(withChunks(pngChunk("eXIf", exif(8)), pngChunk("eXIf", exif(3))), "png");
    expect(probePng(stripped).orientation).toBe(8);
    expect(holds(stripped, SECRET)).toBe(false);
    expect(pngTypesOf(stripped).filter((type) => type === "eXIf")).toHaveLength(1);
  });

  test("that is cut short keeps what it has", () => {
    const cut = whole.subarray(0, whole.length - 30);
    expect(stripMetadata(cut, "png")).toEqual(cut);
  });
});

test.each(["jpeg", "avif", "heic", "svg"] as const satisfies readonly Format[])(
  "%s is not stripped",
  (format) => {
    expect(isStrippable(format)).toBe(false);
    expect(() => stripMetadata(new Uint8Array(8), format)).toThrow(
      expect.objectContaining({ code: "image_unsupported" }),
    );
  },
);
