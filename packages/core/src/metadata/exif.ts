/**
 * The orientation tag of an EXIF block, which is a TIFF file: TIFF 6.0 section 2 (header, directory,
 * entry), CIPA DC-008 (tag 274 stands in the first directory). Nothing else of EXIF is read.
 */
import { hasAt, u16be, u16le, u32be, u32le } from "../formats/byte-fields.ts";
import type { Orientation } from "../formats/facts.ts";

const ORIENTATION_TAG = 274;
const SHORT = 3;
const ENTRY_BYTES = 12;

/** The signature before the TIFF header in a JPEG's APP1; some writers also put it in PNG and WebP. */
const EXIF_SIGNATURE = "Exif\0";

/**
 * The orientation that an EXIF block states, with or without the "Exif" signature before it. `undefined`
 * when it states none, or not as one SHORT from 1 to 8 in the first directory.
 */
export function exifOrientation(exif: Uint8Array): Orientation | undefined {
  // The signature's sixth byte is padding of any value (DC-008 has 0; 255 is met too).
  const tiff = hasAt(exif, 0, EXIF_SIGNATURE) ? exif.subarray(EXIF_SIGNATURE.length + 1) : exif;
  const littleEndian = hasAt(tiff, 0, "II*\0");
  if (!littleEndian && !hasAt(tiff, 0, "MM\0*")) return undefined;
  const u16 = littleEndian ? u16le : u16be;
  const u32 = littleEndian ? u32le : u32be;

  const directory = u32(tiff, 4);
  const entries = u16(tiff, directory);
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + index * ENTRY_BYTES;
    if (entry + ENTRY_BYTES > tiff.length) return undefined;
    if (u16(tiff, entry) !== ORIENTATION_TAG) continue;
    const isOneShort = u16(tiff, entry + 2) === SHORT && u32(tiff, entry + 4) === 1;
    const value = u16(tiff, entry + 8);
    return isOneShort && isOrientation(value) ? value : undefined;
  }
  return undefined;
}

/** The smallest TIFF block that states an orientation and nothing else. */
export function orientationExif(orientation: Orientation): Uint8Array<ArrayBuffer> {
  const tiff = new Uint8Array(26);
  const view = new DataView(tiff.buffer);
  view.setUint32(0, 0x4d4d002a);
  view.setUint32(4, 8);
  view.setUint16(8, 1);
  view.setUint16(10, ORIENTATION_TAG);
  view.setUint16(12, SHORT);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return tiff;
}

function isOrientation(value: number): value is Orientation {
  return value >= 1 && value <= 8;
}
