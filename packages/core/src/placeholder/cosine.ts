/**
 * The cosine of `halves / parts` half turns, by sums, products and quotients alone: `Math.cos` may differ in its
 * last bits from engine to engine, and what is computed here must be the same everywhere. Within some 1e-15 of the
 * true value. Both are whole numbers; `parts` is at least 1, `halves` at least 0.
 */
export function cosine(halves: number, parts: number): number {
  const turned = halves % (2 * parts);
  const folded = turned > parts ? 2 * parts - turned : turned;
  if (2 * folded === parts) return 0;
  return 2 * folded > parts ? -ofQuarterTurn(parts - folded, parts) : ofQuarterTurn(folded, parts);
}

/** From no turn to a quarter: the series, of which less than 1e-20 is left out. */
function ofQuarterTurn(halves: number, parts: number): number {
  const angle = (Math.PI * halves) / parts;
  const squared = angle * angle;
  let series = 1;
  for (let term = 24; term >= 2; term -= 2) series = 1 - (series * squared) / (term * (term - 1));
  return series;
}

/** Samples of the first `count` waves of the cosine transform (DCT-II) over `length` pixels, a list for each. */
export function waves(count: number, length: number): readonly Float64Array[] {
  return Array.from({ length: count }, (_, wave) =>
    Float64Array.from({ length }, (__, at) => cosine(wave * (2 * at + 1), 2 * length)),
  );
}
