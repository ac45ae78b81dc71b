import type { Format } from "./table.ts";

/**
 * EXIF orientation, 1 to 8: the transform that makes the stored picture upright (TIFF 6.0, tag 274; CIPA
 * DC-008). 1 nothing, 2 mirrored left-right, 3 turned 180°, 4 mirrored top-bottom, 5 transposed, 6 to be
 * turned 90° clockwise, 7 transversed, 8 to be turned 90° counter-clockwise.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of whole pixels; `left` and `top` from 0. */
export interface Rectangle extends Size {
  readonly left: number;
  readonly top: number;
}

/**
 * What a header says of an image, without decoding a pixel. Plain JSON: it is kept in the record and is
 * all that a plan needs.
 */
export interface ImageFacts extends Size {
  readonly format: Format;
  /** `width` and `height` are pixels as decoded, after an AVIF `clap` and before orientation. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, or AVIF's `irot`/`imir` (which win over EXIF, MIAF 7.3.6.7) as the equal EXIF value. */
  readonly orientation: Orientation;
  /** 1 for a still image. */
  readonly frames: number;
  /** A pixel may be transparent: an alpha channel, a transparent palette entry, a GIF's transparent index. */
  readonly alpha: boolean;
  /** Bits a sample as stored: 1, 2, 4, 8, 10, 12 or 16. */
  readonly bitDepth: number;
  /** Colour components as stored, without alpha: 1 grey (or palette: 3), 3 colour, 4 CMYK or YCCK. */
  readonly components: 1 | 3 | 4;
  /** An ICC profile is embedded; once `inspect` has looked into it: one that has to be applied. */
  readonly icc: boolean;
  /** Set by `inspect`: that profile is no more than curves and a matrix, so that it costs little to apply. */
  readonly matrixProfile?: true;
  /** Progressive JPEG, interlaced PNG or GIF. */
  readonly progressive: boolean;
  /** Scans of a JPEG; 1 elsewhere. */
  readonly scans: number;
  /** Of a JPEG: samples a pixel over all components, such as 1.5 for 4:2:0. */
  readonly samples?: number;
  /** The canvas rectangle that an AVIF `clap` keeps of the decoded picture; `width`/`height` are its size. */
  readonly clap?: Rectangle;
}

/** The size that a viewer sees: width and height change places for orientations 5 to 8. */
export function uprightSize(facts: Pick<ImageFacts, "width" | "height" | "orientation">): Size {
  return swapsAxes(facts.orientation)
    ? { width: facts.height, height: facts.width }
    : { width: facts.width, height: facts.height };
}

export function swapsAxes(orientation: Orientation): boolean {
  return orientation >= 5;
}
