const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(?:\.\d{1,9})?(?:Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/**
 * A point in time written as RFC 3339 has it, such as `2026-11-21T10:00:00Z`, in milliseconds since the epoch.
 * What `Date.parse` takes besides, and takes differently on different runtimes, is no such text.
 * @returns undefined for any other text, days that a month does not have included.
 */
export function parseTimestamp(text: string): number | undefined {
  const [, year, month, day, , second] = RFC_3339.exec(text) ?? [];
  if (year === undefined || Number(day) < 1 || Number(day) > daysOf(Number(year), Number(month)))
    return undefined;
  // A leap second, which a Date does not have, is the second before it.
  const known = second === "60" ? text.replace(/:60/, ":59") : text;
  const time = Date.parse(known.toUpperCase());
  return Number.isNaN(time) ? undefined : time;
}

function daysOf(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [0, 31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month] ?? 0;
}
