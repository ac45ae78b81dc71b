/**
 * Reads a JPEG's markers (ITU-T T.81 annex B): the frame header (B.2.2), the scan headers (B.2.3), EXIF in
 * APP1 (CIPA DC-008) and an ICC profile in APP2 (ICC.1 annex B). As lenient as browsers are: junk and fill
 * bytes between markers, a file without its end and anything after the end are accepted.
 */
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { exifOrientation } from "../metadata/exif.ts";
import { hasAt, u16be } from "./byte-fields.ts";
import type { ImageFacts, Orientation, Size } from "./facts.ts";
import { markersOf, type Marker } from "./jpeg-markers.ts";
import { corrupt, unsupported } from "./refusal.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const APP2 = 0xe2;
const PROGRESSIVE = 0xc2;

/** Frame headers that browsers decode: baseline, extended sequential, progressive (T.81 table B.1). */
const DECODED_FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, PROGRESSIVE]);

/** Frame headers that they do not, and the word for each kind (T.81 table B.1; DHP is 0xde). */
const REFUSED_FRAMES: ReadonlyMap<number, string> = new Map([
  [0xc3, "lossless"],
  ...[0xc5, 0xc6, 0xc7, 0xde].map((code) => [code, "hierarchical"] as const),
  ...[0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf].map((code) => [code, "arithmetic-coded"] as const),
]);

interface Frame extends Size {
  readonly components: 1 | 3 | 4;
  readonly progressive: boolean;
  readonly samples: number;
}

/** The facts of a JPEG. Its scans are counted no further than one past `limits.jpegScans`. */
export function probeJpeg(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): ImageFacts {
  let frame: Frame | undefined;
  let orientation: Orientation | undefined;
  let icc = false;
  let scans = 0;

  for (const marker of markersOf(bytes)) {
    const { code } = marker;
    if (code === EOI) break;
    if (code === SOS) {
      if (frame === undefined)
        throw corrupt("The JPEG has picture data before the header that describes it.");
      scans++;
      // A sequential scan of all components is the whole picture, and decoders stop after it.
      const isWhole = !frame.progressive && bytes[marker.start] === frame.components;
      if (isWhole || scans > limits.jpegScans) break;
    } else if (scans > 0) {
      // Another picture, after one that lacks its end.
      if (code === SOI || isFrame(code)) break;
    } else if (code === SOI) {
      throw corrupt("The JPEG begins anew before its picture data.");
    } else if (isFrame(code)) {
      if (frame !== undefined) throw corrupt("The JPEG has two frame headers before its picture data.");
      frame = readFrame(bytes, marker);
    } else if (code === APP1) {
      orientation ??= readOrientation(bytes, marker);
    } else if (code === APP2) {
      icc ||= hasAt(bytes, marker.start, "ICC_PROFILE\0");
    }
  }

  if (frame === undefined) throw corrupt("The JPEG ends before the header that tells its size.");
  if (scans === 0) throw corrupt("The JPEG ends before its picture data.");
  return {
    format: "jpeg",
    width: frame.width,
    height: frame.height,
    orientation: orientation ?? 1,
    frames: 1,
    alpha: false,
    bitDepth: 8,
    components: frame.components,
    icc,
    progressive: frame.progressive,
    scans,
    samples: frame.samples,
  };
}

function isFrame(code: number): boolean {
  return DECODED_FRAMES.has(code) || REFUSED_FRAMES.has(code);
}

/** Reads a frame header: precision, lines, samples a line, then three bytes a component (T.81 B.2.2). */
function readFrame(bytes: Uint8Array, { code, start, end }: Marker): Frame {
  const refused = REFUSED_FRAMES.get(code);
  if (refused !== undefined) {
    throw unsupported(
      `The JPEG is ${refused}, which browsers do not show; save it as baseline or progressive.`,
    );
  }
  const precision = bytes[start] ?? 0;
  const height = u16be(bytes, start + 1);
  const width = u16be(bytes, start + 3);
  const components = bytes[start + 5] ?? 0;
  if (end > bytes.length || end - start !== 6 + 3 * components || components === 0) {
    throw corrupt("The JPEG's frame header is damaged.");
  }
  if (precision !== 8) {
    throw unsupported(`The JPEG has ${precision} bits a sample; save it with 8.`);
  }
  if (height === 0) {
    throw unsupported("The JPEG tells its height only after its picture data; save it anew.");
  }
  if (width === 0) throw corrupt("The JPEG has a width of 0.");
  if (components !== 1 && components !== 3 && components !== 4) {
    throw unsupported(`The JPEG has ${components} colour components; 1, 3 and 4 can be decoded.`);
  }
  const samples = samplesPerPixel(
    Array.from({ length: components }, (_, component) => bytes[start + 7 + 3 * component] ?? 0),
  );
  return { width, height, components, progressive: code === PROGRESSIVE, samples };
}

/** Samples a pixel over all components, each of which has its factors H and V in one byte (T.81 A.1.1). */
function samplesPerPixel(factors: readonly number[]): number {
  const [across, down] = [factors.map((each) => each >> 4), factors.map((each) => each & 15)];
  if (![...across, ...down].every(isSamplingFactor)) {
    throw corrupt("The JPEG's frame header has a sampling factor outside 1 to 4.");
  }
  const most = Math.max(...across) * Math.max(...down);
  return factors.reduce((sum, each) => sum + (each >> 4) * (each & 15), 0) / most;
}

function isSamplingFactor(factor: number): boolean {
  return factor >= 1 && factor <= 4;
}

function readOrientation(bytes: Uint8Array, { start, end }: Marker): Orientation | undefined {
  return hasAt(bytes, start, "Exif\0") ? exifOrientation(bytes.subarray(start, end)) : undefined;
}
