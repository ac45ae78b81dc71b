/** Walks the blocks of a GIF (GIF89a): logical screen (18), image descriptors (20), extensions (23 to 26). */
import { u16le } from "./byte-fields.ts";
import type { Rectangle, Size } from "./facts.ts";

const IMAGE_SEPARATOR = 0x2c;
const EXTENSION_INTRODUCER = 0x21;
/** The signature and the logical screen descriptor. */
const SCREEN_END = 13;
const IMAGE_DESCRIPTOR_BYTES = 10;

export interface GifScreen extends Size {
  /** Offset of the first block, after the global colour table. */
  readonly end: number;
}

export interface GifExtension {
  readonly kind: "extension";
  /** Which extension: 0xf9 graphic control, 0xff application, 0xfe comment, 0x01 plain text. */
  readonly label: number;
  readonly start: number;
  /** Offset of the first sub-block. */
  readonly data: number;
  readonly end: number;
}

export interface GifImage {
  readonly kind: "image";
  readonly start: number;
  /** Offset of the first sub-block of compressed pixels. */
  readonly data: number;
  readonly end: number;
  readonly place: Rectangle;
  readonly interlaced: boolean;
}

/** `end` of a block is past the end of the file where the file is cut short within it. */
export type GifBlock = GifExtension | GifImage;

export function gifScreenOf(bytes: Uint8Array): GifScreen {
  const end = SCREEN_END + colourTableBytes(bytes[10] ?? 0);
  return { width: u16le(bytes, 6), height: u16le(bytes, 8), end };
}

/**
 * Every block up to the trailer, to the end of the bytes or to a byte that begins no block, which browsers
 * take for the trailer. An image is yielded when its descriptor is whole.
 */
export function* gifBlocksOf(bytes: Uint8Array, screen: GifScreen): Generator<GifBlock, void, undefined> {
  let start = screen.end;
  for (;;) {
    const introducer = bytes[start];
    if (introducer === EXTENSION_INTRODUCER && start + 2 < bytes.length) {
      const data = start + 2;
      const end = subBlocksEnd(bytes, data);
      yield { kind: "extension", label: bytes[start + 1] ?? 0, start, data, end };
      start = end;
    } else if (introducer === IMAGE_SEPARATOR && start + IMAGE_DESCRIPTOR_BYTES <= bytes.length) {
      const image = readImage(bytes, start);
      yield image;
      start = image.end;
    } else {
      return;
    }
  }
}

/** The sub-blocks from an offset on, without their lengths; the last is shorter than it says if the file is cut. */
export function* gifSubBlocksOf(bytes: Uint8Array, from: number): Generator<Uint8Array, void, undefined> {
  let at = from;
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    yield bytes.subarray(at + 1, at + 1 + length);
    at += 1 + length;
  }
}

function readImage(bytes: Uint8Array, start: number): GifImage {
  const packed = bytes[start + 9] ?? 0;
  const place = {
    left: u16le(bytes, start + 1),
    top: u16le(bytes, start + 3),
    width: u16le(bytes, start + 5),
    height: u16le(bytes, start + 7),
  };
  // Before the sub-blocks stands the least code size of the compression, one byte.
  const data = start + IMAGE_DESCRIPTOR_BYTES + colourTableBytes(packed) + 1;
  return {
    kind: "image",
    start,
    data,
    end: subBlocksEnd(bytes, data),
    place,
    interlaced: (packed & 0x40) !== 0,
  };
}

/** Bytes of the colour table that a packed field announces: three for each of 2 to 256 colours, or none. */
function colourTableBytes(packed: number): number {
  return (packed & 0x80) === 0 ? 0 : 3 * (2 << (packed & 7));
}

/** Offset after the empty sub-block that ends a sequence; past the end of the bytes where it is missing. */
function subBlocksEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const length = bytes[at];
    if (length === undefined) return bytes.length + 1;
    at += 1 + length;
    if (length === 0) return at;
  }
}
