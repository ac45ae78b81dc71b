/**
 * The forward DCT of a block (ITU-T T.81, A.3.3) and its quantisation.
 *
 * Y. Arai, T. Agui, M. Nakajima, "A fast DCT-SQ scheme for images" (Trans. IEICE E-71, 1988): five
 * multiplications for eight samples, the results multiplied by factors that the quantisation divides by again.
 * In f32, of which WebAssembly defines every result to the bit. First down the columns, lanes being x; then
 * along the rows, lanes being the vertical frequency v. So the result is transposed: coefficient (v, u)
 * is number u · 8 + v.
 */

/** Results of the first pass: eight rows v of eight f32. */
const columns: usize = memory.data(256, 16);

@inline
function times(a: v128, factor: f32): v128 {
  return f32x4.mul(a, f32x4.splat(factor));
}

/** Eight samples in each of four lanes become frequencies 0…7, `step` bytes apart at `out`. */
@inline
function transform(
  s0: v128, s1: v128, s2: v128, s3: v128, s4: v128, s5: v128, s6: v128, s7: v128,
  out: usize, step: usize,
): void {
  const a0 = f32x4.add(s0, s7);
  const a7 = f32x4.sub(s0, s7);
  const a1 = f32x4.add(s1, s6);
  const a6 = f32x4.sub(s1, s6);
  const a2 = f32x4.add(s2, s5);
  const a5 = f32x4.sub(s2, s5);
  const a3 = f32x4.add(s3, s4);
  const a4 = f32x4.sub(s3, s4);

  const b0 = f32x4.add(a0, a3);
  const b3 = f32x4.sub(a0, a3);
  const b1 = f32x4.add(a1, a2);
  const b2 = f32x4.sub(a1, a2);
  const c = times(f32x4.add(b2, b3), 0.707106781);
  v128.store(out, f32x4.add(b0, b1));
  v128.store(out + step * 4, f32x4.sub(b0, b1));
  v128.store(out + step * 2, f32x4.add(b3, c));
  v128.store(out + step * 6, f32x4.sub(b3, c));

  const d0 = f32x4.add(a4, a5);
  const d1 = f32x4.add(a5, a6);
  const d2 = f32x4.add(a6, a7);
  const e = times(f32x4.sub(d0, d2), 0.382683433);
  const e2 = f32x4.add(times(d0, 0.5411961), e);
  const e4 = f32x4.add(times(d2, 1.306562965), e);
  const e3 = times(d1, 0.707106781);
  const f = f32x4.add(a7, e3);
  const g = f32x4.sub(a7, e3);
  v128.store(out + step * 5, f32x4.add(g, e2));
  v128.store(out + step * 3, f32x4.sub(g, e2));
  v128.store(out + step, f32x4.add(f, e4));
  v128.store(out + step * 7, f32x4.sub(f, e4));
}

/** Four bytes as f32. */
@inline
function samples(row: usize): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(row))));
}

@inline
function transformColumns(rows: usize, stride: usize, out: usize): void {
  transform(
    samples(rows),
    samples(rows + stride),
    samples(rows + stride * 2),
    samples(rows + stride * 3),
    samples(rows + stride * 4),
    samples(rows + stride * 5),
    samples(rows + stride * 6),
    samples(rows + stride * 7),
    out,
    32,
  );
}

/** Results of the second pass, not quantised: eight rows u of four f32, lanes v. */
const spectrum: usize = memory.data(128, 16);

/** The second pass for four rows v of the first. */
@inline
function transformRows(rows: usize): void {
  const a = v128.load(rows);
  const b = v128.load(rows, 32);
  const c = v128.load(rows, 64);
  const d = v128.load(rows, 96);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  const e = v128.load(rows, 16);
  const f = v128.load(rows, 48);
  const g = v128.load(rows, 80);
  const h = v128.load(rows, 112);
  const ef = v128.shuffle<i32>(e, f, 0, 4, 1, 5);
  const gh = v128.shuffle<i32>(g, h, 0, 4, 1, 5);
  const efHigh = v128.shuffle<i32>(e, f, 2, 6, 3, 7);
  const ghHigh = v128.shuffle<i32>(g, h, 2, 6, 3, 7);
  transform(
    v128.shuffle<i64>(ab, cd, 0, 2),
    v128.shuffle<i64>(ab, cd, 1, 3),
    v128.shuffle<i64>(abHigh, cdHigh, 0, 2),
    v128.shuffle<i64>(abHigh, cdHigh, 1, 3),
    v128.shuffle<i64>(ef, gh, 0, 2),
    v128.shuffle<i64>(ef, gh, 1, 3),
    v128.shuffle<i64>(efHigh, ghHigh, 0, 2),
    v128.shuffle<i64>(efHigh, ghHigh, 1, 3),
    spectrum,
    16,
  );
}

/** Added to an f32 of less than 2^22, it leaves the nearest integer in the low bits. */
const ROUNDER: f32 = 12582912.0;

/** Multiplies by the reciprocals and rounds to the nearest integer; four of each row u, as i16. */
@inline
function quantise(reciprocals: usize, out: usize): void {
  const rounder = f32x4.splat(ROUNDER);
  for (let u: usize = 0; u < 8; u++) {
    const scaled = f32x4.mul(v128.load(spectrum + u * 16), v128.load(reciprocals + u * 32));
    const rounded = i32x4.sub(f32x4.add(scaled, rounder), rounder);
    v128.store_lane<u64>(out + u * 16, i16x8.narrow_i32x4_s(rounded, rounded), 0);
  }
}

/** The level shift of T.81, A.3.1, as it arrives in the first coefficient: 128 · 64. */
const LEVEL: f32 = 8192.0;

/**
 * Transforms and quantises the 8×8 samples at `rows` into i16 at `out`. `reciprocals`, f32, one for each
 * coefficient in the order of the result, contain the factors of the transform.
 */
export function forward(rows: usize, stride: usize, reciprocals: usize, out: usize): void {
  transformColumns(rows, stride, columns);
  transformColumns(rows + 4, stride, columns + 16);
  transformRows(columns);
  store<f32>(spectrum, load<f32>(spectrum) - LEVEL);
  quantise(reciprocals, out);
  transformRows(columns + 128);
  quantise(reciprocals + 16, out + 8);
}
