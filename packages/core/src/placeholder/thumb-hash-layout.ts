/*
 * How a ThumbHash is laid out (https://evanw.github.io/thumbhash/), for who writes one and who reads one: some 25
 * bytes that hold the lowest frequencies of a picture in lightness, two colour differences and opacity.
 */

/** Frequencies of the colour differences along either side, and of opacity. */
export const COLOUR_WAVES = 3;
export const ALPHA_WAVES = 5;
/** Steps of the numbers that are kept: from 0 to these. */
export const STEPS = { dc: 63, scale: 31, colourScale: 63, alpha: 15, wave: 15 } as const;
/** Places of the fields in the first three bytes, and in the two after them, as shifts. */
export const FIRST = { l: 0, p: 6, q: 12, scale: 18, alpha: 23 } as const;
export const SECOND = { waves: 0, pScale: 3, qScale: 9, landscape: 15 } as const;

/** Frequencies of lightness along the longer side: with opacity to tell there is room for fewer. */
export function longerWaves(hasAlpha: boolean): number {
  return hasAlpha ? 5 : 7;
}

/** Frequency across and frequency down. */
export type Frequency = readonly [across: number, down: number];

/** The frequencies that are kept of a channel, in their order: the lower left triangle, without the mean. */
export function frequencies(across: number, down: number): readonly Frequency[] {
  const kept: Frequency[] = [];
  for (let y = 0; y < down; y++) {
    for (let x = y === 0 ? 1 : 0; x * down < across * (down - y); x++) kept.push([x, y]);
  }
  return kept;
}
