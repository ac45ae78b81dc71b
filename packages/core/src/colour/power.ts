/**
 * `base` to the power of `exponent`, by sums, products and quotients alone: `Math.pow` may differ in its last
 * bits from engine to engine, and what is computed here decides the bytes of an output. Within some 1e-14 of
 * the true value for exponents up to 100. `base` must be positive, or 0 with a positive exponent; else NaN.
 */
export function power(base: number, exponent: number): number {
  if (base === 0) return exponent > 0 ? 0 : Number.NaN;
  if (!(base > 0 && base < Infinity && Math.abs(exponent) <= 100)) return Number.NaN;
  return exponential(exponent * logarithm(base));
}

/** The natural logarithm: of the power of two, and of what is left, 1 to 2, as 2·artanh((m-1)/(m+1)). */
function logarithm(value: number): number {
  let [mantissa, exponent] = [value, 0];
  for (; mantissa >= 2; mantissa /= 2) exponent++;
  for (; mantissa < 1; mantissa *= 2) exponent--;
  const t = (mantissa - 1) / (mantissa + 1);
  const squared = t * t;
  let series = 0;
  // At most 1/9 to the 17th power is left out.
  for (let odd = 33; odd >= 1; odd -= 2) series = series * squared + 1 / odd;
  return exponent * Math.LN2 + 2 * t * series;
}

/** e to the power of `value`: a power of two, and the series of what is left, -0.35 to 0.35. */
function exponential(value: number): number {
  let doublings = Math.round(value / Math.LN2);
  const rest = value - doublings * Math.LN2;
  let series = 1;
  for (let term = 16; term >= 1; term--) series = 1 + (series * rest) / term;
  for (; doublings > 0; doublings--) series *= 2;
  for (; doublings < 0; doublings++) series /= 2;
  return series;
}
