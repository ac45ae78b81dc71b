/**
 * The oracle of the JPEG kernels, in plain floating point and without any care for speed: the inverse DCT of
 * ITU-T T.81, A.3.3, and a writer of sequential JPEGs that takes the very coefficients. For tests.
 */
import { STANDARD_HUFFMAN } from "./jpeg-tables.ts";

/** v · 8 + u of each index of the zigzag order (T.81, figure A.6). */
export const ZIGZAG: readonly number[] = Array.from({ length: 64 }, (_, i) => i).sort((a, b) => {
  const [sumA, sumB] = [(a >> 3) + (a & 7), (b >> 3) + (b & 7)];
  if (sumA !== sumB) return sumA - sumB;
  return sumA % 2 === 0 ? b - a : a - b;
});

/** Quantised coefficients of a component, 64 a block in natural order, blocks of whole MCUs row by row. */
export interface ReferenceComponent {
  readonly h: number;
  readonly v: number;
  readonly coefficients: Int16Array;
  /** 64 values in natural order. */
  readonly quantisation: Uint8Array;
}

export interface ReferenceJpeg {
  readonly width: number;
  readonly height: number;
  readonly components: readonly ReferenceComponent[];
  /** MCUs, 0 for none. */
  readonly restartInterval: number;
  /** Every component in a scan of its own. */
  readonly separateScans: boolean;
}

function geometry({ width, height, components }: ReferenceJpeg) {
  const mostH = Math.max(...components.map((c) => c.h));
  const mostV = Math.max(...components.map((c) => c.v));
  return {
    mostH,
    mostV,
    mcusWide: Math.ceil(width / (8 * mostH)),
    mcusHigh: Math.ceil(height / (8 * mostV)),
  };
}

/** Blocks that a component of a picture has, whole MCUs. */
export function blocksOf(
  jpeg: Omit<ReferenceJpeg, "components">,
  all: readonly { h: number; v: number }[],
  index: number,
) {
  const mostH = Math.max(...all.map((c) => c.h));
  const mostV = Math.max(...all.map((c) => c.v));
  return {
    wide: Math.ceil(jpeg.width / (8 * mostH)) * (all[index]?.h ?? 1),
    high: Math.ceil(jpeg.height / (8 * mostV)) * (all[index]?.v ?? 1),
  };
}

/** The N×N samples, not rounded, of the N×N lowest coefficients of a block: its mean is kept. */
export function inverseDct(block: ArrayLike<number>, scale: number): Float64Array {
  const samples = new Float64Array(scale * scale);
  for (let y = 0; y < scale; y++) {
    for (let x = 0; x < scale; x++) {
      let sum = 0;
      for (let v = 0; v < scale; v++) {
        for (let u = 0; u < scale; u++) {
          const norm = (u === 0 ? Math.SQRT1_2 : 1) * (v === 0 ? Math.SQRT1_2 : 1);
          const across = Math.cos(((2 * x + 1) * u * Math.PI) / (2 * scale));
          const down = Math.cos(((2 * y + 1) * v * Math.PI) / (2 * scale));
          sum += norm * (block[v * 8 + u] ?? 0) * across * down;
        }
      }
      samples[y * scale + x] = sum / 4 + 128;
    }
  }
  return samples;
}

/** The 8×8 coefficients, not rounded, of 64 samples (T.81, A.3.3). */
export function forwardDct(samples: ArrayLike<number>): Float64Array {
  const block = new Float64Array(64);
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let i = 0; i < 64; i++) {
        const across = Math.cos(((2 * (i & 7) + 1) * u * Math.PI) / 16);
        const down = Math.cos(((2 * (i >> 3) + 1) * v * Math.PI) / 16);
        sum += ((samples[i] ?? 0) - 128) * across * down;
      }
      block[v * 8 + u] = (sum / 4) * (u === 0 ? Math.SQRT1_2 : 1) * (v === 0 ? Math.SQRT1_2 : 1);
    }
  }
  return block;
}

/** The samples of component `index` at a scale, rounded, without what lies beyond the picture. */
export function referencePlane(jpeg: ReferenceJpeg, index: number, scale: number): Uint8ClampedArray {
  const { mostH, mostV } = geometry(jpeg);
  const component = jpeg.components[index]!;
  const { wide, high } = blocksOf(jpeg, jpeg.components, index);
  const width = Math.ceil((jpeg.width * component.h * scale) / (8 * mostH));
  const height = Math.ceil((jpeg.height * component.v * scale) / (8 * mostV));
  const plane = new Uint8ClampedArray(width * height);
  for (let b = 0; b < wide * high; b++) {
    const quantised = component.coefficients.subarray(b * 64, b * 64 + 64);
    const samples = inverseDct(
      Array.from(quantised, (value, i) => value * (component.quantisation[i] ?? 0)),
      scale,
    );
    for (const [i, sample] of samples.entries()) {
      const x = (b % wide) * scale + (i % scale);
      const y = Math.floor(b / wide) * scale + Math.floor(i / scale);
      if (x < width && y < height) plane[y * width + x] = Math.round(sample);
    }
  }
  return plane;
}

/** Codes of a table: symbol → [code, length]. */
function codesOf(tableClass: number, id: number): Map<number, readonly [number, number]> {
  const bytes =
    STANDARD_HUFFMAN.find((t) => t.tableClass === tableClass && t.id === id)?.codes ?? new Uint8Array();
  const codes = new Map<number, readonly [number, number]>();
  let code = 0;
  let at = 16;
  for (let length = 1; length <= 16; length++, code <<= 1) {
    for (let i = 0; i < (bytes[length - 1] ?? 0); i++) codes.set(bytes[at++] ?? 0, [code++, length]);
  }
  return codes;
}

function createBitWriter(out: number[]) {
  let held = 0;
  let count = 0;
  function put(value: number, length: number): void {
    for (let i = length - 1; i >= 0; i--) {
      held = (held << 1) | ((value >> i) & 1);
      if (++count < 8) continue;
      out.push(held);
      if (held === 0xff) out.push(0);
      held = 0;
      count = 0;
    }
  }
  return {
    put,
    flush() {
      if (count > 0) put(0x7f, 8 - count);
    },
  };
}

function word(value: number): number[] {
  return [value >> 8, value & 255];
}

/** Writes a sequential JPEG with the tables of annex K. Coefficients must be from -1023 to 1023. */
export function writeReferenceJpeg(jpeg: ReferenceJpeg): Uint8Array<ArrayBuffer> {
  const { mcusWide, mcusHigh, mostH, mostV } = geometry(jpeg);
  const { components } = jpeg;
  const out = [0xff, 0xd8];
  const segment = (marker: number, body: readonly number[]) =>
    out.push(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body);

  for (const [i, c] of components.entries()) {
    segment(0xdb, [i, ...ZIGZAG.map((position) => c.quantisation[position] ?? 0)]);
  }
  const described = components.flatMap((c, i) => [i + 1, (c.h << 4) | c.v, i]);
  segment(0xc0, [8, ...word(jpeg.height), ...word(jpeg.width), components.length, ...described]);
  for (const t of STANDARD_HUFFMAN) segment(0xc4, [(t.tableClass << 4) | t.id, ...t.codes]);
  if (jpeg.restartInterval > 0) segment(0xdd, word(jpeg.restartInterval));

  const all = components.map((_, i) => i);
  for (const members of jpeg.separateScans ? all.map((i) => [i]) : [all]) {
    segment(0xda, [members.length, ...members.flatMap((i) => [i + 1, i === 0 ? 0x00 : 0x11]), 0, 63, 0]);
    writeScan(members);
  }
  out.push(0xff, 0xd9);
  return Uint8Array.from(out);

  function writeScan(members: readonly number[]): void {
    const bits = createBitWriter(out);
    const predictions = new Int32Array(4);
    let mcu = 0;
    let marker = 0;

    function startMcu(): void {
      if (jpeg.restartInterval > 0 && mcu > 0 && mcu % jpeg.restartInterval === 0) {
        bits.flush();
        out.push(0xff, 0xd0 + marker);
        marker = (marker + 1) & 7;
        predictions.fill(0);
      }
      mcu++;
    }
    function put(index: number, x: number, y: number): void {
      const { wide } = blocksOf(jpeg, components, index);
      const at = (y * wide + x) * 64;
      const c = components[index]!;
      const id = index === 0 ? 0 : 1;
      writeBlock(
        bits.put,
        c.coefficients.subarray(at, at + 64),
        predictions[index] ?? 0,
        codesOf(0, id),
        codesOf(1, id),
      );
      predictions[index] = c.coefficients[at] ?? 0;
    }

    const [only = 0] = members;
    if (members.length === 1 && components.length > 1) {
      const c = components[only]!;
      const usedWide = Math.ceil(Math.ceil((jpeg.width * c.h) / mostH) / 8);
      const usedHigh = Math.ceil(Math.ceil((jpeg.height * c.v) / mostV) / 8);
      for (let y = 0; y < usedHigh; y++) {
        for (let x = 0; x < usedWide; x++) {
          startMcu();
          put(only, x, y);
        }
      }
    } else {
      for (let m = 0; m < mcusWide * mcusHigh; m++) {
        startMcu();
        for (const index of members) {
          const c = components[index]!;
          for (let b = 0; b < c.h * c.v; b++) {
            put(
              index,
              (m % mcusWide) * c.h + (b % c.h),
              Math.floor(m / mcusWide) * c.v + Math.floor(b / c.h),
            );
          }
        }
      }
    }
    bits.flush();
  }
}

function writeBlock(
  put: (value: number, length: number) => void,
  block: Int16Array,
  prediction: number,
  dc: Map<number, readonly [number, number]>,
  ac: Map<number, readonly [number, number]>,
): void {
  const putValue = (codes: Map<number, readonly [number, number]>, run: number, value: number) => {
    const size = 32 - Math.clz32(Math.abs(value));
    put(...codes.get((run << 4) | size)!);
    put(value < 0 ? value + (1 << size) - 1 : value, size);
  };
  putValue(dc, 0, (block[0] ?? 0) - prediction);
  let run = 0;
  for (const position of ZIGZAG.slice(1)) {
    const value = block[position] ?? 0;
    if (value === 0) {
      run++;
      continue;
    }
    for (; run > 15; run -= 16) put(...ac.get(0xf0)!);
    putValue(ac, run, value);
    run = 0;
  }
  if (run > 0) put(...ac.get(0)!);
}
