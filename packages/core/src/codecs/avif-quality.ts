/**
 * Quality for AVIF: the API's scale is JPEG's, libavif's runs from 0 to 100 too, but not in parallel.
 *
 * Measured: SSIM of luma on five photos of 0.4 to 0.8 MP, mozjpeg at the API's quality against libaom at
 * speed 9; each row is the mean over the photos of the libavif quality with the same SSIM, and the spread.
 *
 * | JPEG | SSIM        | libavif    | bytes of JPEG's |
 * |------|-------------|------------|-----------------|
 * | 10   | 0.71 – 0.78 | 12         | 0.5             |
 * | 20   | 0.81 – 0.88 | 21 – 29    | 0.61 – 0.69     |
 * | 30   | 0.85 – 0.91 | 29 – 37    | 0.65 – 0.73     |
 * | 40   | 0.88 – 0.93 | 34 – 42    | 0.68 – 0.75     |
 * | 50   | 0.90 – 0.94 | 38 – 46    | 0.70 – 0.77     |
 * | 60   | 0.91 – 0.95 | 43 – 50    | 0.70 – 0.78     |
 * | 70   | 0.93 – 0.96 | 49 – 54    | 0.70 – 0.80     |
 * | 80   | 0.95 – 0.97 | 56 – 63    | 0.61 – 0.69     |
 * | 85   | 0.96 – 0.98 | 62 – 70    | 0.60 – 0.70     |
 * | 90   | 0.97 – 0.99 | 71 – 79    | 0.47 – 0.58     |
 * | 95   | 0.99        | 83 – 87    | 0.48 – 0.60     |
 * | 98   | 0.99 – 1.00 | 94         | 0.50 – 0.58     |
 * | 100  | 1.00        | 99         | 0.61 – 0.70     |
 */
const POINTS = [
  [1, 1],
  [10, 12],
  [20, 26],
  [30, 34],
  [40, 39],
  [50, 43],
  [60, 47],
  [70, 52],
  [80, 59],
  [85, 65],
  [90, 75],
  [95, 85],
  [98, 94],
  [100, 99],
] as const satisfies readonly (readonly [api: number, libavif: number])[];

/** The libavif quality, 1 to 99, for a quality of the API, 1 to 100: linear between the points, rounded. */
export function avifQuality(quality: number): number {
  let [lowFrom, lowTo]: readonly [number, number] = POINTS[0];
  for (const [from, to] of POINTS) {
    if (quality <= from) {
      const span = from - lowFrom;
      return span === 0 ? to : lowTo + Math.floor(((quality - lowFrom) * (to - lowTo) + (span >> 1)) / span);
    }
    [lowFrom, lowTo] = [from, to];
  }
  return lowTo;
}
