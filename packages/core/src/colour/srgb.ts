import { type IccTags, readIccTags, signatureAt } from "./icc-tags.ts";

/**
 * Whether a profile means what an untagged picture means anyway, so that converting would change 8-bit
 * samples by no more than rounding. Decided by its numbers, never by its name: a matrix of sRGB's primaries
 * with sRGB's curve for each channel, or a grey profile with that curve.
 */
export function isSrgb(profile: Uint8Array): boolean {
  const tags = readIccTags(profile);
  // A profile with tables is converted through them, whatever its matrix says.
  if (tags === undefined || tags.connection !== "XYZ " || TABLES.some((name) => tags.tag(name))) return false;
  if (tags.space === "GRAY") return isSrgbCurve(tags.tag("kTRC"));
  return (
    tags.space === "RGB " && hasSrgbPrimaries(tags) && CURVES.every((name) => isSrgbCurve(tags.tag(name)))
  );
}

const TABLES = ["A2B0", "A2B1", "A2B2"];
const CURVES = ["rTRC", "gTRC", "bTRC"];
const COLORANTS = ["rXYZ", "gXYZ", "bXYZ"];

/** From XYZ relative to D50 to linear sRGB: the inverse of the matrix of IEC 61966-2-1 after ICC.1 annex E. */
const XYZ_TO_SRGB = [
  [3.134112, -1.617392, -0.490633],
  [-0.978787, 1.91628, 0.033455],
  [0.071983, -0.228986, 1.405385],
] as const;

/** Half a level in linear light near black, where the curve is 12.92 times as steep as the identity. */
const HALF_LEVEL = 0.5 / (12.92 * 255);
/** What changes white by a quarter of a level. */
const GAIN = 0.002;

/** Each of the profile's primaries is a full channel of sRGB and next to nothing of the two others. */
function hasSrgbPrimaries(tags: IccTags): boolean {
  return COLORANTS.every((name, channel) => {
    const xyz = readXyz(tags.tag(name));
    return (
      xyz !== undefined &&
      XYZ_TO_SRGB.every(([x, y, z], row) => {
        const linear = x * xyz[0] + y * xyz[1] + z * xyz[2];
        return row === channel ? Math.abs(linear - 1) < GAIN : Math.abs(linear) < HALF_LEVEL;
      })
    );
  });
}

/** An XYZType of one value. */
function readXyz(data: DataView | undefined): readonly [number, number, number] | undefined {
  if (data === undefined || data.byteLength < 20 || signatureAt(data, 0) !== "XYZ ") return undefined;
  return [fixed(data, 8), fixed(data, 12), fixed(data, 16)];
}

/** Each of the 256 levels stands for the light that it stands for in sRGB, to half a level. */
function isSrgbCurve(data: DataView | undefined): boolean {
  const curve = data && readCurve(data);
  if (curve === undefined) return false;
  for (let level = 0; level <= 255; level++) {
    const light = curve(level / 255);
    if (!(light > srgbLight((level - 0.5) / 255) && light < srgbLight((level + 0.5) / 255))) return false;
  }
  return true;
}

type Curve = (value: number) => number;

/**
 * The curve of a tag from encoded value to light, both 0 to 1; undefined for one of a kind that is not
 * sRGB's: identity, a plain power, or a function with another exponent.
 */
function readCurve(data: DataView): Curve | undefined {
  if (data.byteLength < 12) return undefined;
  const read = CURVE_TYPES.get(signatureAt(data, 0));
  return read?.(data);
}

const CURVE_TYPES: ReadonlyMap<string, (data: DataView) => Curve | undefined> = new Map([
  ["curv", readSampledCurve],
  ["para", readParametricCurve],
]);

/** A curveType: samples at equal distances, linear between them. */
function readSampledCurve(data: DataView): Curve | undefined {
  const last = data.getUint32(8) - 1;
  if (last < 1 || 12 + (last + 1) * 2 > data.byteLength) return undefined;
  return (value) => {
    const index = Math.min(Math.floor(value * last), last - 1);
    const before = data.getUint16(12 + index * 2);
    const after = data.getUint16(14 + index * 2);
    return (before + (after - before) * (value * last - index)) / 65_535;
  };
}

/** A parametricCurveType: its functions 3 and 4, with sRGB's exponent of 2.4. */
function readParametricCurve(data: DataView): Curve | undefined {
  const parameters = PARAMETERS.get(data.getUint16(8));
  if (parameters === undefined || data.byteLength < 12 + parameters * 4) return undefined;
  const at = (index: number) => (index < parameters ? fixed(data, 12 + index * 4) : 0);
  if (Math.abs(at(0) - 2.4) > 0.001) return undefined;
  const [a, b, c, d, e, f] = [at(1), at(2), at(3), at(4), at(5), at(6)];
  return (value) => (value >= d ? power2_4(a * value + b) + e : c * value + f);
}

const PARAMETERS: ReadonlyMap<number, number> = new Map([
  [3, 5],
  [4, 7],
]);

/** IEC 61966-2-1: the light of an encoded value; odd about 0. */
function srgbLight(value: number): number {
  return value > 0.04045 ? power2_4((value + 0.055) / 1.055) : value / 12.92;
}

/**
 * `base` to the power of 12/5 by Newton's method for the fifth root: `Math.pow` may differ in its last bits
 * from engine to engine, and what is decided here decides the bytes of an output. For 0 to 2; else NaN.
 */
function power2_4(base: number): number {
  if (!(base > 0 && base < 2)) return base === 0 ? 0 : Number.NaN;
  let root = base > 1 ? base : 1;
  for (;;) {
    const next = root - (root - base / (root * root * root * root)) / 5;
    if (!(next < root)) break;
    root = next;
  }
  const squared = root * root;
  const fourth = squared * squared;
  return fourth * fourth * fourth;
}

/** An s15Fixed16Number. */
function fixed(data: DataView, offset: number): number {
  return data.getInt32(offset) / 65_536;
}
