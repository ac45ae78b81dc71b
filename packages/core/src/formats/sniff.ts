/**
 * Recognises a format by the first bytes alone, never by a name or a declared type: JPEG's SOI (ITU-T
 * T.81 B.1.1.3), PNG's signature (PNG 5.2), RIFF with WEBP (RFC 9649 2.3), GIF's header (GIF89a 17),
 * the brands of an ISO base media `ftyp` box (ISO/IEC 14496-12 4.3), and the root element of an XML text.
 */
import { fourCc, hasAt, u32be } from "./byte-fields.ts";
import { isSvgText } from "./sniff-svg.ts";
import type { Format } from "./table.ts";

const PNG_SIGNATURE = "\x89PNG\r\n\x1a\n";

/** The format of an image, or `undefined` when the bytes begin like none that is known. */
export function sniff(bytes: Uint8Array): Format | undefined {
  if (hasAt(bytes, 0, "\xff\xd8\xff")) return "jpeg";
  if (hasAt(bytes, 0, PNG_SIGNATURE)) return "png";
  if (hasAt(bytes, 0, "GIF87a") || hasAt(bytes, 0, "GIF89a")) return "gif";
  if (hasAt(bytes, 0, "RIFF") && hasAt(bytes, 8, "WEBP")) return "webp";
  if (hasAt(bytes, 4, "ftyp")) return brandedFormat(bytes);
  return isSvgText(bytes) ? "svg" : undefined;
}

/**
 * The brands that say which codec the pictures have: AVIF 1.2 section 6, ISO/IEC 23008-12 annex B.
 * `mif1`, `msf1`, `miaf` and others describe the structure only, and leave the answer to their neighbours.
 */
const BRANDS: Readonly<Partial<Record<string, Format>>> = {
  avif: "avif",
  avis: "avif",
  heic: "heic",
  heix: "heic",
  heim: "heic",
  heis: "heic",
  hevc: "heic",
  hevx: "heic",
  hevm: "heic",
  hevs: "heic",
};

/** More brands than any writer lists; an `ftyp` box that claims the whole file is not read to its end. */
const MOST_BRANDS = 64;

/** The first brand decides that names a codec; the major brand comes first. */
function brandedFormat(bytes: Uint8Array): Format | undefined {
  const end = Math.min(u32be(bytes, 0), bytes.length, 16 + 4 * MOST_BRANDS);
  for (let at = 8; at + 4 <= end; at += 4) {
    // At 12 stands the minor version, which is a number.
    const brand = fourCc(bytes, at);
    if (at !== 12 && Object.hasOwn(BRANDS, brand)) return BRANDS[brand];
  }
  return undefined;
}
