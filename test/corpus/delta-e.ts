/** A colour in CIE L*a*b*: lightness 0 to 100, then green to red and blue to yellow. */
export type Lab = readonly [lightness: number, a: number, b: number];

/** CIE L*a*b* under D65 of an sRGB colour (IEC 61966-2-1), each channel 0 to 255 and not necessarily whole. */
export function labOfSrgb(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [light(red), light(green), light(blue)];
  const x = compressed((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = compressed(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = compressed((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function light(sample: number): number {
  const value = sample / 255;
  return value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92;
}

/** CIE 15: the cube root, with a straight line near black. */
function compressed(ratio: number): number {
  return ratio > 216 / 24_389 ? Math.cbrt(ratio) : ((24_389 / 27) * ratio + 16) / 116;
}

/**
 * The colour difference CIEDE2000 with all weights 1; about 1 is just visible side by side. Written from
 * G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes,
 * Supplementary Test Data, and Mathematical Observations" (2005); the names are theirs, the numbers their equations.
 */
export function deltaE2000([L1, a1, b1]: Lab, [L2, a2, b2]: Lab): number {
  // 2 to 7: chroma, with a* stretched near grey, and hue.
  const meanChroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const stretch = 1.5 - 0.5 * saturation(meanChroma);
  const [C1, h1] = polar(a1 * stretch, b1);
  const [C2, h2] = polar(a2 * stretch, b2);

  // 8 to 11: differences.
  const dL = L2 - L1;
  const dC = C2 - C1;
  const dh = C1 * C2 === 0 ? 0 : aroundZero(h2 - h1);
  const dH = 2 * Math.sqrt(C1 * C2) * sine(dh / 2);

  // 12 to 14: means; the mean hue lies on the shorter arc.
  const L = (L1 + L2) / 2;
  const C = (C1 + C2) / 2;
  const h = C1 * C2 === 0 ? h1 + h2 : meanHue(h1, h2);

  // 15 to 21: weights.
  const T =
    1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) - 0.2 * cosine(4 * h - 63);
  const fromMiddle = (L - 50) ** 2;
  const SL = 1 + (0.015 * fromMiddle) / Math.sqrt(20 + fromMiddle);
  const SC = 1 + 0.045 * C;
  const SH = 1 + 0.015 * C * T;
  const RT = -sine(60 * Math.exp(-(((h - 275) / 25) ** 2))) * 2 * saturation(C);

  // 22.
  const [l, c, hue] = [dL / SL, dC / SC, dH / SH];
  return Math.sqrt(l * l + c * c + hue * hue + RT * c * hue);
}

function saturation(chroma: number): number {
  return Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
}

/** Chroma and hue, the hue in degrees from 0 to 360 and 0 for grey. */
function polar(a: number, b: number): readonly [number, number] {
  const degrees = (Math.atan2(b, a) * 180) / Math.PI;
  return [Math.hypot(a, b), degrees < 0 ? degrees + 360 : degrees];
}

function aroundZero(degrees: number): number {
  if (degrees > 180) return degrees - 360;
  return degrees < -180 ? degrees + 360 : degrees;
}

function meanHue(h1: number, h2: number): number {
  if (Math.abs(h1 - h2) <= 180) return (h1 + h2) / 2;
  return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

function sine(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}

function cosine(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}
