import type { Raster } from "../codecs/contract.ts";
import { dominantColour } from "./dominant-colour.ts";
import { thumbHash } from "./thumb-hash.ts";

/** What stands in the place of a picture until it is there. */
export interface Placeholder {
  /** Base64 of some 25 bytes, which draw it blurred; see `drawThumbHash`. */
  readonly thumbHash: string;
  /** The dominant colour, `#rrggbb`. */
  readonly colour: string;
}

/**
 * The placeholder of a picture of at most 100 pixels a side, as JSON in UTF-8, for it takes the way of encoded pictures;
 * `null` where nothing of it can be seen.
 */
export function encodePlaceholder(picture: Raster): Uint8Array<ArrayBuffer> {
  const colour = dominantColour(picture);
  const placeholder: Placeholder | null =
    colour === undefined ? null : { thumbHash: thumbHash(picture).toBase64(), colour };
  return new TextEncoder().encode(JSON.stringify(placeholder));
}

/** What {@link encodePlaceholder} wrote. */
export function decodePlaceholder(bytes: Uint8Array): Placeholder | null {
  return JSON.parse(new TextDecoder().decode(bytes)) as Placeholder | null;
}
