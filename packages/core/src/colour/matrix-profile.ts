import { type IccTags, readIccTags, signatureAt } from "./icc-tags.ts";
import { power } from "./power.ts";

/**
 * An RGB profile that is three curves and a matrix (ICC.1:2022, annex F.3), as those of screens and cameras are:
 * Display P3, Adobe RGB, ProPhoto and most others. Red, green and blue, in this order, everywhere.
 */
export interface MatrixProfile {
  /** From encoded value to light, both 0 to 1; NaN or beyond where the profile's numbers are nonsense. */
  readonly curves: readonly Curve[];
  /** For each channel of linear sRGB, how much of it is in the light of each channel of the profile. */
  readonly toLinearSrgb: readonly (readonly number[])[];
}

export type Curve = (value: number) => number;

/** Reads such a profile; undefined for one of another kind, or with parts that are broken. */
export function readMatrixProfile(profile: Uint8Array): MatrixProfile | undefined {
  const tags = readIccTags(profile);
  if (tags === undefined || tags.space !== "RGB " || !isMatrixOnly(tags)) return undefined;
  const curves: Curve[] = [];
  const columns: (readonly number[])[] = [];
  for (const channel of ["r", "g", "b"]) {
    const curve = readCurve(tags.tag(`${channel}TRC`));
    const xyz = readXyz(tags.tag(`${channel}XYZ`));
    if (curve === undefined || xyz === undefined) return undefined;
    curves.push(curve);
    columns.push(xyz);
  }
  const toLinearSrgb = XYZ_TO_SRGB.map((row) =>
    columns.map(([x = 0, y = 0, z = 0]) => row[0] * x + row[1] * y + row[2] * z),
  );
  return { curves, toLinearSrgb };
}

/** From XYZ relative to D50 to linear sRGB: the inverse of the matrix of IEC 61966-2-1 after ICC.1 annex E. */
const XYZ_TO_SRGB = [
  [3.134112, -1.617392, -0.490633],
  [-0.978787, 1.91628, 0.033455],
  [0.071983, -0.228986, 1.405385],
] as const;

const CLASSES: ReadonlySet<string> = new Set(["mntr", "scnr", "prtr", "spac"]);
const TABLES = ["A2B0", "A2B1", "A2B2"];

/** Connected through XYZ, and without tables: a profile that has them is converted through them, whatever its matrix says. */
export function isMatrixOnly(tags: IccTags): boolean {
  return (
    CLASSES.has(tags.profileClass) &&
    tags.connection === "XYZ " &&
    !TABLES.some((name) => tags.tag(name) !== undefined)
  );
}

/** An XYZType of one value. */
function readXyz(data: DataView | undefined): readonly number[] | undefined {
  if (data === undefined || data.byteLength < 20 || signatureAt(data, 0) !== "XYZ ") return undefined;
  return [fixed(data, 8), fixed(data, 12), fixed(data, 16)];
}

/** The curve of a tag; undefined where there is none, or none that is whole. */
export function readCurve(data: DataView | undefined): Curve | undefined {
  if (data === undefined || data.byteLength < 12) return undefined;
  return CURVE_TYPES.get(signatureAt(data, 0))?.(data);
}

const CURVE_TYPES: ReadonlyMap<string, (data: DataView) => Curve | undefined> = new Map([
  ["curv", readSampledCurve],
  ["para", readParametricCurve],
]);

/** A curveType: nothing for the identity, an exponent, or samples at equal distances, linear between them. */
function readSampledCurve(data: DataView): Curve | undefined {
  const count = data.getUint32(8);
  if (count === 0) return (value) => value;
  if (count > 65_536 || 12 + count * 2 > data.byteLength) return undefined;
  if (count === 1) {
    const exponent = data.getUint16(12) / 256;
    return (value) => power(value, exponent);
  }
  const last = count - 1;
  return (value) => {
    const index = Math.min(Math.floor(value * last), last - 1);
    const before = data.getUint16(12 + index * 2);
    const after = data.getUint16(14 + index * 2);
    return (before + (after - before) * (value * last - index)) / 65_535;
  };
}

/** A parametricCurveType (clause 10.18): a power, above a point in four of its five functions. */
function readParametricCurve(data: DataView): Curve | undefined {
  const kind = data.getUint16(8);
  const count = PARAMETERS[kind];
  if (count === undefined || data.byteLength < 12 + count * 4) return undefined;
  const numbers = Array.from({ length: 7 }, (_, at) => (at < count ? fixed(data, 12 + at * 4) : 0));
  const [g = 0, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers;
  if (kind === 0) return (value) => power(value, g);
  if (kind < 3) {
    // Two functions that are level up to where the base of the power is positive.
    return (value) => (a * value + b > 0 ? power(a * value + b, g) : 0) + c;
  }
  return (value) => (value >= d ? power(a * value + b, g) + e : c * value + f);
}

/** Parameters of each function. */
const PARAMETERS: readonly number[] = [1, 3, 4, 5, 7];

/** An s15Fixed16Number. */
function fixed(data: DataView, offset: number): number {
  return data.getInt32(offset) / 65_536;
}
