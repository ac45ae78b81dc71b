/**
 * Reads a WebP's chunks (RFC 9649 section 2): the frame header of VP8 (RFC 6386 9.1), the header of VP8L (RFC
 * 9649 section 3), and of the extended form VP8X, ANMF, ALPH, EXIF and ICCP (2.7). What libwebp refuses for its
 * container alone is refused here.
 */
import { exifOrientation } from "../metadata/exif.ts";
import { hasAt, u16le, u24le, u32le } from "./byte-fields.ts";
import type { ImageFacts, Orientation, Rectangle, Size } from "./facts.ts";
import { contains, createFrameCanvas } from "./frame-canvas.ts";
import { corrupt, unsupported } from "./refusal.ts";
import { riffChunksOf, riffEnd, RIFF_HEADER_BYTES, type RiffChunk } from "./riff-chunks.ts";

const VP8X_BYTES = 10;
const VP8X_ANIMATION = 0x02;
const ANMF_HEADER_BYTES = 16;
const ANMF_DISPOSE_TO_BACKGROUND = 0x01;
const VP8L_SIGNATURE = 0x2f;

interface Picture extends Size {
  readonly alpha: boolean;
}

/** The chunks that hold a picture, and how its size and alpha are read from each. */
const PICTURES: Readonly<Partial<Record<string, (bytes: Uint8Array, chunk: RiffChunk) => Picture>>> = {
  "VP8 ": readLossy,
  VP8L: readLossless,
};

/** The facts of a WebP. Size and frames are those of the canvas, where the file has one. */
export function probeWebp(bytes: Uint8Array): ImageFacts {
  const end = riffEnd(bytes);
  const [first] = riffChunksOf(bytes, RIFF_HEADER_BYTES, end);
  if (first?.type === "VP8X") return readExtended(bytes, first, end);
  const picture = first === undefined ? undefined : PICTURES[first.type]?.(bytes, first);
  if (picture === undefined) throw corrupt("The WebP does not begin with a picture.");
  return factsOf(picture);
}

/** Reads the extended form: a canvas, then one picture of its size or any number of frames on it. */
function readExtended(bytes: Uint8Array, header: RiffChunk, end: number): ImageFacts {
  if (header.end - header.content !== VP8X_BYTES) throw corrupt("The WebP's extended header is damaged.");
  const flags = bytes[header.content] ?? 0;
  const size = { width: u24le(bytes, header.content + 4) + 1, height: u24le(bytes, header.content + 7) + 1 };
  const isAnimated = (flags & VP8X_ANIMATION) !== 0;
  const canvas = createFrameCanvas(size);
  let icc = false;
  let orientation: Orientation | undefined;

  for (const chunk of riffChunksOf(bytes, header.end, end)) {
    if (chunk.type === "ICCP") icc = true;
    if (chunk.type === "EXIF") orientation ??= exifOrientation(bytes.subarray(chunk.content, chunk.end));
    if (chunk.type === "ANMF" && isAnimated) {
      const frame = readFrame(bytes, chunk, size);
      canvas.draw(frame.place, !frame.alpha, frame.cleared);
    }
  }

  if (isAnimated) {
    if (canvas.frames() === 0) throw corrupt("The WebP is an animation without a frame.");
    return factsOf({ ...size, alpha: canvas.transparent() }, { icc, orientation, frames: canvas.frames() });
  }
  return factsOf(readPicture(bytes, header.end, end, size), { icc, orientation });
}

/** Reads the one picture between two offsets, which has to have this size. */
function readPicture(bytes: Uint8Array, from: number, to: number, size: Size): Picture {
  let hasAlphaChunk = false;
  for (const chunk of riffChunksOf(bytes, from, to)) {
    if (chunk.type === "ALPH") hasAlphaChunk = true;
    const picture = PICTURES[chunk.type]?.(bytes, chunk);
    if (picture === undefined) continue;
    if (picture.width !== size.width || picture.height !== size.height) {
      throw corrupt(
        `The WebP has a picture of ${picture.width}×${picture.height} pixels where it announces ${size.width}×${size.height}.`,
      );
    }
    return { ...picture, alpha: picture.alpha || hasAlphaChunk };
  }
  throw corrupt("The WebP has no picture data.");
}

interface Frame {
  readonly place: Rectangle;
  readonly alpha: boolean;
  readonly cleared: boolean;
}

/** Reads one frame of an animation: its place, then the chunks of its picture (RFC 9649 2.7). */
function readFrame(bytes: Uint8Array, { content, end }: RiffChunk, canvas: Size): Frame {
  if (end - content < ANMF_HEADER_BYTES) throw corrupt("The WebP has a frame that is cut short.");
  const place = {
    left: 2 * u24le(bytes, content),
    top: 2 * u24le(bytes, content + 3),
    width: u24le(bytes, content + 6) + 1,
    height: u24le(bytes, content + 9) + 1,
  };
  if (!contains({ left: 0, top: 0, width: canvas.width, height: canvas.height }, place)) {
    throw corrupt("The WebP has a frame that does not lie on its canvas.");
  }
  const { alpha } = readPicture(bytes, content + ANMF_HEADER_BYTES, end, place);
  const flags = bytes[content + 15] ?? 0;
  return { place, alpha, cleared: (flags & ANMF_DISPOSE_TO_BACKGROUND) !== 0 };
}

/** Reads the header of a VP8 key frame: a three-byte tag, the start code, two sides of 14 bits each. */
function readLossy(bytes: Uint8Array, { content, end }: RiffChunk): Picture {
  const tag = u24le(bytes, content);
  const isKeyFrame = (tag & 1) === 0;
  const isShown = ((tag >> 4) & 1) === 1;
  const version = (tag >> 1) & 7;
  const firstPartition = tag >> 5;
  const isWhole = end - content >= 10 && firstPartition < end - content;
  if (!isWhole || !isKeyFrame || !isShown || version > 3 || !hasAt(bytes, content + 3, "\x9d\x01\x2a")) {
    throw corrupt("The WebP's lossy picture does not begin with a key frame.");
  }
  const width = u16le(bytes, content + 6) & 0x3fff;
  const height = u16le(bytes, content + 8) & 0x3fff;
  if (width === 0 || height === 0) throw corrupt("The WebP has a side of 0 pixels.");
  return { width, height, alpha: false };
}

/** Reads the header of a lossless picture: a signature, two sides of 14 bits, whether alpha is used, a version. */
function readLossless(bytes: Uint8Array, { content, end }: RiffChunk): Picture {
  if (end - content < 5 || bytes[content] !== VP8L_SIGNATURE) {
    throw corrupt("The WebP's lossless picture does not begin with its signature.");
  }
  const bits = u32le(bytes, content + 1);
  if (bits >>> 29 !== 0)
    throw unsupported("The WebP's lossless picture is of a later version than is known.");
  return {
    width: (bits & 0x3fff) + 1,
    height: ((bits >>> 14) & 0x3fff) + 1,
    alpha: ((bits >>> 28) & 1) === 1,
  };
}

interface Extras {
  readonly icc: boolean;
  readonly orientation: Orientation | undefined;
  readonly frames: number;
}

function factsOf({ width, height, alpha }: Picture, extras: Partial<Extras> = {}): ImageFacts {
  return {
    format: "webp",
    width,
    height,
    orientation: extras.orientation ?? 1,
    frames: extras.frames ?? 1,
    alpha,
    bitDepth: 8,
    components: 3,
    icc: extras.icc ?? false,
    progressive: false,
    scans: 1,
  };
}
