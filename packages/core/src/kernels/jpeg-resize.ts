import type { Raster } from "../codecs/contract.ts";
import { STORED_AXES, storedSize } from "../fit/orient.ts";
import type { Orientation, Rectangle, Size } from "../formats/facts.ts";
import type { Limits } from "../limits.ts";
import { DarkroomError } from "../errors.ts";
import { COLOURS, openJpeg, type JpegPicture, type JpegPlane, type JpegScale } from "./jpeg-decode.ts";
import { openJpegWriter, PIXEL_SLACK, SUBSAMPLINGS, type JpegEncodeOptions } from "./jpeg-encode.ts";
import { loadMatrix } from "./matrix-colour.ts";
import type { PixelKernels } from "./pixels.ts";
import { openRowResampler, PULLED_ROWS, ROW_SLACK, type RowResampler } from "./resample.ts";

/** What to make of a JPEG, as stored: orientation and profile are not applied. */
export interface JpegResize {
  /** The part to take, in pixels of the source; fractions are allowed. */
  readonly crop: Rectangle;
  readonly out: Size;
  readonly limits?: Pick<Limits, "sourceSide" | "sourceArea" | "jpegScans">;
}

/**
 * How much larger than wanted the decoded picture must be at least: with less, the low-pass filter of the
 * scaled inverse DCT would be all that is left of Lanczos3.
 */
const LEAST_SHRINK = 1.15;
const SCALES: readonly JpegScale[] = [1, 2, 4, 8];

/** The smallest scale that leaves enough to resample. */
export function chooseScale(crop: Size, out: Size): JpegScale {
  const enough = (scale: number) =>
    (crop.width * scale) / 8 >= out.width * LEAST_SHRINK &&
    (crop.height * scale) / 8 >= out.height * LEAST_SHRINK;
  return SCALES.find(enough) ?? 8;
}

/** Where the rows of one plane go: bands of `bandRows` rows at `pointer`. */
interface Target extends Size {
  readonly pointer: number;
  readonly stride: number;
  readonly bandRows: number;
  /** Output pixels for each sample, across and down: 1 or 2. */
  readonly pixels: readonly [number, number];
}

/**
 * Decodes a JPEG, resizes it and encodes it as JPEG, as planes from end to end: no pixel becomes RGB, and no more
 * than a few rows exist at a time. `undefined` for pictures that are not grey or YCbCr: those have to go
 * through {@link resizeJpegAsPixels}.
 */
export function resizeJpeg(
  kernels: PixelKernels,
  bytes: Uint8Array,
  plan: JpegResize,
  options: JpegEncodeOptions,
): Uint8Array<ArrayBuffer> | undefined {
  const { crop, out } = plan;
  const picture = openResize(kernels, bytes, plan);
  if (picture.colour !== "grey" && picture.colour !== "ycc") return undefined;
  const writer = openJpegWriter(kernels, out, picture.colour === "grey" ? 1 : 3, options);
  const factors = SUBSAMPLINGS[options.subsampling];
  const targets = writer.planes.map((plane, i): Target => {
    const pixels = i === 0 ? ([1, 1] as const) : factors;
    return { ...plane, pixels };
  });
  resamplePlanes(kernels, picture, crop, out, targets, () => writer.encodeBand());
  return writer.finish();
}

/** What happens to a picture between decoding and encoding. */
export interface JpegChanges {
  /** How the stored picture is to be turned; the sizes of a plan are those before. */
  readonly orientation: Orientation;
  /** Those of a profile, from which colours are converted to sRGB: see matrix-colour.ts. */
  readonly tables?: Uint8Array | undefined;
}

/**
 * The same for a picture that changes on the way: at the size of the output the planes become pixels, are converted and
 * turned, and become planes again. A few rows exist at a time, or all of the output where it has to be turned.
 * Throws `image_unsupported` for CMYK.
 */
export function resizeJpegAsPixels(
  kernels: PixelKernels,
  bytes: Uint8Array,
  plan: JpegResize,
  { orientation, tables }: JpegChanges,
  options: JpegEncodeOptions,
): Uint8Array<ArrayBuffer> {
  const { exports } = kernels;
  const { width } = plan.out;
  const picture = openResize(kernels, bytes, plan);
  const convertColour = colourConversion(kernels, picture, width);
  const matrix = tables && loadMatrix(kernels, tables);
  const upright = storedSize(plan.out, orientation);
  const writer = openJpegWriter(kernels, upright, picture.planes.length === 1 ? 1 : 3, options);
  const bandRows = writer.planes[0]?.bandRows ?? BAND;
  const encode = (rows: number, stride: number, count: number): void => {
    exports.encodePixels(rows, stride, count);
    writer.encodeBand();
  };
  const convert: ConvertRow = (planes, out) => {
    convertColour(planes, out);
    if (matrix !== undefined) exports.matrixConvert(matrix, out, width);
  };
  const turns = orientation !== 1;
  let first: { readonly rows: number; readonly stride: number } | undefined;
  resizeToRows(kernels, picture, plan, convert, { bandRows, keep: turns }, (rows, stride, count) => {
    first ??= { rows, stride };
    if (!turns) encode(rows, stride, count);
  });
  if (turns && first) encodeTurned(kernels, first, plan.out, orientation, bandRows, encode);
  return writer.finish();
}

/** Collects the rows of the upright picture from the stored one, `bandRows` at a time. */
function encodeTurned(
  kernels: PixelKernels,
  pixels: { readonly rows: number; readonly stride: number },
  stored: Size,
  orientation: Orientation,
  bandRows: number,
  encode: (rows: number, stride: number, count: number) => void,
): void {
  const { swap, flipX, flipY } = STORED_AXES[orientation];
  const right = flipX ? -4 : 4;
  const down = flipY ? -pixels.stride : pixels.stride;
  const [step, rowStep] = swap ? [down, right] : [right, down];
  const { width, height } = storedSize(stored, orientation);
  const first =
    pixels.rows + (flipX ? 4 * (stored.width - 1) : 0) + (flipY ? pixels.stride * (stored.height - 1) : 0);
  const stride = width * 4 + PIXEL_SLACK;
  const band = kernels.allocate(bandRows * stride);
  for (let top = 0; top < height; top += bandRows) {
    const count = Math.min(bandRows, height - top);
    for (let y = 0; y < count; y++) {
      kernels.exports.gatherPixels(first + (top + y) * rowStep, step, band + y * stride, width);
    }
    encode(band, stride, count);
  }
}

/** From a row of each plane to RGBA. */
function colourConversion({ exports }: PixelKernels, picture: JpegPicture, width: number): ConvertRow {
  if (picture.planes.length === 4) {
    throw new DarkroomError("image_unsupported", "CMYK JPEG images are not supported.");
  }
  const kind = COLOURS[picture.colour];
  return ([a = 0, b = 0, c = 0], out) => exports.convertRow(kind, a, b, c, out, width);
}

/** Decodes and resizes a JPEG to pixels, converted at the small size. Throws `image_unsupported` for CMYK. */
export function resizeJpegToRaster(kernels: PixelKernels, bytes: Uint8Array, plan: JpegResize): Raster {
  const picture = openResize(kernels, bytes, plan);
  const { width, height } = plan.out;
  const data = resizeToBytes(kernels, picture, plan, colourConversion(kernels, picture, width));
  return { width, height, data, opaque: true };
}

/** Pixels of four inks: cyan, magenta, yellow and black, 255 being full ink. */
export interface InkRaster extends Size {
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Decodes and resizes a JPEG of four components, CMYK or YCCK; `undefined` for others. Profiles are not applied. */
export function resizeJpegToInk(
  kernels: PixelKernels,
  bytes: Uint8Array,
  plan: JpegResize,
): InkRaster | undefined {
  const { exports } = kernels;
  const picture = openResize(kernels, bytes, plan);
  if (picture.planes.length !== 4) return undefined;
  const ycck = picture.colour === "ycck";
  const { width, height } = plan.out;
  const data = resizeToBytes(kernels, picture, plan, ([a = 0, b = 0, c = 0, k = 0], out) =>
    exports.convertInkRow(ycck, picture.inverted, a, b, c, k, out, width),
  );
  return { width, height, data };
}

function openResize(kernels: PixelKernels, bytes: Uint8Array, plan: JpegResize): JpegPicture {
  kernels.exports.arenaReset();
  return openJpeg(kernels, bytes, chooseScale(plan.crop, plan.out), plan.limits);
}

/** Rows of pixels that are converted at a time; a multiple of those that a resampler gives. */
const BAND = 4 * PULLED_ROWS;

/** Makes a row of pixels, four bytes each, at `out` from a row of each plane. */
type ConvertRow = (planes: readonly number[], out: number) => void;

/** Resizes every plane to the output's size, and converts them to pixels. */
function resizeToBytes(
  kernels: PixelKernels,
  picture: JpegPicture,
  plan: JpegResize,
  convert: ConvertRow,
): Uint8Array<ArrayBuffer> {
  const rowBytes = plan.out.width * 4;
  const data = new Uint8Array(plan.out.height * rowBytes);
  let done = 0;
  resizeToRows(kernels, picture, plan, convert, { bandRows: BAND }, (rows, stride, count) => {
    const memory = kernels.bytes();
    for (let y = 0; y < count; y++) {
      data.set(memory.subarray(rows + y * stride, rows + y * stride + rowBytes), (done + y) * rowBytes);
    }
    done += count;
  });
  return data;
}

/**
 * Resizes every plane to the output's size; `onRows` is given `bandRows` rows of pixels at a time, in the end fewer. They
 * stay where they are with `keep`, and are written over without.
 */
function resizeToRows(
  kernels: PixelKernels,
  picture: JpegPicture,
  { crop, out }: JpegResize,
  convert: ConvertRow,
  { bandRows, keep = false }: { readonly bandRows: number; readonly keep?: boolean },
  onRows: (pointer: number, stride: number, count: number) => void,
): void {
  const { width, height } = out;
  const planeStride = width + 2 * ROW_SLACK;
  const targets = picture.planes.map((): Target => {
    const pointer = kernels.allocate(bandRows * planeStride);
    return { width, height, pointer, stride: planeStride, bandRows, pixels: [1, 1] };
  });
  const stride = width * 4 + PIXEL_SLACK;
  const pixels = kernels.allocate((keep ? height : bandRows) * stride);
  let done = 0;
  resamplePlanes(kernels, picture, crop, out, targets, () => {
    const count = Math.min(bandRows, height - done);
    const rows = keep ? pixels + done * stride : pixels;
    for (let y = 0; y < count; y++) {
      const pointers = targets.map((target) => target.pointer + y * planeStride);
      convert(pointers, rows + y * stride);
    }
    onRows(rows, stride, count);
    done += count;
  });
}

/** A plane on its way: resampled rows queue up until every plane has a band of them. */
interface Lane {
  readonly plane: JpegPlane;
  readonly target: Target;
  readonly resampler: RowResampler;
  /** Room for `capacity` rows; `queued` of them are there. */
  readonly queue: number;
  readonly capacity: number;
  queued: number;
  /** Rows that have left the queue. */
  done: number;
}

/** Calls `onBand` whenever all targets have their next band, the last of which may have fewer rows. */
function resamplePlanes(
  kernels: PixelKernels,
  picture: JpegPicture,
  crop: Rectangle,
  out: Size,
  targets: readonly Target[],
  onBand: () => void,
): void {
  const lanes = picture.planes.map((plane, i): Lane =>
    openLane(kernels, picture, plane, crop, out, targets[i]!),
  );
  const bands = Math.ceil(out.height / ((targets[0]?.bandRows ?? BAND) * (targets[0]?.pixels[1] ?? 1)));
  let encoded = 0;
  for (let band = 0; band < picture.bands && encoded < bands; band++) {
    picture.nextBand();
    for (const lane of lanes) pushBand(lane, band);
    while (encoded < bands && lanes.every(hasBand)) {
      for (const lane of lanes) takeBand(kernels, lane);
      onBand();
      encoded++;
      for (const lane of lanes) pullRows(lane);
    }
  }
}

function openLane(
  kernels: PixelKernels,
  picture: JpegPicture,
  plane: JpegPlane,
  crop: Rectangle,
  out: Size,
  target: Target,
): Lane {
  const [pixelsAcross, pixelsDown] = target.pixels;
  const part = {
    left: crop.left * plane.across,
    top: crop.top * plane.down,
    width: (crop.width * plane.across * target.width * pixelsAcross) / out.width,
    height: (crop.height * plane.down * target.height * pixelsDown) / out.height,
  };
  const capacity = target.bandRows + rowsAhead(picture, plane, part.height / target.height);
  return {
    plane,
    target,
    resampler: openRowResampler(kernels, "plane", plane, part, target),
    queue: kernels.allocate(capacity * target.stride + ROW_SLACK),
    capacity,
    queued: 0,
    done: 0,
  };
}

/**
 * Output rows that a plane can be ahead of the one with the fewest rows: that one's filter reaches further down
 * (three of its coarser rows), its rows come in groups, and source rows come in bands.
 */
function rowsAhead({ planes }: JpegPicture, plane: JpegPlane, step: number): number {
  const coarser = plane.down / Math.min(...planes.map((p) => p.down));
  const sourceRows = 3 * Math.max(1, step) * coarser + PULLED_ROWS * step * 2 * coarser + 2 * plane.bandRows;
  return Math.ceil(sourceRows / step / PULLED_ROWS + 4) * PULLED_ROWS;
}

function pushBand(lane: Lane, band: number): void {
  const { plane, resampler } = lane;
  const rows = Math.min(plane.bandRows, plane.height - band * plane.bandRows);
  for (let pushed = 0; pushed < rows;) {
    const taken = resampler.push(plane.pointer + pushed * plane.stride, plane.stride, rows - pushed);
    pushed += taken;
    if (pullRows(lane) === 0 && taken === 0) {
      throw new DarkroomError("codec_failed", "The planes of the JPEG ran out of step.");
    }
  }
}

/** Moves rows from the resampler to the queue. Returns how many. */
function pullRows(lane: Lane): number {
  const { resampler, target } = lane;
  const before = lane.queued;
  while (lane.queued + PULLED_ROWS <= lane.capacity) {
    const rows = resampler.pull(lane.queue + lane.queued * target.stride, target.stride);
    if (rows === 0) break;
    lane.queued += rows;
  }
  return lane.queued - before;
}

function hasBand({ target, queued, done }: Lane): boolean {
  return queued >= Math.min(target.bandRows, target.height - done);
}

/** Moves the first rows of the queue to the target. */
function takeBand(kernels: PixelKernels, lane: Lane): void {
  const { target, queue } = lane;
  const rows = Math.min(target.bandRows, target.height - lane.done);
  const memory = kernels.bytes();
  memory.copyWithin(target.pointer, queue, queue + rows * target.stride);
  memory.copyWithin(queue, queue + rows * target.stride, queue + lane.queued * target.stride);
  lane.queued -= rows;
  lane.done += rows;
}
