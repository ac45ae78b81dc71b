/**
 * The formats that are built where an option leaves the format open, each by what a client sends in Accept that
 * gets it: what a server would answer is what is built. `fallback` is for clients that name none: JPEG or PNG.
 */
export const OPEN_FORMATS = {
  avif: "image/avif,image/webp,*/*;q=0.8",
  webp: "image/webp,*/*;q=0.8",
  fallback: "*/*",
} as const;

export type OpenFormat = keyof typeof OPEN_FORMATS;

export const OPEN_FORMAT_NAMES = Object.keys(OPEN_FORMATS) as readonly OpenFormat[];
