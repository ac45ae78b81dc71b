import type { Raster } from "../codecs/contract.ts";

/** Bits of each channel by which colours count as alike. */
const ALIKE_BITS = 4;

/**
 * The colour that most of a small picture has, `#rrggbb`: the mean of its largest group of like colours, each
 * pixel counted by its opacity. Undefined where everything is transparent.
 */
export function dominantColour({ data }: Raster): string | undefined {
  const groups = new Map<number, { weight: number; r: number; g: number; b: number }>();
  const shift = 8 - ALIKE_BITS;
  for (let at = 0; at < data.length; at += 4) {
    const [r, g, b, weight] = data.subarray(at, at + 4) as unknown as [number, number, number, number];
    const name = ((r >> shift) << (2 * ALIKE_BITS)) | ((g >> shift) << ALIKE_BITS) | (b >> shift);
    const group = groups.get(name) ?? { weight: 0, r: 0, g: 0, b: 0 };
    group.weight += weight;
    group.r += r * weight;
    group.g += g * weight;
    group.b += b * weight;
    groups.set(name, group);
  }
  let largest = { weight: 0, r: 0, g: 0, b: 0 };
  for (const group of groups.values()) if (group.weight > largest.weight) largest = group;
  if (largest.weight === 0) return undefined;
  const hex = [largest.r, largest.g, largest.b].map((sum) =>
    Math.round(sum / largest.weight)
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${hex.join("")}`;
}
