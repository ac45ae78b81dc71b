/** Frees a PNG or APNG of metadata (PNG 3rd edition, clause 11) by keeping the chunks that make its picture. */
import type { Orientation } from "../formats/facts.ts";
import { PNG_SIGNATURE_BYTES, pngChunk, pngChunksOf } from "../formats/png-chunks.ts";
import { createByteWriter } from "./byte-writer.ts";
import { exifOrientation, orientationExif } from "./exif.ts";

/** Pixels, transparency, animation, and the chunks that say what the colours mean. */
const KEPT: ReadonlySet<string> = new Set(
  "IHDR PLTE tRNS IDAT acTL fcTL fdAT cICP iCCP sRGB gAMA cHRM mDCV cLLI".split(" "),
);

/** What may be put besides chunks of the file: one with an orientation, and the last. */
const ADDED_BYTES = 64;

/** A file that is cut short within a chunk of its picture stays as it is from there on. */
export function stripPng(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const stripped = createByteWriter(bytes.length + ADDED_BYTES);
  stripped.put(bytes.subarray(0, PNG_SIGNATURE_BYTES));
  let orientation: Orientation | undefined;
  for (const { type, start, content, length, end } of pngChunksOf(bytes)) {
    if (KEPT.has(type)) {
      stripped.put(bytes.subarray(start, end));
      if (end > bytes.length) return stripped.finish();
    } else if (type === "eXIf" && orientation === undefined) {
      orientation = exifOrientation(bytes.subarray(content, content + length));
      if (orientation !== undefined && orientation !== 1) {
        stripped.put(pngChunk("eXIf", orientationExif(orientation)));
      }
    }
  }
  stripped.put(pngChunk("IEND", new Uint8Array(0)));
  return stripped.finish();
}
