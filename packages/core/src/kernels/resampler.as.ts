/** What a resampler remembers, and the constants that its parts share; resample.as.ts tells how it works. */

import { Axis } from "./lanczos.as";

/** What a sample is. The values are those of `RESAMPLE_KINDS` in resample.ts. */
export const PLANE: i32 = 1;
export const OPAQUE_PIXELS: i32 = 2;
export const ALPHA_PIXELS: i32 = 3;

/** Output rows made at a time; `resamplePull` may write as many. */
export const GROUP: i32 = 4;
/** Rows that the window holds beyond the filter's, so that it seldom has to be moved. */
export const SLACK: i32 = 32;
/** A filter with more taps down than this is summed up window by window: so many rows are the most that are held. */
export const MOST_TAPS: i32 = 96;
/** Output rows that such a window can belong to at a time: six of three lobes, one for alignment, a power of two. */
export const SUMS: i32 = 8;
/** A row is padded to whole blocks of samples, and may be read so far beyond its end. */
export const BLOCK: i32 = 16;
export const BETWEEN_BITS: i32 = 6;
export const ALPHA_BITS: i32 = 7;
export const LARGEST_SIDE: i32 = 65535;

@unmanaged
export class Resampler {
  kind: i32;
  channels: i32;
  /** Samples of a source row that are used, and the same padded to whole blocks. */
  samples: i32;
  paddedSamples: i32;
  /** Rows pushed so far, of those inside of the rectangle. */
  pushed: i32;
  /** Source rows above the rectangle that are still to be skipped. */
  skip: i32;

  outWidth: i32;
  outHeight: i32;
  /** The next output row of the vertical pass. */
  next: i32;
  /** Rows between the passes that wait for the horizontal one. */
  waiting: i32;

  across: Axis;
  down: Axis;

  /** Pairs of source rows, the first of which is pair `windowFirst` of the rectangle. */
  window: usize;
  windowPairs: i32;
  windowFirst: i32;
  pairBytes: usize;

  /** Whether sums are carried from window to window. */
  summing: bool;
  /**
   * What the vertical pass starts from, i32: half a unit of its result; when summing, a row of it for each of
   * `SUMS` output rows, with the sums so far. Otherwise one block of it, for all columns.
   */
  sums: usize;

  /** `GROUP` rows of i16, each `betweenBytes` long. */
  between: usize;
  betweenBytes: usize;

  /** Weights of the vertical pass for one row: `down.taps` rounded up to pairs. */
  downWeights: usize;
  /** For every output column: the first source column, i32; and `acrossRoom` weights, i16. */
  acrossFirst: usize;
  acrossWeights: usize;
  acrossRoom: i32;
  /** One output row for those of an incomplete group that nobody wants. */
  spare: usize;
}
