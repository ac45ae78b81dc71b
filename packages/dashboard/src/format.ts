const NUMBER = new Intl.NumberFormat("en");
const DATE = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const PERCENT = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

const UNITS = ["kB", "MB", "GB", "TB"] as const;

/** A number of bytes as people read it: decimal units, three digits at most behind which nothing is hidden. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${NUMBER.format(bytes)} B`;
  let value = bytes;
  let unit = -1;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

/** A limit of the server, which counts in binary units. */
export function formatLimit(bytes: number): string {
  const mebibytes = bytes / 1024 ** 2;
  return mebibytes >= 1 ? `${Number(mebibytes.toFixed(1))} MiB` : `${Number((bytes / 1024).toFixed(1))} KiB`;
}

export function formatCount(count: number): string {
  return NUMBER.format(count);
}

/** "1 image", "2 images". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A time of the API in the reader's own zone. */
export function formatTime(time: string): string {
  return DATE.format(new Date(time));
}

export function formatShare(share: number): string {
  return PERCENT.format(share);
}

/** How many bytes less `now` is than `before`: "62% smaller"; larger is said as it is. */
export function formatSaving(before: number, now: number): string {
  if (before === 0) return "";
  const share = 1 - now / before;
  if (Math.abs(share) < 0.005) return "same size";
  return share > 0 ? `${formatShare(share)} smaller` : `${formatShare(-share)} larger`;
}

const FORMAT_NAMES: Readonly<Record<string, string>> = {
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/webp": "WebP",
  "image/avif": "AVIF",
  "image/gif": "GIF",
  "image/svg+xml": "SVG",
};

export function formatName(mediaType: string): string {
  return FORMAT_NAMES[mediaType] ?? mediaType;
}
