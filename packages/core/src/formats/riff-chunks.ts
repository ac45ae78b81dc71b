/** Walks and writes the chunks of a RIFF file, as WebP has them (RFC 9649 2.3 and 2.4). */
import { fourCc, u32le } from "./byte-fields.ts";
import { corrupt } from "./refusal.ts";

/** RIFF, its size, and WEBP. */
export const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

export interface RiffChunk {
  readonly type: string;
  /** Offset of the chunk's type. */
  readonly start: number;
  /** Offset of the content. */
  readonly content: number;
  /** Offset after the content, without the byte that pads it to an even length. */
  readonly end: number;
}

/**
 * Offset where the RIFF file ends; what follows does not belong to it. Throws `image_corrupt` when the bytes
 * end before, as decoders refuse such a file too.
 */
export function riffEnd(bytes: Uint8Array): number {
  const end = CHUNK_HEADER_BYTES + u32le(bytes, 4);
  if (end > bytes.length) {
    throw corrupt(`The WebP says that it has ${end} bytes, but has ${bytes.length}: it was cut short.`);
  }
  return end;
}

/**
 * The chunks between two offsets; fewer than eight bytes at the end are passed over.
 * Throws `image_corrupt` for a chunk that is longer than the room it stands in.
 */
export function* riffChunksOf(
  bytes: Uint8Array,
  from: number,
  to: number,
): Generator<RiffChunk, void, undefined> {
  let start = from;
  while (start + CHUNK_HEADER_BYTES <= to) {
    const content = start + CHUNK_HEADER_BYTES;
    const size = u32le(bytes, start + 4);
    const end = content + size;
    if (end > to) throw corrupt("The WebP has a chunk that is longer than the file or frame it belongs to.");
    yield { type: fourCc(bytes, start), start, content, end };
    start = end + (size & 1);
  }
}

/** A chunk of these parts, padded to an even length. */
export function riffChunk(type: string, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const chunk = new Uint8Array(CHUNK_HEADER_BYTES + size + (size & 1));
  for (let index = 0; index < 4; index++) chunk[index] = type.charCodeAt(index);
  new DataView(chunk.buffer).setUint32(4, size, true);
  let at = CHUNK_HEADER_BYTES;
  for (const part of parts) {
    chunk.set(part, at);
    at += part.length;
  }
  return chunk;
}
