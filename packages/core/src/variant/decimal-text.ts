// With an exponent, because that is how JavaScript writes the smallest numbers.
const DECIMAL = /^(?:\d+|\d*\.\d+)(?:e[+-]?\d+)?$/;

/** Reads a number without a sign, such as `2`, `.5`, `1.5` or `1e-7`; undefined for anything else. */
export function parseDecimal(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined;
}
