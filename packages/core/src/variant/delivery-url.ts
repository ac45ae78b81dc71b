import { isImageId } from "./names.ts";

/** Where the same delivery addresses stand on a domain that also serves something else. */
export const DELIVERY_PREFIX = "/cdn-cgi/imagedelivery";

/** What the address asks for: a variant by name, or options as they stand in it (see `parseOptionSegment`). */
export type DeliveryVariant = { readonly name: string } | { readonly options: string };

export type DeliveryAddress =
  /** Today's order: `/<hash>/<id…>/<variant or options>`. */
  | {
      readonly order: "hash-first";
      readonly hash: string;
      readonly id: string;
      readonly variant: DeliveryVariant;
    }
  /** The beta's order: `/<variant>/<id…>`, of the first account. */
  | { readonly order: "variant-first"; readonly variant: string; readonly id: string };

/** What a segment may be; not whether there is such an account or variant with the image in question. */
export interface DeliverySegments {
  readonly isAccountHash: (segment: string) => boolean;
  readonly isVariantName: (segment: string) => boolean;
}

/**
 * Reads the path of a delivery address as it was sent, without the query. Each segment of the id is
 * percent-decoded once, so `%2F` gives a slash inside the id. Undefined for every path that is not a delivery
 * address, among them those with broken escapes and with ids that no image can have.
 */
export function parseDeliveryPath(path: string, segments: DeliverySegments): DeliveryAddress | undefined {
  const bare = path.startsWith(`${DELIVERY_PREFIX}/`) ? path.slice(DELIVERY_PREFIX.length) : path;
  const [root, first = "", ...rest] = bare.split("/");
  if (root !== "") return undefined;
  if (segments.isAccountHash(first)) {
    const last = rest.pop() ?? "";
    const id = decodeId(rest);
    const variant = parseVariant(last, segments);
    if (id === undefined || variant === undefined) return undefined;
    return { order: "hash-first", hash: first, id, variant };
  }
  if (!segments.isVariantName(first)) return undefined;
  const id = decodeId(rest);
  return id === undefined ? undefined : { order: "variant-first", variant: first, id };
}

/** The path of a delivery address; `variant` is a variant's name or what `optionSegment` gives. */
export function deliveryPath(address: {
  readonly hash: string;
  readonly id: string;
  readonly variant: string;
}): string {
  return `/${address.hash}/${encodeId(address.id)}/${address.variant}`;
}

/** The path of a delivery address in the order of the beta. */
export function betaDeliveryPath(address: { readonly variant: string; readonly id: string }): string {
  return `/${address.variant}/${encodeId(address.id)}`;
}

function parseVariant(segment: string, { isVariantName }: DeliverySegments): DeliveryVariant | undefined {
  if (segment.includes("=")) return { options: segment };
  return isVariantName(segment) ? { name: segment } : undefined;
}

function decodeId(segments: readonly string[]): string | undefined {
  try {
    const id = segments.map((segment) => decodeURIComponent(segment)).join("/");
    return isImageId(id) ? id : undefined;
  } catch {
    // A broken escape, or bytes that are not UTF-8.
    return undefined;
  }
}

/** Characters that `encodeURIComponent` encodes although a path segment may hold them (RFC 3986, section 3.3). */
const READABLE: Readonly<Record<string, string>> = {
  "%24": "$",
  "%26": "&",
  "%2B": "+",
  "%2C": ",",
  "%3A": ":",
  "%3B": ";",
  "%3D": "=",
  "%40": "@",
};

/** Encodes what must be encoded, and nothing else, so that ids stay readable in addresses. */
function encodeId(id: string): string {
  return id
    .split("/")
    .map((segment) =>
      encodeURIComponent(segment).replaceAll(/%[0-9A-F]{2}/g, (escape) => READABLE[escape] ?? escape),
    )
    .join("/");
}
