/** Frees a WebP of metadata (RFC 9649 2.7) by keeping the chunks that make its picture. */
import type { Orientation } from "../formats/facts.ts";
import {
  RIFF_HEADER_BYTES,
  riffChunk,
  riffChunksOf,
  riffEnd,
  type RiffChunk,
} from "../formats/riff-chunks.ts";
import { createByteWriter, type ByteWriter } from "./byte-writer.ts";
import { exifOrientation, orientationExif } from "./exif.ts";

/** The chunks of a picture, which stand in a frame or, in a still image, in the file itself. */
const PICTURE: ReadonlySet<string> = new Set(["ALPH", "VP8 ", "VP8L"]);
/** The chunks that are kept of the file itself. */
const KEPT: ReadonlySet<string> = new Set([...PICTURE, "ICCP", "ANIM"]);

/** A frame's place, duration and flags, before its chunks. */
const FRAME_HEADER_BYTES = 16;

/** Where an extended file, whose first chunk is VP8X, has its flags. */
const FLAGS_AT = RIFF_HEADER_BYTES + 8;
const FLAG_ICC = 0x20;
const FLAG_ALPHA = 0x10;
const FLAG_EXIF = 0x08;
const FLAG_ANIMATION = 0x02;

/** What may be put besides chunks of the file: one with an orientation. */
const ADDED_BYTES = 64;

/** Throws `image_corrupt` for a file that is cut short. */
export function stripWebp(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const end = riffEnd(bytes);
  const stripped = createByteWriter(end + ADDED_BYTES);
  stripped.put(bytes.subarray(0, RIFF_HEADER_BYTES));
  let isExtended = false;
  let orientation: Orientation | undefined;
  for (const chunk of riffChunksOf(bytes, RIFF_HEADER_BYTES, end)) {
    if (chunk.type === "VP8X" && chunk.start === RIFF_HEADER_BYTES) {
      isExtended = true;
      putHeader(stripped, bytes, chunk);
    } else if (chunk.type === "ANMF") {
      putFrame(stripped, bytes, chunk);
    } else if (KEPT.has(chunk.type)) {
      putChunk(stripped, bytes, chunk);
    } else if (chunk.type === "EXIF" && isExtended && orientation === undefined) {
      orientation = exifOrientation(bytes.subarray(chunk.content, chunk.end));
      if (orientation !== undefined && orientation !== 1) {
        stripped.put(riffChunk("EXIF", [orientationExif(orientation)]));
        stripped.setBits(FLAGS_AT, FLAG_EXIF);
      }
    }
  }
  stripped.setU32le(4, stripped.length() - 8);
  return stripped.finish();
}

/** The extended header without the flags of EXIF and XMP, and with its reserved bits 0. */
function putHeader(stripped: ByteWriter, bytes: Uint8Array, { start, content, end }: RiffChunk): void {
  const flags = (bytes[content] ?? 0) & (FLAG_ICC | FLAG_ALPHA | FLAG_ANIMATION);
  stripped.put(bytes.subarray(start, content));
  stripped.put(Uint8Array.of(flags, 0, 0, 0));
  stripped.put(bytes.subarray(content + 4, end));
}

function putFrame(stripped: ByteWriter, bytes: Uint8Array, { start, content, end }: RiffChunk): void {
  const at = stripped.length();
  const chunksFrom = content + FRAME_HEADER_BYTES;
  stripped.put(bytes.subarray(start, chunksFrom));
  for (const chunk of riffChunksOf(bytes, chunksFrom, end)) {
    if (PICTURE.has(chunk.type)) putChunk(stripped, bytes, chunk);
  }
  stripped.setU32le(at + 4, stripped.length() - at - 8);
}

function putChunk(stripped: ByteWriter, bytes: Uint8Array, { start, end }: RiffChunk): void {
  stripped.put(bytes.subarray(start, end));
  if ((end - start) % 2 === 1) stripped.put(Uint8Array.of(0));
}
