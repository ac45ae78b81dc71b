import { u24le } from "../formats/byte-fields.ts";
import type { Rectangle, Size } from "../formats/facts.ts";
import { contains } from "../formats/frame-canvas.ts";
import { corrupt } from "../formats/refusal.ts";
import {
  RIFF_HEADER_BYTES,
  type RiffChunk,
  riffChunk,
  riffChunksOf,
  riffEnd,
} from "../formats/riff-chunks.ts";

/** The first picture of an animated WebP, as a file that a decoder of still pictures takes. */
export interface FirstFrame {
  readonly file: Uint8Array<ArrayBuffer>;
  /** Where the frame lies on its canvas. */
  readonly place: Rectangle;
  readonly canvas: Size;
}

/** Flags of VP8X, and the bytes before the chunks of a frame (RFC 9649, 2.7.1). */
const ANIMATION = 0x02;
const ALPHA = 0x10;
const ANMF_HEADER_BYTES = 16;

/**
 * Finds the first frame of an animation and wraps its picture as a WebP of its own (RFC 9649, 2.7.1.1).
 * Gives undefined for a still picture, and throws `image_corrupt` where an animation has no whole frame.
 */
export function firstFrame(bytes: Uint8Array): FirstFrame | undefined {
  const end = riffEnd(bytes);
  let canvas: Size | undefined;
  for (const chunk of riffChunksOf(bytes, RIFF_HEADER_BYTES, end)) {
    if (canvas === undefined) {
      const isAnimated = chunk.type === "VP8X" && ((bytes[chunk.content] ?? 0) & ANIMATION) !== 0;
      if (!isAnimated) return undefined;
      canvas = sizeAt(bytes, chunk.content + 4);
    } else if (chunk.type === "ANMF") {
      return { canvas, ...readFrame(bytes, chunk, canvas) };
    }
  }
  throw corrupt("The WebP is an animation without a frame.");
}

function readFrame(bytes: Uint8Array, { content, end }: RiffChunk, canvas: Size): Omit<FirstFrame, "canvas"> {
  if (end - content < ANMF_HEADER_BYTES) throw corrupt("The WebP has a frame that is cut short.");
  const place = {
    left: 2 * u24le(bytes, content),
    top: 2 * u24le(bytes, content + 3),
    ...sizeAt(bytes, content + 6),
  };
  if (!contains({ left: 0, top: 0, ...canvas }, place)) {
    throw corrupt("The WebP has a frame that does not lie on its canvas.");
  }
  const from = content + ANMF_HEADER_BYTES;
  const hasAlphaChunk = riffChunksOf(bytes, from, end).some(({ type }) => type === "ALPH");
  const header = hasAlphaChunk ? [extendedHeader(place)] : [];
  const file = riffChunk("RIFF", [new TextEncoder().encode("WEBP"), ...header, bytes.subarray(from, end)]);
  return { file, place };
}

/** The VP8X chunk that a picture with a separate alpha plane needs. */
function extendedHeader({ width, height }: Size): Uint8Array {
  const content = new Uint8Array(10);
  const view = new DataView(content.buffer);
  content[0] = ALPHA;
  // Two fields of 24 bits: the second write covers the byte that the first one spills.
  view.setUint32(4, width - 1, true);
  view.setUint16(7, (height - 1) & 0xffff, true);
  content[9] = (height - 1) >> 16;
  return riffChunk("VP8X", [content]);
}

function sizeAt(bytes: Uint8Array, at: number): Size {
  return { width: u24le(bytes, at) + 1, height: u24le(bytes, at + 3) + 1 };
}
