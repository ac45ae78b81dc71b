import type { Rectangle, Size } from "../formats/facts.ts";

/**
 * The oracle of the resampling kernel: the same filter in plain floating point, nothing rounded but the
 * result. For tests; slow, and its sines may differ between engines.
 */
export function resampleReference(
  samples: Uint8Array,
  channels: 1 | 4,
  premultiply: boolean,
  source: Size,
  crop: Rectangle,
  out: Size,
): Uint8Array<ArrayBuffer> {
  const across = axis(source.width, crop.left, crop.width, out.width);
  const down = axis(source.height, crop.top, crop.height, out.height);

  const narrow = new Float64Array(source.height * out.width * channels);
  for (let y = 0; y < source.height; y++) {
    for (let x = 0; x < out.width; x++) {
      for (const { at, weight } of across(x)) {
        const pixel = (y * source.width + at) * channels;
        const alpha = premultiply ? (samples[pixel + 3] ?? 0) / 255 : 1;
        for (let c = 0; c < channels; c++) {
          const value = (samples[pixel + c] ?? 0) * (c === 3 ? 1 : alpha);
          narrow[(y * out.width + x) * channels + c]! += value * weight;
        }
      }
    }
  }

  const result = new Uint8Array(out.height * out.width * channels);
  const pixel = new Float64Array(channels);
  for (let y = 0; y < out.height; y++) {
    const taps = down(y);
    for (let x = 0; x < out.width; x++) {
      pixel.fill(0);
      for (const { at, weight } of taps) {
        for (let c = 0; c < channels; c++) {
          pixel[c]! += (narrow[(at * out.width + x) * channels + c] ?? 0) * weight;
        }
      }
      const alpha = premultiply ? (pixel[3] ?? 0) / 255 : 1;
      const visible = !premultiply || Math.round(alpha * 255) > 0;
      for (let c = 0; c < channels; c++) {
        const value = c === 3 ? (pixel[3] ?? 0) : (pixel[c] ?? 0) / alpha;
        result[(y * out.width + x) * channels + c] = visible
          ? Math.max(0, Math.min(255, Math.round(value)))
          : 0;
      }
    }
  }
  return result;
}

function lanczos3(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= 3) return 0;
  return (3 * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / 3)) / (Math.PI * x) ** 2;
}

/** Source samples and weights of every output sample: those of the rectangle within three (stretched) lobes. */
function axis(size: number, origin: number, length: number, count: number) {
  const step = length / count;
  const stretch = Math.max(1, step);
  const first = Math.floor(origin);
  const end = Math.min(size, Math.ceil(origin + length));
  return (index: number): { at: number; weight: number }[] => {
    const centre = origin + (index + 0.5) * step;
    const taps = [];
    for (let at = first; at < end; at++) {
      const weight = lanczos3((at + 0.5 - centre) / stretch);
      if (weight !== 0) taps.push({ at, weight });
    }
    const sum = taps.reduce((total, tap) => total + tap.weight, 0);
    return taps.map(({ at, weight }) => ({ at, weight: weight / sum }));
  };
}
