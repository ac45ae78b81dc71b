import type { Raster } from "../codecs/contract.ts";
import { DarkroomError, isDarkroomError } from "../errors.ts";
import type { Size } from "../formats/facts.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { createSegmentReader, type JpegFrame, type JpegScan, type SegmentReader } from "./jpeg-markers.ts";
import { STANDARD_HUFFMAN } from "./jpeg-tables.ts";
import { outOfMemory, type PixelKernels } from "./pixels.ts";

/** Samples that the decoder makes for the 8 of a side of a block: the picture at 1/1, 1/2, 1/4 or 1/8. */
export type JpegScale = 8 | 4 | 2 | 1;

/** What the components are, with the number that the kernel knows it by. */
export const COLOURS = { grey: 1, ycc: 2, rgb: 3, cmyk: 4, ycck: 5 } as const;
export type JpegColour = keyof typeof COLOURS;

/** One component's rows inside of the kernels' memory. */
export interface JpegPlane extends Size {
  /** Row 0 of the band, and the bytes from row to row. A row may be read 16 bytes beyond its end. */
  readonly pointer: number;
  readonly stride: number;
  /** Rows that a band has of it, before the picture's end. */
  readonly bandRows: number;
  /** Samples for each pixel of the unscaled picture, across and down: at most 1. */
  readonly across: number;
  readonly down: number;
}

/** A picture under way: its planes come in bands, from the top. */
export interface JpegPicture extends Size {
  readonly colour: JpegColour;
  /** The samples are stored inverted, as Adobe's programs write CMYK. */
  readonly inverted: boolean;
  readonly planes: readonly JpegPlane[];
  readonly bands: number;
  /** Decodes the next band into the planes' memory; to be called `bands` times. */
  nextBand(): void;
}

type ScanLimits = Pick<Limits, "sourceSide" | "sourceArea" | "jpegScans">;

/** The side of a picture at a scale. */
export function scaledSide(side: number, scale: JpegScale): number {
  return Math.ceil((side * scale) / 8);
}

/** The state of one picture's headers. */
interface Headers {
  frame: JpegFrame | undefined;
  restartInterval: number;
  jfif: boolean;
  adobe: number | undefined;
}

/**
 * Begins a JPEG in memory that holds nothing else yet (`arenaReset`). Throws `image_corrupt`, `image_unsupported`
 * or `image_too_large`.
 */
export function openJpeg(
  kernels: PixelKernels,
  bytes: Uint8Array,
  scale: JpegScale,
  limits: ScanLimits = DEFAULT_LIMITS,
): JpegPicture {
  const { exports, input } = kernels;
  const reader = createSegmentReader(bytes);
  input.bytes = bytes;
  const headers: Headers = { frame: undefined, restartInterval: 0, jfif: false, adobe: undefined };
  if (!exports.jpegOpen()) throw outOfMemory();
  const tables = kernels.allocate(512);
  for (const { tableClass, id, codes } of STANDARD_HUFFMAN) {
    kernels.bytes().set(codes, tables);
    exports.jpegHuffman(tableClass, id, tables);
  }

  /** Takes in what lies before the next scan. */
  function readToScan(): JpegScan | undefined {
    for (;;) {
      const segment = reader.next();
      if (!segment) return undefined;
      if (segment.is === "scan") return segment.scan;
      if (segment.is === "restart") headers.restartInterval = segment.interval;
      else if (segment.is === "jfif") headers.jfif = true;
      else if (segment.is === "adobe") headers.adobe = segment.transform;
      else if (segment.is === "quantisation") {
        kernels.bytes().set(new Uint8Array(segment.values.buffer), tables);
        exports.jpegQuantisation(segment.id, tables);
      } else if (segment.is === "huffman") {
        kernels.bytes().set(segment.codes, tables);
        if (!exports.jpegHuffman(segment.tableClass, segment.id, tables)) {
          throw new DarkroomError(
            "image_corrupt",
            "The JPEG cannot be decoded: a Huffman table has too many codes.",
          );
        }
      } else {
        checkLimits(segment.frame, limits);
        headers.frame = segment.frame;
      }
    }
  }

  const first = readToScan();
  const { frame } = headers;
  if (!first || !frame) {
    throw new DarkroomError("image_corrupt", "The JPEG cannot be decoded: it ends before its first scan.");
  }
  const streams = !frame.progressive && first.components.length === frame.components.length;
  for (const [index, c] of frame.components.entries()) exports.jpegComponent(index, c.h, c.v, c.quantisation);
  if (!exports.jpegFrame(frame.width, frame.height, frame.components.length, scale, !streams))
    throw outOfMemory();

  if (streams) startScan(kernels, first, headers);
  else decodeScans(kernels, reader, first, headers, readToScan, limits);

  const planes = describePlanes(kernels, frame, scale);
  const mostV = Math.max(...frame.components.map((c) => c.v));
  let band = 0;
  return {
    width: scaledSide(frame.width, scale),
    height: scaledSide(frame.height, scale),
    colour: colourOf(frame, headers),
    inverted: frame.components.length === 4 && headers.adobe !== undefined,
    planes,
    bands: Math.ceil(frame.height / (8 * mostV)),
    nextBand() {
      if (streams) exports.jpegDecodeRow();
      else exports.jpegOutputRow(band);
      band++;
    },
  };
}

function checkLimits({ width, height }: Size, limits: ScanLimits): void {
  if (Math.max(width, height) > limits.sourceSide || width * height > limits.sourceArea) {
    throw new DarkroomError(
      "image_too_large",
      `The image has ${width}×${height} pixels; at most ${limits.sourceSide} a side and ${limits.sourceArea} in all are allowed.`,
    );
  }
}

function startScan({ exports, input }: PixelKernels, scan: JpegScan, headers: Headers): void {
  exports.jpegScanReset();
  for (const { index, dc, ac } of scan.components) exports.jpegScanComponent(index, dc, ac);
  input.position = scan.dataStart;
  exports.jpegScanStart(headers.restartInterval);
}

/** Decodes all scans into the coefficients that the kernels keep. */
function decodeScans(
  kernels: PixelKernels,
  reader: SegmentReader,
  first: JpegScan,
  headers: Headers,
  readToScan: () => JpegScan | undefined,
  limits: ScanLimits,
): void {
  const { exports } = kernels;
  let count = 0;
  for (let scan: JpegScan | undefined = first; scan; scan = nextScan()) {
    if (++count > limits.jpegScans) {
      throw new DarkroomError("image_too_large", `The JPEG has more than ${limits.jpegScans} scans.`);
    }
    startScan(kernels, scan, headers);
    if (headers.frame?.progressive) {
      exports.jpegDecodeProgressive(
        scan.spectralStart,
        scan.spectralEnd,
        scan.approximationHigh,
        scan.approximationLow,
      );
    } else exports.jpegDecodeScan();
    reader.position = kernels.input.position - exports.jpegUnread();
  }

  /** Damage behind a scan ends the image there: what has been decoded can be shown, as browsers do. */
  function nextScan(): JpegScan | undefined {
    try {
      return readToScan();
    } catch (error) {
      if (isDarkroomError(error) && error.code === "image_corrupt") return undefined;
      throw error;
    }
  }
}

function describePlanes({ exports }: PixelKernels, frame: JpegFrame, scale: JpegScale): JpegPlane[] {
  const mostH = Math.max(...frame.components.map((c) => c.h));
  const mostV = Math.max(...frame.components.map((c) => c.v));
  return frame.components.map(({ h, v }, index) => ({
    width: Math.ceil((frame.width * h * scale) / (mostH * 8)),
    height: Math.ceil((frame.height * v * scale) / (mostV * 8)),
    pointer: exports.jpegBand(index),
    stride: exports.jpegStride(index),
    bandRows: v * scale,
    across: (h * scale) / (mostH * 8),
    down: (v * scale) / (mostV * 8),
  }));
}

/**
 * The colour space: a JFIF header means YCbCr, an Adobe one says what it is, and without both the components'
 * ids do: the letters R, G, B or anything else.
 */
function colourOf(frame: JpegFrame, { jfif, adobe }: Headers): JpegColour {
  const { components } = frame;
  if (components.length === 1) return "grey";
  if (components.length === 4) return adobe === 2 ? "ycck" : "cmyk";
  if (jfif) return "ycc";
  if (adobe !== undefined) return adobe === 0 ? "rgb" : "ycc";
  return components.map((c) => String.fromCodePoint(c.id)).join("") === "RGB" ? "rgb" : "ycc";
}

/** Decodes a JPEG of one or three components to pixels at a scale; orientation and profile are not applied. */
export function decodeJpeg(
  kernels: PixelKernels,
  bytes: Uint8Array,
  scale: JpegScale,
  limits?: ScanLimits,
): Raster {
  kernels.exports.arenaReset();
  const picture = openJpeg(kernels, bytes, scale, limits);
  if (picture.planes.length === 4) {
    throw new DarkroomError("image_unsupported", "CMYK JPEG images are not supported.");
  }
  const { exports } = kernels;
  const rows = exports.jpegColourOpen(COLOURS[picture.colour]);
  if (rows === 0) throw outOfMemory();
  const { width, height } = picture;
  const data = new Uint8Array(width * height * 4);
  const memory = kernels.bytes();
  let written = 0;
  for (let band = 0; band < picture.bands; band++) {
    exports.jpegColourBegin();
    picture.nextBand();
    const length = exports.jpegColourRows() * width * 4;
    data.set(memory.subarray(rows, rows + length), written);
    written += length;
  }
  return { data, width, height, opaque: true };
}
