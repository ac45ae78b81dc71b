/** Walks and writes the chunks of a PNG (PNG 3rd edition, 5.3). Checksums are left to decoders, which differ on them. */
import { fourCc, u32be } from "./byte-fields.ts";

export const PNG_SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's content. */
export const PNG_CHUNK_FRAME = 12;

export interface PngChunk {
  readonly type: string;
  /** Offset of the chunk's length field. */
  readonly start: number;
  /** Offset of the content. */
  readonly content: number;
  /** Bytes of content, as the chunk says. */
  readonly length: number;
  /** Offset after the checksum; past the end of the file where the file is cut short. */
  readonly end: number;
}

/**
 * Every chunk up to IEND, to the end of the bytes or to bytes that are no chunk (the type not four letters, or
 * a length of 2³¹ or more). Of a file that is cut short, the last one is there in part.
 */
export function* pngChunksOf(bytes: Uint8Array): Generator<PngChunk, void, undefined> {
  let start = PNG_SIGNATURE_BYTES;
  while (start + 8 <= bytes.length) {
    const length = u32be(bytes, start);
    if (length > 0x7fff_ffff || !isTypeAt(bytes, start + 4)) return;
    const type = fourCc(bytes, start + 4);
    const end = start + PNG_CHUNK_FRAME + length;
    yield { type, start, content: start + 8, length, end };
    if (type === "IEND") return;
    start = end;
  }
}

/** Whether the four bytes are ASCII letters. */
function isTypeAt(bytes: Uint8Array, at: number): boolean {
  for (let index = at; index < at + 4; index++) {
    const lowerCase = (bytes[index] ?? 0) | 0x20;
    if (lowerCase < 0x61 || lowerCase > 0x7a) return false;
  }
  return true;
}

/** A chunk with its checksum (PNG 5.5, annex D). Meant for small ones: it goes bit by bit. */
export function pngChunk(type: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(PNG_CHUNK_FRAME + content.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length);
  for (let index = 0; index < 4; index++) chunk[4 + index] = type.charCodeAt(index);
  chunk.set(content, 8);
  view.setUint32(chunk.length - 4, crc32(chunk.subarray(4, chunk.length - 4)));
  return chunk;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return ~crc >>> 0;
}
