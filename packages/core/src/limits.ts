/**
 * Limits and budgets, the same on every runtime and sized for an isolate of 128 MB: equal limits, equal
 * bytes. A runtime may refuse what does not fit it; it never chooses another format or size.
 */
export interface Limits {
  /** Longest side of a source in pixels (Cloudflare: 12,000). */
  readonly sourceSide: number;
  /** Area of a still source in pixels (Cloudflare: 100 MP). */
  readonly sourceArea: number;
  /** Sum of the areas of all frames of an animation in pixels (Cloudflare: 100 MP). */
  readonly animationArea: number;
  /** Scans of a progressive JPEG; thousands of them take seconds to decode. */
  readonly jpegScans: number;
  /** Longest side of an output in pixels. */
  readonly outputSide: number;
  /** Area of an output in pixels. */
  readonly outputArea: number;
  /** Area in pixels above which automatic format chooses WebP instead of AVIF: AVIF's memory and time grow with it. */
  readonly avifArea: number;
}

export const DEFAULT_LIMITS: Limits = {
  sourceSide: 12_000,
  sourceArea: 100_000_000,
  animationArea: 100_000_000,
  jpegScans: 100,
  outputSide: 12_000,
  outputArea: 25_000_000,
  avifArea: 1920 * 1080,
};
