import type { Raster, ResizerInstance } from "../codecs/contract.ts";
import { DarkroomError } from "../errors.ts";
import type { Rectangle, Size } from "../formats/facts.ts";
import { outOfMemory, type PixelKernels } from "./pixels.ts";

/** What a sample is, with the number that the kernel knows it by and its bytes. */
export const RESAMPLE_KINDS = {
  /** One 8-bit plane. */
  plane: { code: 1, channels: 1 },
  /** RGBA of which every alpha is 255, or channels that have nothing to do with one another. */
  opaque: { code: 2, channels: 4 },
  /** RGBA whose colour counts with its alpha. */
  alpha: { code: 3, channels: 4 },
} as const;

export type ResampleKind = keyof typeof RESAMPLE_KINDS;

/** A resampler inside of the kernels' memory: rows in from the top, rows out in groups of at most four. */
export interface RowResampler {
  /** Takes `count` rows that lie at `pointer`, `stride` bytes apart; returns how many, fewer when it wants to be pulled. */
  push(pointer: number, stride: number, count: number): number;
  /** Writes up to four rows to `pointer`; 0 means that rows have to be pushed first, or that it is done. */
  pull(pointer: number, stride: number): number;
}

/** Rows that {@link RowResampler.pull} may write at a time. */
export const PULLED_ROWS = 4;

/** Bytes that the kernels may read beyond a row. */
export const ROW_SLACK = 16;

/**
 * Opens a resampler for the part `crop` of a source, in its samples, fractions allowed; it may reach beyond the
 * source by as much as the last output sample does (chroma of odd sides). Throws `option_invalid` for another
 * rectangle, `image_too_large` without memory.
 */
export function openRowResampler(
  kernels: PixelKernels,
  kind: ResampleKind,
  source: Size,
  crop: Rectangle,
  out: Size,
): RowResampler {
  const { exports } = kernels;
  const handle = exports.resampleOpen(
    RESAMPLE_KINDS[kind].code,
    source.width,
    source.height,
    crop.left,
    crop.top,
    crop.width,
    crop.height,
    out.width,
    out.height,
  );
  if (handle === -1) throw outOfMemory();
  if (handle === 0) throw wrongRectangle();
  return {
    push: (pointer, stride, count) => exports.resamplePush(handle, pointer, stride, count),
    pull: (pointer, stride) => exports.resamplePull(handle, pointer, stride),
  };
}

function wrongRectangle(): DarkroomError {
  return new DarkroomError(
    "option_invalid",
    "The part of the image to be resized lies outside of it, or a side is not from 1 to 65535 pixels.",
  );
}

/** Bytes of the source that are copied into the kernels' memory at a time. */
const BAND_BYTES = 1 << 18;

/**
 * Resamples rows that lie one after another in `samples` and belong to a source of the size `source`.
 * Only a band of them is ever held in the kernels' memory.
 */
export function resample(
  kernels: PixelKernels,
  kind: ResampleKind,
  samples: Uint8Array,
  source: Size,
  crop: Rectangle,
  out: Size,
): Uint8Array<ArrayBuffer> {
  if (!(crop.left + crop.width <= source.width && crop.top + crop.height <= source.height))
    throw wrongRectangle();
  kernels.exports.arenaReset();
  const { channels } = RESAMPLE_KINDS[kind];
  const firstRow = Math.max(0, Math.floor(crop.top));
  const endRow = Math.min(source.height, Math.ceil(crop.top + crop.height));
  const resampler = openRowResampler(
    kernels,
    kind,
    { width: source.width, height: source.height - firstRow },
    { ...crop, top: crop.top - firstRow },
    out,
  );
  const sourceStride = source.width * channels;
  const outStride = out.width * channels;
  const bandRows = Math.max(1, Math.min(source.height, Math.floor(BAND_BYTES / sourceStride)));
  const band = kernels.allocate(bandRows * sourceStride + ROW_SLACK);
  const group = kernels.allocate(PULLED_ROWS * outStride + ROW_SLACK);
  const memory = kernels.bytes();
  const result = new Uint8Array(out.height * outStride);

  let written = 0;
  /** Returns whether there was a row. */
  function pullAll(): boolean {
    const before = written;
    for (;;) {
      const rows = resampler.pull(group, outStride);
      if (rows === 0) return written > before;
      result.set(memory.subarray(group, group + rows * outStride), written * outStride);
      written += rows;
    }
  }

  for (let row = firstRow; row < endRow; row += bandRows) {
    const rows = Math.min(bandRows, endRow - row);
    memory.set(samples.subarray(row * sourceStride, (row + rows) * sourceStride), band);
    for (let pushed = 0; pushed < rows;) {
      const taken = resampler.push(band + pushed * sourceStride, sourceStride, rows - pushed);
      pushed += taken;
      if (!pullAll() && taken === 0)
        throw new DarkroomError("codec_failed", "The resizer came to a standstill.");
    }
  }
  return result;
}

/** A resizer on one instance of the kernels. */
export function openResizer(kernels: PixelKernels): ResizerInstance {
  return {
    memoryBytes: kernels.memoryBytes,
    resize(raster: Raster, size: Size): Raster {
      const kind = raster.opaque ? "opaque" : "alpha";
      const whole = { left: 0, top: 0, width: raster.width, height: raster.height };
      const data = resample(kernels, kind, raster.data, raster, whole, size);
      return { data, width: size.width, height: size.height, opaque: raster.opaque };
    },
  };
}
