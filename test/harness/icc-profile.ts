/** Makes small ICC profiles for tests (ICC.1): only what decides how a profile is read and converted. */
export interface ProfileParts {
  /** `RGB ` unless given. */
  readonly space?: string;
  /** `mntr` unless given. */
  readonly profileClass?: string;
  readonly tags: Readonly<Record<string, Uint8Array>>;
}

/** sRGB's primaries, adapted to D50. */
export const SRGB_COLORANTS = {
  rXYZ: xyz(0.43607, 0.22249, 0.01392),
  gXYZ: xyz(0.38515, 0.71687, 0.09708),
  bXYZ: xyz(0.14307, 0.06061, 0.7141),
};

export const SRGB_CURVE = parametricCurve(3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]);

export const SRGB_TAGS = { ...SRGB_COLORANTS, ...sameCurves(SRGB_CURVE) };

export function iccProfile({
  space = "RGB ",
  profileClass = "mntr",
  tags,
}: ProfileParts): Uint8Array<ArrayBuffer> {
  const rows = Object.entries({ ...tags, wtpt: xyz(0.9642, 1, 0.8249) });
  const start = 132 + rows.length * 12;
  const size = rows.reduce((sum, [, data]) => sum + aligned(data.length), start);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, size);
  view.setUint32(8, 0x04300000);
  writeText(bytes, 12, `${profileClass}${space}XYZ `);
  writeText(bytes, 36, "acsp");
  bytes.set(xyz(0.9642, 1, 0.8249).subarray(8), 68);
  view.setUint32(128, rows.length);
  let offset = start;
  for (const [index, [name, data]] of rows.entries()) {
    const row = 132 + index * 12;
    writeText(bytes, row, name);
    view.setUint32(row + 4, offset);
    view.setUint32(row + 8, data.length);
    bytes.set(data, offset);
    offset += aligned(data.length);
  }
  return bytes;
}

export function sameCurves(curve: Uint8Array): Record<"rTRC" | "gTRC" | "bTRC", Uint8Array> {
  return { rTRC: curve, gTRC: curve, bTRC: curve };
}

export function xyz(x: number, y: number, z: number): Uint8Array {
  return typed("XYZ ", 12, (view) =>
    [x, y, z].forEach((value, index) => setFixed(view, 8 + index * 4, value)),
  );
}

export function gammaCurve(gamma: number): Uint8Array {
  return typed("curv", 6, (view) => {
    view.setUint32(8, 1);
    view.setUint16(12, Math.round(gamma * 256));
  });
}

export function sampledCurve(count: number, light: (value: number) => number): Uint8Array {
  return typed("curv", 4 + count * 2, (view) => {
    view.setUint32(8, count);
    for (let index = 0; index < count; index++) {
      view.setUint16(12 + index * 2, Math.round(light(index / (count - 1)) * 65_535));
    }
  });
}

export function parametricCurve(kind: number, parameters: readonly number[]): Uint8Array {
  return typed("para", 4 + parameters.length * 4, (view) => {
    view.setUint16(8, kind);
    parameters.forEach((value, index) => setFixed(view, 12 + index * 4, value));
  });
}

/** A multiProcessElementsType that names one identity matrix `count` times: eight bytes each, much work each. */
export function identityElements(count: number): Uint8Array {
  const matrixAt = 16 + count * 8;
  const matrixBytes = 12 + 12 * 4;
  return typed("mpet", matrixAt - 8 + matrixBytes, (view, bytes) => {
    view.setUint16(8, 3);
    view.setUint16(10, 3);
    view.setUint32(12, count);
    for (let index = 0; index < count; index++) {
      view.setUint32(16 + index * 8, matrixAt);
      view.setUint32(20 + index * 8, matrixBytes);
    }
    writeText(bytes, matrixAt, "matf");
    view.setUint16(matrixAt + 8, 3);
    view.setUint16(matrixAt + 10, 3);
    for (const diagonal of [0, 4, 8]) view.setFloat32(matrixAt + 12 + diagonal * 4, 1);
  });
}

function typed(type: string, length: number, write: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
  const bytes = new Uint8Array(8 + length);
  writeText(bytes, 0, type);
  write(new DataView(bytes.buffer), bytes);
  return bytes;
}

function setFixed(view: DataView, offset: number, value: number): void {
  view.setInt32(offset, Math.round(value * 65_536));
}

function writeText(bytes: Uint8Array, offset: number, text: string): void {
  for (let index = 0; index < text.length; index++) bytes[offset + index] = text.charCodeAt(index);
}

function aligned(length: number): number {
  return Math.ceil(length / 4) * 4;
}
