import { slices } from "./slices.ts";

/**
 * The id that a same-document reference such as `#a` names; undefined for every other URL. Ids with characters
 * that CSS or URLs give a meaning to are refused rather than escaped.
 *
 * A relative URL without a host, which Cloudflare lets through, is refused too: a picture inside a page may not
 * load anything, and a picture opened by itself would load it with the rights of the dashboard's origin.
 */
export function fragmentOf(url: string): string | undefined {
  return /^#([\w.:%\-\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF\u{10000}-\u{EFFFF}]+)$/u.exec(url.trim())?.[1];
}

/** Pictures that may be written out in a data URL. An SVG in one would be a document that nobody has looked at. */
const PICTURES = new Map([
  ["image/jpeg", "image/jpeg"],
  ["image/jpg", "image/jpeg"],
  ["image/png", "image/png"],
  ["image/gif", "image/gif"],
  ["image/webp", "image/webp"],
]);

/** The canonical form of a base64 data URL of a raster picture; undefined for every other URL. */
export function pictureUrl(url: string): string | undefined {
  const comma = url.slice(0, 200).indexOf(",");
  if (comma === -1) return undefined;
  const head = /^\s*data:\s*(image\/[a-z+.-]+)\s*(?:;\s*charset=[\w-]+\s*)?;\s*base64\s*$/i.exec(
    url.slice(0, comma),
  );
  const mediaType = PICTURES.get(head?.[1]?.toLowerCase() ?? "");
  // Line breaks are part of many exporters' base64, and URL parsers drop them.
  let payload = "";
  for (const slice of slices(url.slice(comma + 1))) payload += slice.replaceAll(/\s+/g, "");
  if (mediaType === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(payload)) return undefined;
  return `data:${mediaType};base64,${payload}`;
}
