/**
 * The inverse DCT of a block (ITU-T T.81, A.3.3) at four scales: the N×N lowest of the 8×8 coefficients become
 * N×N samples, N = 8, 4, 2, 1. Dropping the high frequencies is a better low-pass filter than averaging
 * samples, and nothing is computed that is not shown.
 *
 *   f(x, y) = N/8 · 2/N Σu Σv C(u) C(v) F(v, u) cos((2x+1)uπ/2N) cos((2y+1)vπ/2N) + 128,  u, v < N,
 *   C(0) = 1/√2, C(others) = 1
 *
 * N = 8 is the factorisation of C. Loeffler, A. Ligtenberg, G. Moschytz, "Practical fast 1-D DCT algorithms
 * with 11 multiplications" (ICASSP 1989), with 13 fraction bits, as in the slow integer method of the
 * Independent JPEG Group. `dot_i16x8_s` adds two products, so coefficients that are to be added are stored as
 * pairs. First along u, lanes being v; then along v, lanes being x: rows of samples come out without a last
 * transposition.
 *
 * Layout of a block, i16, by scale (`cellOf`): pairs along u, one after the other; within a pair the lanes v,
 * in an order which makes that the transposed result of the first pass consists of such pairs again.
 *   N = 8: pairs (0,4) (2,6) (1,7) (5,3), v = 0 4 2 6 1 7 5 3;   N = 4: pairs (0,2) (1,3), v = 0 2 1 3
 */

/** 2 · pair + member of frequency f, which is also its position in the order of lanes. */
@inline
function placeOf(scale: i32, f: i32): i32 {
  if (scale == 8) return (0x53617240 >> (f << 2)) & 7;
  if (scale == 4) return (0x3120 >> (f << 2)) & 3;
  return f;
}

/** Where the coefficient of vertical frequency v and horizontal frequency u is kept; -1 where it is not needed. */
export function cellOf(scale: i32, v: i32, u: i32): i32 {
  if (v >= scale || u >= scale) return -1;
  const across = placeOf(scale, u);
  const down = placeOf(scale, v);
  return scale < 4 ? across * scale + down : (across >> 1) * (scale << 1) + (down << 1) + (across & 1);
}

/** The same two factors in every pair of lanes. */
@inline
function factors(first: i32, second: i32): v128 {
  return i32x4.splat((first & 0xffff) | (second << 16));
}

/** One pass of N = 8 over four lanes: rows 0…7 of i32x4, shifted right, at `out`, 32 bytes apart. */
@inline
function pass8(p04: v128, p26: v128, p17: v128, p53: v128, bias: i32, shift: i32, out: usize): void {
  const sum = i32x4.add(i32x4.dot_i16x8_s(p04, factors(8192, 8192)), i32x4.splat(bias));
  const difference = i32x4.add(i32x4.dot_i16x8_s(p04, factors(8192, -8192)), i32x4.splat(bias));
  const a = i32x4.dot_i16x8_s(p26, factors(10703, 4433));
  const b = i32x4.dot_i16x8_s(p26, factors(4433, -10704));
  const even0 = i32x4.add(sum, a);
  const even1 = i32x4.add(difference, b);
  const even2 = i32x4.sub(difference, b);
  const even3 = i32x4.sub(sum, a);

  const both = i16x8.add(p17, p53);
  const c = i32x4.dot_i16x8_s(both, factors(9633, -6436));
  const d = i32x4.dot_i16x8_s(both, factors(6437, 9633));
  const odd0 = i32x4.add(i32x4.dot_i16x8_s(p17, factors(4926, -7373)), d);
  const odd1 = i32x4.add(i32x4.dot_i16x8_s(p53, factors(-20995, 4177)), c);
  const odd2 = i32x4.add(i32x4.dot_i16x8_s(p53, factors(-4176, -20995)), d);
  const odd3 = i32x4.add(i32x4.dot_i16x8_s(p17, factors(-7373, -4927)), c);

  v128.store(out, i32x4.shr_s(i32x4.add(even0, odd0), shift));
  v128.store(out, i32x4.shr_s(i32x4.add(even1, odd1), shift), 32);
  v128.store(out, i32x4.shr_s(i32x4.add(even2, odd2), shift), 64);
  v128.store(out, i32x4.shr_s(i32x4.add(even3, odd3), shift), 96);
  v128.store(out, i32x4.shr_s(i32x4.sub(even3, odd3), shift), 128);
  v128.store(out, i32x4.shr_s(i32x4.sub(even2, odd2), shift), 160);
  v128.store(out, i32x4.shr_s(i32x4.sub(even1, odd1), shift), 192);
  v128.store(out, i32x4.shr_s(i32x4.sub(even0, odd0), shift), 224);
}

/** Results of a pass: eight rows of two i32x4. */
const wide: usize = memory.data(256, 16);

@inline
function dequantised(block: usize, quant: usize, offset: usize): v128 {
  return i16x8.mul(v128.load(block + offset), v128.load(quant + offset));
}

@inline
function narrowed(row: usize): v128 {
  return i16x8.narrow_i32x4_s(v128.load(wide + row * 32), v128.load(wide + row * 32, 16));
}

export function idct8(block: usize, quant: usize, out: usize, stride: usize): void {
  pass8(
    dequantised(block, quant, 0),
    dequantised(block, quant, 32),
    dequantised(block, quant, 64),
    dequantised(block, quant, 96),
    1 << 10,
    11,
    wide,
  );
  pass8(
    dequantised(block, quant, 16),
    dequantised(block, quant, 48),
    dequantised(block, quant, 80),
    dequantised(block, quant, 112),
    1 << 10,
    11,
    wide + 16,
  );
  const bias = (128 << 18) + (1 << 17);
  const a = narrowed(0);
  const b = narrowed(1);
  const c = narrowed(2);
  const d = narrowed(3);
  const e = narrowed(4);
  const f = narrowed(5);
  const g = narrowed(6);
  const h = narrowed(7);
  secondPass(a, b, c, d, bias, wide);
  secondPass(e, f, g, h, bias, wide + 16);
  for (let y: usize = 0; y < 8; y += 2) {
    const bytes = i8x16.narrow_i16x8_u(narrowed(y), narrowed(y + 1));
    v128.store_lane<u64>(out, bytes, 0);
    v128.store_lane<u64>(out + stride, bytes, 1);
    out += stride * 2;
  }
}

/** Transposes four columns x of the first pass and transforms them along v. */
@inline
function secondPass(a: v128, b: v128, c: v128, d: v128, bias: i32, out: usize): void {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  pass8(
    v128.shuffle<i64>(ab, cd, 0, 2),
    v128.shuffle<i64>(ab, cd, 1, 3),
    v128.shuffle<i64>(abHigh, cdHigh, 0, 2),
    v128.shuffle<i64>(abHigh, cdHigh, 1, 3),
    bias,
    18,
    out,
  );
}

/**
 * One pass of N = 4, with 14 fraction bits: the even frequencies weigh 1/√8, the odd ones cos(π/8)/2 and
 * cos(3π/8)/2. Two rows of four samples each, narrowed: rows 0, 1 or rows 2, 3.
 */
@inline
function pass4(p02: v128, p13: v128, bias: i32, shift: i32, lower: bool): v128 {
  const even0 = i32x4.add(i32x4.dot_i16x8_s(p02, factors(5793, 5793)), i32x4.splat(bias));
  const even1 = i32x4.add(i32x4.dot_i16x8_s(p02, factors(5793, -5793)), i32x4.splat(bias));
  const odd0 = i32x4.dot_i16x8_s(p13, factors(7568, 3135));
  const odd1 = i32x4.dot_i16x8_s(p13, factors(3135, -7568));
  return lower
    ? i16x8.narrow_i32x4_s(
        i32x4.shr_s(i32x4.sub(even1, odd1), shift),
        i32x4.shr_s(i32x4.sub(even0, odd0), shift),
      )
    : i16x8.narrow_i32x4_s(
        i32x4.shr_s(i32x4.add(even0, odd0), shift),
        i32x4.shr_s(i32x4.add(even1, odd1), shift),
      );
}

export function idct4(block: usize, quant: usize, out: usize, stride: usize): void {
  const p02 = dequantised(block, quant, 0);
  const p13 = dequantised(block, quant, 16);
  const x01 = pass4(p02, p13, 1 << 9, 10, false);
  const x23 = pass4(p02, p13, 1 << 9, 10, true);
  const v02 = v128.shuffle<i32>(x01, x23, 0, 2, 4, 6);
  const v13 = v128.shuffle<i32>(x01, x23, 1, 3, 5, 7);
  const bias = (128 << 18) + (1 << 17);
  const bytes = i8x16.narrow_i16x8_u(pass4(v02, v13, bias, 18, false), pass4(v02, v13, bias, 18, true));
  v128.store_lane<u32>(out, bytes, 0);
  v128.store_lane<u32>(out + stride, bytes, 1);
  v128.store_lane<u32>(out + stride * 2, bytes, 2);
  v128.store_lane<u32>(out + stride * 3, bytes, 3);
}

@inline
export function clampToByte(value: i32): u8 {
  return <u8>max(0, min(255, value));
}

@inline
function product(block: usize, quant: usize, cell: usize): i32 {
  return <i32>load<i16>(block + (cell << 1)) * <i32>load<i16>(quant + (cell << 1));
}

/** The mean of a block as a sample. */
@inline
export function mean(block: usize, quant: usize): u8 {
  return clampToByte((product(block, quant, 0) + (128 << 3) + 4) >> 3);
}

/** mean ± across in one dot product and ± down ± both in another, for all four samples at once. */
@inline
export function idct2(block: usize, quant: usize, out: usize, stride: usize): void {
  const values = i16x8.mul(v128.load64_zero(block), v128.load64_zero(quant));
  const meanAcross = v128.shuffle<i16>(values, values, 0, 2, 0, 2, 0, 2, 0, 2);
  const downBoth = v128.shuffle<i16>(values, values, 1, 3, 1, 3, 1, 3, 1, 3);
  const sums = i32x4.add(
    i32x4.add(
      i32x4.dot_i16x8_s(meanAcross, i16x8(1, 1, 1, -1, 1, 1, 1, -1)),
      i32x4.dot_i16x8_s(downBoth, i16x8(1, 1, 1, -1, -1, -1, -1, 1)),
    ),
    i32x4.splat((128 << 3) + 4),
  );
  const words = i16x8.narrow_i32x4_s(i32x4.shr_s(sums, 3), i32x4.splat(0));
  const bytes = i8x16.narrow_i16x8_u(words, words);
  v128.store_lane<u16>(out, bytes, 0);
  v128.store_lane<u16>(out + stride, bytes, 1);
}

/** Dequantises and transforms `block`; `scale`² samples go to `out`, rows `stride` bytes apart. */
export function idct(scale: i32, block: usize, quant: usize, out: usize, stride: usize): void {
  if (scale == 8) idct8(block, quant, out, stride);
  else if (scale == 4) idct4(block, quant, out, stride);
  else if (scale == 2) idct2(block, quant, out, stride);
  else store<u8>(out, mean(block, quant));
}
