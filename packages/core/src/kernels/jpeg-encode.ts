import type { EncodeOptions, Raster } from "../codecs/contract.ts";
import { DarkroomError } from "../errors.ts";
import type { Size } from "../formats/facts.ts";
import { quantisationTables } from "./jpeg-tables.ts";
import { outOfMemory, type PixelKernels } from "./pixels.ts";

/** Luma samples for each chroma sample: across, down. */
export const SUBSAMPLINGS = { "4:4:4": [1, 1], "4:2:2": [2, 1], "4:2:0": [2, 2] } as const;
export type Subsampling = keyof typeof SUBSAMPLINGS;

export interface JpegEncodeOptions extends EncodeOptions {
  readonly subsampling: Subsampling;
}

/** Where rows of one component go. */
export interface EncoderPlane extends Size {
  /** Row 0 of a band, and the bytes from row to row: at least 16 more than the width. */
  readonly pointer: number;
  readonly stride: number;
  /** Rows of a band, the last one of which may have fewer. */
  readonly bandRows: number;
}

/** A JPEG being written: for each band its rows are put into the planes' memory, then `encodeBand` is called. */
export interface JpegWriter {
  readonly planes: readonly EncoderPlane[];
  readonly bands: number;
  encodeBand(): void;
  /** The file; to be called once, after all bands. */
  finish(): Uint8Array<ArrayBuffer>;
}

/** A scan: a component or -1 for all, the band of coefficients, and the bits of it (ITU-T T.81, B.2.3). */
interface Scan {
  readonly only: number;
  readonly start: number;
  readonly end: number;
  readonly high: number;
  readonly low: number;
}

function scan(only: number, start: number, end: number, high: number, low: number): Scan {
  return { only, start, end, high, low };
}

const SEQUENTIAL: readonly Scan[] = [scan(-1, 0, 63, 0, 0)];

/** Coarse colour first, then the lower frequencies of luma, then everything to the last bit. */
const PROGRESSIVE: Readonly<Record<1 | 3, readonly Scan[]>> = {
  1: [
    scan(0, 0, 0, 0, 1),
    scan(0, 1, 5, 0, 2),
    scan(0, 6, 63, 0, 2),
    scan(0, 1, 63, 2, 1),
    scan(0, 0, 0, 1, 0),
    scan(0, 1, 63, 1, 0),
  ],
  3: [
    scan(-1, 0, 0, 0, 1),
    scan(0, 1, 5, 0, 2),
    scan(2, 1, 63, 0, 1),
    scan(1, 1, 63, 0, 1),
    scan(0, 6, 63, 0, 2),
    scan(0, 1, 63, 2, 1),
    scan(-1, 0, 0, 1, 0),
    scan(2, 1, 63, 1, 0),
    scan(1, 1, 63, 1, 0),
    scan(0, 1, 63, 1, 0),
  ],
};

/**
 * Begins a JPEG of one component, grey, or three, YCbCr, in whatever memory is left. Sides are from 1 to 65535.
 * Throws `image_too_large` without memory.
 */
export function openJpegWriter(
  kernels: PixelKernels,
  size: Size,
  components: 1 | 3,
  options: JpegEncodeOptions,
): JpegWriter {
  const { exports } = kernels;
  const { width, height } = size;
  const [h, v] = components === 1 ? [1, 1] : SUBSAMPLINGS[options.subsampling];
  const tables = quantisationTables(options.quality);
  const pointer = kernels.allocate(256);
  kernels.bytes().set(new Uint8Array(tables.luma.buffer), pointer);
  kernels.bytes().set(new Uint8Array(tables.chroma.buffer), pointer + 128);
  if (!exports.encodeOpen(width, height, components, h, v, pointer, pointer + 128)) throw outOfMemory();
  if (!exports.entropyOpen()) throw outOfMemory();
  kernels.output.length = 0;

  const factors = components === 1 ? [[1, 1] as const] : [[h, v] as const, [1, 1] as const, [1, 1] as const];
  return {
    planes: factors.map(([ownH, ownV], index) => ({
      width: Math.ceil((width * ownH) / h),
      height: Math.ceil((height * ownV) / v),
      pointer: exports.encodeBand(index),
      stride: exports.encodeStride(index),
      bandRows: 8 * ownV,
    })),
    bands: Math.ceil(height / (8 * v)),
    encodeBand() {
      if (!exports.encodeRow()) throw outOfMemory();
    },
    finish() {
      const { output } = kernels;
      output.push(header(size, factors, tables, options.progressive));
      for (const each of options.progressive ? PROGRESSIVE[components] : SEQUENTIAL) {
        exports.entropyCount(each.only, each.start, each.end, each.high, each.low);
        output.push(scanHeader(kernels, each, components));
        exports.entropyWrite(each.only);
      }
      output.push(Uint8Array.of(0xff, 0xd9));
      return joined(output.splice(0));
    },
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function segment(marker: number, body: readonly number[]): number[] {
  return [0xff, marker, ...word(body.length + 2), ...body];
}

function word(value: number): number[] {
  return [value >> 8, value & 255];
}

/** Everything before the first scan: JFIF (ITU-T T.871, 10.1), quantisation tables, frame (T.81, B.2.2). */
function header(
  { width, height }: Size,
  factors: readonly (readonly [number, number])[],
  tables: { readonly luma: Uint16Array; readonly chroma: Uint16Array },
  progressive: boolean,
): Uint8Array {
  const used = factors.length === 1 ? [tables.luma] : [tables.luma, tables.chroma];
  const components = factors.flatMap(([h, v], i) => [i + 1, (h << 4) | v, i === 0 ? 0 : 1]);
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...used.flatMap((table, id) => segment(0xdb, [id, ...table])),
    ...segment(progressive ? 0xc2 : 0xc0, [
      8,
      ...word(height),
      ...word(width),
      factors.length,
      ...components,
    ]),
  ]);
}

/** The Huffman tables of the scan that was counted, and its header. */
function scanHeader(kernels: PixelKernels, { only, start, end, high, low }: Scan, count: number): Uint8Array {
  const members = only >= 0 ? [only] : Array.from({ length: count }, (_, i) => i);
  const hasMeans = start === 0 && high === 0;
  const hasOthers = end > 0;
  const classes = [...(hasMeans ? [0] : []), ...(hasOthers ? [1] : [])];
  const ids = [...new Set(members.map((member) => (member === 0 ? 0 : 1)))];
  const tables = classes.flatMap((tableClass) =>
    ids.flatMap((id) => segment(0xc4, [(tableClass << 4) | id, ...readTable(kernels, tableClass * 2 + id)])),
  );
  const selectors = members.flatMap((member) => [
    member + 1,
    (hasMeans && member > 0 ? 0x10 : 0) | (hasOthers && member > 0 ? 1 : 0),
  ]);
  return Uint8Array.from([
    ...tables,
    ...segment(0xda, [members.length, ...selectors, start, end, (high << 4) | low]),
  ]);
}

function readTable(kernels: PixelKernels, index: number): Uint8Array {
  const pointer = kernels.exports.entropyTable(index);
  const counts = kernels.bytes().subarray(pointer, pointer + 16);
  const symbols = counts.reduce((sum, count) => sum + count, 0);
  return kernels.bytes().slice(pointer, pointer + 16 + symbols);
}

/** Bytes behind a row of pixels that the kernel may use. */
export const PIXEL_SLACK = 48;
const LARGEST_SIDE = 65_535;

/** Whether red, green and blue are the same everywhere; a picture in colour shows it soon. */
function isGrey(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i] !== pixels[i + 1] || pixels[i] !== pixels[i + 2]) return false;
  }
  return true;
}

/** Encodes pixels, whose alpha is not looked at; grey ones as one component. Throws `output_too_large` for a side that a JPEG cannot have. */
export function encodeJpeg(
  kernels: PixelKernels,
  raster: Raster,
  options: JpegEncodeOptions,
): Uint8Array<ArrayBuffer> {
  const { width, height, data } = raster;
  if (Math.max(width, height) > LARGEST_SIDE) {
    throw new DarkroomError("output_too_large", `A JPEG has at most ${LARGEST_SIDE} pixels a side.`);
  }
  kernels.exports.arenaReset();
  const writer = openJpegWriter(kernels, raster, isGrey(data) ? 1 : 3, options);
  const rows = writer.planes[0]?.bandRows ?? 8;
  const stride = width * 4 + PIXEL_SLACK;
  const band = kernels.allocate(rows * stride);
  for (let top = 0; top < height; top += rows) {
    const count = Math.min(rows, height - top);
    const memory = kernels.bytes();
    for (let y = 0; y < count; y++) {
      const start = (top + y) * width * 4;
      memory.set(data.subarray(start, start + width * 4), band + y * stride);
    }
    kernels.exports.encodePixels(band, stride, count);
    writer.encodeBand();
  }
  return writer.finish();
}

/** The subsampling that a quality deserves: above 90, colour is worth its bytes. */
export function subsamplingFor(quality: number): Subsampling {
  return quality > 90 ? "4:4:4" : "4:2:0";
}
