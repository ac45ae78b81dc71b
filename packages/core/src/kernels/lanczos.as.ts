/**
 * Weights of the Lanczos filter with three lobes, in fixed point.
 *
 *   L(x) = sinc(x) sinc(x/3) for |x| < 3,  sinc(x) = sin(πx) / (πx)
 *
 * (C. E. Duchon, "Lanczos Filtering in One and Two Dimensions", J. Appl. Meteor. 18, 1979.) With
 * s = sin(πx/3) and the triple-angle formula it needs one sine only: L(x) = s² (9 - 12 s²) / (πx)².
 *
 * Sample i of the source covers [i, i+1), its centre is i + 0.5. An output sample is the weighted mean of the
 * source samples within three lobes of its centre; when it shrinks, the lobes are stretched by the same
 * factor. Samples outside of the rectangle are left out and the others weighted up, so nothing bleeds in.
 *
 * Everything here is + - * / floor ceil in f64, which IEEE 754 defines to the bit: all engines agree.
 */

/** Fraction bits of a weight: the weights of one output sample add up to exactly `1 << WEIGHT_BITS`. */
export const WEIGHT_BITS: i32 = 14;
const LOBES: f64 = 3.0;
const PI: f64 = 3.141592653589793;

/** sin(πt) for t in [0, 0.5], by its Taylor series up to the 17th power: off by less than 1e-11. */
function sinePi(t: f64): f64 {
  const a = PI * t;
  const z = a * a;
  let sum = 1.0 - z / 272.0;
  sum = 1.0 - (z / 210.0) * sum;
  sum = 1.0 - (z / 156.0) * sum;
  sum = 1.0 - (z / 110.0) * sum;
  sum = 1.0 - (z / 72.0) * sum;
  sum = 1.0 - (z / 42.0) * sum;
  sum = 1.0 - (z / 20.0) * sum;
  sum = 1.0 - (z / 6.0) * sum;
  return a * sum;
}

function lanczos(x: f64): f64 {
  const distance = abs(x);
  if (distance >= LOBES) return 0.0;
  if (distance < 1e-6) return 1.0;
  const turn = distance / LOBES;
  const s = sinePi(turn > 0.5 ? 1.0 - turn : turn);
  const a = PI * distance;
  return (s * s * (9.0 - 12.0 * s * s)) / (a * a);
}

/** One direction of a resampling: `length` source samples from `origin` on become `count` samples. */
@unmanaged
export class Axis {
  /** Start of the rectangle in source samples, and source samples for each output sample. */
  origin: f64;
  step: f64;
  /** Half the width of the filter in source samples. */
  support: f64;
  /** The source samples that the rectangle touches: first, and one past the last. */
  first: i32;
  end: i32;
  /** The most taps that an output sample can have, with one more for alignment. */
  taps: i32;
  /** Scratch for the weights of one sample before they are rounded: `taps` of f64. */
  exact: usize;
}

/**
 * Fills in an axis. False for a rectangle that does not begin within `size` samples, or reaches further beyond
 * their end than the last output sample does; and for no output.
 */
export function axisOpen(axis: Axis, size: i32, origin: f64, length: f64, count: i32): bool {
  if (!(size > 0 && count > 0 && origin >= 0.0 && length > 0.0 && origin < <f64>size)) return false;
  if (!(origin + length <= <f64>size + length / <f64>count)) return false;
  axis.origin = origin;
  axis.step = length / <f64>count;
  axis.support = LOBES * max<f64>(1.0, axis.step);
  axis.first = <i32>floor(origin);
  axis.end = max(min(<i32>ceil(origin + length), size), axis.first + 1);
  axis.taps = min(<i32>ceil(axis.support * 2.0) + 1, axis.end - axis.first) + 1;
  return true;
}

@inline
function centreOf(axis: Axis, index: i32): f64 {
  return axis.origin + (<f64>index + 0.5) * axis.step;
}

/** The first source sample that output sample `index` uses. */
export function firstTap(axis: Axis, index: i32): i32 {
  return max(axis.first, <i32>ceil(centreOf(axis, index) - axis.support - 0.5));
}

/** One past the last source sample that output sample `index` uses. */
export function endTap(axis: Axis, index: i32): i32 {
  return min(axis.end, <i32>floor(centreOf(axis, index) + axis.support - 0.5) + 1);
}

/**
 * Writes the weights of output sample `index` as i16 to `out`, the one of source sample `from` first (`from`
 * at most the first tap) and zeros up to `room` weights. Rounding carries its error on to the next weight.
 */
export function writeWeights(axis: Axis, index: i32, from: i32, out: usize, room: i32): void {
  const first = firstTap(axis, index);
  const count = endTap(axis, index) - first;
  const centre = centreOf(axis, index) - 0.5;
  const stretch = LOBES / axis.support;

  let sum = 0.0;
  for (let i = 0; i < count; i++) {
    const weight = lanczos((<f64>(first + i) - centre) * stretch);
    store<f64>(axis.exact + (<usize>i << 3), weight);
    sum += weight;
  }

  memory.fill(out, 0, <usize>room << 1);
  const unit = <f64>(1 << WEIGHT_BITS) / sum;
  let exact = 0.0;
  let spent = 0;
  for (let i = 0; i < count; i++) {
    exact += load<f64>(axis.exact + (<usize>i << 3));
    const due = <i32>floor(exact * unit + 0.5);
    store<i16>(out + (<usize>(first - from + i) << 1), <i16>(due - spent));
    spent = due;
  }
}
