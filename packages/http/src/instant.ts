/**
 * Milliseconds since the epoch of a time as RFC 3339 writes it, such as `2030-01-31T12:00:00Z`; undefined for
 * any other text, and for days that there are not. `Date.parse` takes more, and not the same on every runtime.
 */
export function parseInstant(text: string): number | undefined {
  const [, year, month, day] = INSTANT.exec(text) ?? [];
  // Day 0 of a month is the last one of the month before.
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= days ? Date.parse(text.toUpperCase()) : undefined;
}

const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;
const INSTANT = new RegExp(
  String.raw`^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T${TIME}:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]${TIME})$`,
  "i",
);
