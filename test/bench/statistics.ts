/** The value below which `part` of the numbers lie, the nearest of them; NaN of none. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** Median of the ratios of runs that were neighbours in time. */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(theirs.slice(0, ours.length).map((their, run) => (ours[run] ?? Number.NaN) / their));
}
