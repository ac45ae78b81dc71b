import { DarkroomError } from "../errors.ts";
import type { Format } from "../formats/table.ts";
import { stripGif } from "./strip-gif.ts";
import { stripPng } from "./strip-png.ts";
import { stripWebp } from "./strip-webp.ts";

type Strip = (bytes: Uint8Array) => Uint8Array<ArrayBuffer>;

const STRIPPERS: Readonly<Partial<Record<Format, Strip>>> = {
  gif: stripGif,
  png: stripPng,
  webp: stripWebp,
};

/** Whether files of a format can be freed of metadata without decoding a pixel. */
export function isStrippable(format: Format): boolean {
  return Object.hasOwn(STRIPPERS, format);
}

/**
 * A copy of a file with all left out that its picture does not need: EXIF, XMP, comments, text, times, unknown
 * chunks and whatever follows the file's end. Pixels, timing, colour profile and orientation stay as they are:
 * of EXIF an orientation other than upright is kept, and nothing else. The bytes are ones that a probe accepted.
 * Throws `image_unsupported` for a format that is not {@link isStrippable}.
 */
export function stripMetadata(bytes: Uint8Array, format: Format): Uint8Array<ArrayBuffer> {
  const strip = STRIPPERS[format];
  if (strip === undefined) {
    throw new DarkroomError(
      "image_unsupported",
      `Metadata cannot be taken out of ${format} without decoding it.`,
    );
  }
  return strip(bytes);
}
