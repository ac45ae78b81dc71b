/**
 * The transforms of a HEIF item, `clap`, `irot` and `imir` (ISO/IEC 23008-12 6.5.9, 6.5.10, 6.5.12), as a
 * rectangle of the decoded picture and one EXIF orientation. They apply in the order in which the item has
 * them; MIAF (ISO/IEC 23000-22 7.3.6.7) asks for clap, irot, imir.
 */
import type { Orientation, Rectangle, Size } from "./facts.ts";
import type { ItemProperty } from "./heif-file.ts";
import { fieldsOf } from "./isobmff.ts";

export interface Uprighting {
  /** Absent where the whole picture is kept. */
  readonly clap?: Rectangle;
  readonly orientation: Orientation;
}

/** An element of the group of eight: mirrored left-right or not, then turned clockwise by quarters (0 to 3). */
interface Turn {
  readonly mirrored: boolean;
  readonly quarters: number;
}

const UPRIGHT: Turn = { mirrored: false, quarters: 0 };

/** The EXIF value of each turn, by quarters. */
const STRAIGHT = [1, 6, 3, 8] as const satisfies readonly Orientation[];
const MIRRORED = [2, 7, 4, 5] as const satisfies readonly Orientation[];

/** What the transforms among these properties do to a decoded picture of this size. */
export function uprightingOf(bytes: Uint8Array, properties: readonly ItemProperty[], size: Size): Uprighting {
  const whole: Rectangle = { left: 0, top: 0, ...size };
  let kept = whole;
  let turn = UPRIGHT;
  for (const property of properties) {
    if (property.type === "irot") turn = turned(turn, 4 - (fieldsOf(bytes, property).uint(1) & 3));
    if (property.type === "imir") turn = mirrored(turn, fieldsOf(bytes, property).uint(1) & 1);
    if (property.type === "clap") kept = cropped(kept, turn, bytes, property);
  }
  const orientation = (turn.mirrored ? MIRRORED : STRAIGHT)[turn.quarters & 3] ?? 1;
  const isWhole = kept.width === size.width && kept.height === size.height;
  return isWhole ? { orientation } : { clap: kept, orientation };
}

function turned({ mirrored: flip, quarters }: Turn, more: number): Turn {
  return { mirrored: flip, quarters: (quarters + more) & 3 };
}

/** Axis 0 exchanges top and bottom (EXIF 4), axis 1 left and right (EXIF 2): 23008-12 6.5.12. */
function mirrored({ mirrored: flip, quarters }: Turn, axis: number): Turn {
  return { mirrored: !flip, quarters: ((axis === 0 ? 2 : 0) - quarters) & 3 };
}

/** The part of the decoded picture that is left when a `clap` applies to what is kept so far, turned so far. */
function cropped(kept: Rectangle, turn: Turn, bytes: Uint8Array, clap: ItemProperty): Rectangle {
  const sideways = (turn.quarters & 1) === 1;
  const seen = sideways ? { width: kept.height, height: kept.width } : kept;
  const aperture = apertureOf(bytes, clap, seen);
  if (aperture === undefined) return kept;
  const stored = undone(aperture, turn, seen);
  return { ...stored, left: kept.left + stored.left, top: kept.top + stored.top };
}

/** A rectangle of the turned picture, of this size, as the rectangle of the picture before the turn. */
function undone(rectangle: Rectangle, turn: Turn, size: Size): Rectangle {
  let { left, top, width, height } = rectangle;
  let room: Size = size;
  for (let quarter = 0; quarter < turn.quarters; quarter++) {
    [left, top, width, height] = [top, room.width - left - width, height, width];
    room = { width: room.height, height: room.width };
  }
  return { left: turn.mirrored ? room.width - left - width : left, top, width, height };
}

/**
 * The rectangle that a `clap` keeps of a picture of this size (14496-12 12.1.4): a size, and the distance of
 * its middle from the picture's, in fractions. A rectangle that starts within a pixel keeps that pixel.
 * Undefined for one whose size is not of whole pixels, or which does not lie in the picture: it is ignored,
 * as in browsers.
 */
function apertureOf(bytes: Uint8Array, clap: ItemProperty, size: Size): Rectangle | undefined {
  const fields = fieldsOf(bytes, clap);
  const width = wholeQuotient(fields.uint(4), fields.uint(4));
  const height = wholeQuotient(fields.uint(4), fields.uint(4));
  const left = startOf(size.width, width, fields.int32(), fields.uint(4));
  const top = startOf(size.height, height, fields.int32(), fields.uint(4));
  if (left < 0 || top < 0 || left + width > size.width || top + height > size.height) return undefined;
  return width > 0 && height > 0 ? { left, top, width, height } : undefined;
}

/** 0 where the quotient is not a whole number. */
function wholeQuotient(numerator: number, denominator: number): number {
  return denominator !== 0 && numerator % denominator === 0 ? numerator / denominator : 0;
}

/** `(side - kept) / 2 + numerator / denominator`, rounded down; -1 for what is below 0 or no number. */
function startOf(side: number, kept: number, numerator: number, denominator: number): number {
  if (denominator === 0) return -1;
  const twice = BigInt(side - kept) * BigInt(denominator) + 2n * BigInt(numerator);
  return twice < 0n ? -1 : Number(twice / (2n * BigInt(denominator)));
}
