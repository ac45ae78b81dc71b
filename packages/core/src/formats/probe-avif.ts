/**
 * Reads the facts of AVIF (AV1 Image File Format 1.1) and HEIC files from their boxes. A HEIC is recognised
 * and measured, so that it can be refused by name, but never decoded.
 */
import { fourCc } from "./byte-fields.ts";
import type { ImageFacts } from "./facts.ts";
import { childrenOf, readHeifFile, type HeifFile } from "./heif-file.ts";
import { primaryPictureOf, propertyOf, type Picture } from "./heif-picture.ts";
import { uprightingOf } from "./heif-transforms.ts";
import { boxesOf, fieldsOf, type Box } from "./isobmff.ts";
import { corrupt } from "./refusal.ts";
import type { Format } from "./table.ts";

export const AV1_ITEMS: ReadonlySet<string> = new Set(["av01"]);
const HEVC_ITEMS: ReadonlySet<string> = new Set(["hvc1", "hev1", "lhv1"]);

/**
 * The facts of an AVIF. Size, alpha and colour are those of its primary item, orientation and crop those of
 * the item's transforms; an EXIF orientation is not considered (MIAF, ISO/IEC 23000-22 7.3.6.7). An image
 * sequence is read as the still picture that it also holds, its frames counted.
 */
export function probeAvif(bytes: Uint8Array): ImageFacts {
  const file = readHeifFile(bytes);
  return factsOf("avif", file, AV1_ITEMS, av1Samples, sequenceFrames(file));
}

/** The facts of a HEIC, as far as they say what it is. */
export function probeHeic(bytes: Uint8Array): ImageFacts {
  return factsOf("heic", readHeifFile(bytes), HEVC_ITEMS, hevcSamples, 1);
}

/** Code points of ITU-T H.273, as an `nclx` colour box gives them. */
export interface Nclx {
  readonly primaries: number;
  readonly transfer: number;
  readonly matrix: number;
  readonly fullRange: boolean;
}

export interface AvifColour {
  /** An ICC profile, as a view of the file. */
  readonly icc: Uint8Array | undefined;
  readonly nclx: Nclx | undefined;
}

/** The colour boxes of an AVIF's or HEIC's primary item (ISO/IEC 14496-12 12.1.5); it may have both kinds. */
export function readAvifColour(bytes: Uint8Array): AvifColour {
  const file = readHeifFile(bytes);
  return colourOf(file, primaryPictureOf(file, new Set([...AV1_ITEMS, ...HEVC_ITEMS])));
}

/** The ICC profile of an AVIF or HEIC, as a view of the file; undefined for one without. */
export function avifIccProfile(bytes: Uint8Array): Uint8Array | undefined {
  return readAvifColour(bytes).icc;
}

/** How the samples of a picture are stored. */
interface Samples {
  readonly bitDepth: number;
  readonly monochrome: boolean;
}

function factsOf(
  format: Format,
  file: HeifFile,
  codings: ReadonlySet<string>,
  samplesOf: (file: HeifFile, picture: Picture) => Samples,
  frames: number,
): ImageFacts {
  const picture = primaryPictureOf(file, codings);
  for (const item of [...picture.coded, ...(picture.alpha?.coded ?? [])]) file.rangesOf(item);
  const { bitDepth, monochrome } = samplesOf(file, picture);
  const { clap, orientation } = uprightingOf(file.bytes, picture.item.properties, picture.size);
  const { width, height } = clap ?? picture.size;
  return {
    format,
    width,
    height,
    orientation,
    frames,
    alpha: picture.alpha !== undefined,
    bitDepth,
    components: monochrome ? 1 : 3,
    icc: colourOf(file, picture).icc !== undefined,
    progressive: false,
    scans: 1,
    ...(clap === undefined ? {} : { clap }),
  };
}

/** Reads `av1C` (AV1 in ISOBMFF 1.2, 2.3.3). */
export function av1Samples(file: HeifFile, picture: Picture): Samples {
  const av1C = propertyOf(picture, "av1C");
  if (av1C === undefined) throw corrupt("The AVIF does not say how its picture is coded.");
  const fields = fieldsOf(file.bytes, av1C);
  fields.skip(2);
  const flags = fields.uint(1);
  const isHigh = (flags & 0x40) !== 0;
  const isTwelve = (flags & 0x20) !== 0;
  return { bitDepth: isHigh ? (isTwelve ? 12 : 10) : 8, monochrome: (flags & 0x10) !== 0 };
}

/** Reads `hvcC` (ISO/IEC 14496-15 8.3.2.1): chroma format and depth stand at bytes 16 and 17. */
function hevcSamples(file: HeifFile, picture: Picture): Samples {
  const hvcC = propertyOf(picture, "hvcC");
  if (hvcC === undefined) return { bitDepth: 8, monochrome: false };
  const fields = fieldsOf(file.bytes, hvcC);
  fields.skip(16);
  return { monochrome: (fields.uint(1) & 3) === 0, bitDepth: (fields.uint(1) & 7) + 8 };
}

/** The first colour box of each kind, of the item or else of the first tile of its grid. */
export function colourOf(file: HeifFile, picture: Picture): AvifColour {
  let icc: Uint8Array | undefined;
  let nclx: Nclx | undefined;
  const [first] = picture.coded;
  for (const property of [...picture.item.properties, ...(first?.properties ?? [])]) {
    if (property.type !== "colr") continue;
    const fields = fieldsOf(file.bytes, property);
    const kind = fields.fourCc();
    if (kind === "prof" || kind === "rICC") icc ??= file.bytes.subarray(fields.position(), property.end);
    if (kind === "nclx") nclx ??= readNclx(fields);
  }
  return { icc, nclx };
}

function readNclx(fields: ReturnType<typeof fieldsOf>): Nclx {
  const [primaries, transfer, matrix] = [fields.uint(2), fields.uint(2), fields.uint(2)];
  return { primaries, transfer, matrix, fullRange: (fields.uint(1) & 0x80) !== 0 };
}

/** The frames of the longest picture track of an image sequence (brand `avis`); 1 for any other file. */
function sequenceFrames({ bytes, brands, movie }: HeifFile): number {
  if (movie === undefined || !brands.includes("avis")) return 1;
  let frames = 1;
  for (const track of boxesOf(bytes, movie.content, movie.end)) {
    const mdia = track.type === "trak" ? childrenOf(bytes, track).get("mdia") : undefined;
    const media = mdia === undefined ? undefined : childrenOf(bytes, mdia);
    const handler = media?.get("hdlr");
    if (handler === undefined || fourCc(bytes, handler.content + 8) !== "pict") continue;
    const minf = media?.get("minf");
    const stbl = minf === undefined ? undefined : childrenOf(bytes, minf).get("stbl");
    const stsz = stbl === undefined ? undefined : childrenOf(bytes, stbl).get("stsz");
    if (stsz !== undefined) frames = Math.max(frames, sampleCount(bytes, stsz));
  }
  return frames;
}

/** Reads `stsz` (14496-12 8.7.3.2): a size common to all samples or 0, then their count. */
function sampleCount(bytes: Uint8Array, stsz: Box): number {
  const fields = fieldsOf(bytes, stsz);
  fields.skip(8);
  return fields.uint(4);
}
