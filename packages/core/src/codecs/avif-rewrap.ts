/**
 * Writes the picture of an AVIF anew, in the smallest container that libavif's strict mode takes: real files
 * break its rules (no `pixi`, two `ipma` boxes, a `clap` between pixels) and are refused. It also keeps a
 * stranger's boxes away from the decoder.
 */
import { av1FrameSizes } from "../formats/av1-sequence.ts";
import type { Size } from "../formats/facts.ts";
import {
  readHeifFile,
  type ByteRange,
  type HeifFile,
  type HeifItem,
  type ItemReference,
} from "../formats/heif-file.ts";
import {
  ALPHA_TYPE,
  ownProperty,
  primaryPictureOf,
  propertyOf,
  sizeOf,
  type Picture,
} from "../formats/heif-picture.ts";
import { boxOf, fullBoxOf, joined, text, u16, u32, u8, type Box } from "../formats/isobmff.ts";
import { AV1_ITEMS, av1Samples, colourOf, type Nclx } from "../formats/probe-avif.ts";
import { corrupt } from "../formats/refusal.ts";

/** Properties that are copied, with the length of their fields; what an `av1C` has after them is not needed. */
const COPIED = { av1C: 4, a1op: 1, lsel: 2 } as const;

/** Marks an association whose property a reader must know, beside a property's index of 15 bits. */
const ESSENTIAL = 0x8000;

/** An item as it is written; its identifier is its place in the list, from 1. */
interface Entry extends Size {
  readonly type: string;
  readonly ranges: readonly ByteRange[];
  readonly properties: readonly Property[];
}

interface Property {
  readonly box: Uint8Array;
  readonly essential: boolean;
}

/**
 * An AVIF of the primary item and its alpha plane only, as they are coded: without `clap`, `irot` and `imir`,
 * without profile, metadata, thumbnails and gain map. Throws `image_unsupported` and `image_corrupt` as the
 * probe does, and `image_corrupt` for a bitstream of larger frames than the container says, for it is the
 * bitstream that memory is allocated for.
 */
export function rewrapAvif(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = readHeifFile(bytes);
  const picture = primaryPictureOf(file, AV1_ITEMS);
  const entries: Entry[] = [];
  const references: ItemReference[] = [];

  const add = (part: Picture, extra: readonly Property[]): number => {
    const own = entries.push(entryOf(file, part, part.item, part.size, extra));
    if (part.coded.includes(part.item)) return own;
    const tiles = part.coded.map((tile) => entries.push(entryOf(file, part, tile, sizeOf(file, tile), [])));
    references.push({ type: "dimg", from: own, to: tiles });
    return own;
  };
  const { nclx } = colourOf(file, picture);
  const primary = add(picture, nclx === undefined ? [] : [optional(nclxBox(nclx))]);
  if (picture.alpha !== undefined) {
    const alpha = add(picture.alpha, [optional(fullBoxOf("auxC", {}, text(`${ALPHA_TYPE}\0`)))]);
    references.push({ type: "auxl", from: alpha, to: [primary] });
    if (picture.premultiplied) references.push({ type: "prem", from: primary, to: [alpha] });
  }
  return fileOf(bytes, entries, references);
}

function entryOf(
  file: HeifFile,
  picture: Picture,
  item: HeifItem,
  size: Size | undefined,
  extra: readonly Property[],
): Entry {
  const { width, height } = size ?? picture.size;
  const { bitDepth, monochrome } = av1Samples(file, picture);
  const depths = monochrome ? [bitDepth] : [bitDepth, bitDepth, bitDepth];
  const properties: Property[] = [
    optional(fullBoxOf("ispe", {}, u32(width, height))),
    optional(fullBoxOf("pixi", {}, u8(depths.length, ...depths))),
    ...extra,
  ];
  const ranges = file.rangesOf(item);
  const entry = { type: item.type, width, height, ranges, properties };
  if (!AV1_ITEMS.has(item.type)) return entry;

  // libavif wants the tiles of a grid to have one configuration, to the level; the first one's serves all.
  const choices = [propertyOf(picture, "av1C"), ownProperty(item, "a1op"), ownProperty(item, "lsel")];
  for (const box of choices) {
    if (box !== undefined) properties.push({ box: copyOf(file, box), essential: true });
  }
  return entry;
}

function optional(box: Uint8Array): Property {
  return { box, essential: false };
}

function copyOf(file: HeifFile, { type, content, end }: Box): Uint8Array {
  const length = COPIED[type as keyof typeof COPIED];
  if (end - content < length) throw corrupt(`The AVIF's box '${type}' is cut short.`);
  return boxOf(type, file.bytes.subarray(content, content + length));
}

function nclxBox({ primaries, transfer, matrix, fullRange }: Nclx): Uint8Array {
  return boxOf("colr", text("nclx"), u16(primaries, transfer, matrix), u8(fullRange ? 0x80 : 0));
}

/** The boxes of the file: the length of `meta` is known before the offsets in it are. */
function fileOf(
  bytes: Uint8Array,
  entries: readonly Entry[],
  references: readonly ItemReference[],
): Uint8Array<ArrayBuffer> {
  const ftyp = boxOf("ftyp", text("avif"), u32(0), text("avifmif1miaf"));
  const { data, places } = dataOf(bytes, entries);
  const metaAt = (start: number): Uint8Array =>
    fullBoxOf(
      "meta",
      {},
      fullBoxOf("hdlr", {}, u32(0), text("pict"), u32(0, 0, 0), u8(0)),
      fullBoxOf("pitm", {}, u16(1)),
      locationsOf(places, start),
      fullBoxOf("iinf", {}, u16(entries.length), ...entries.map(({ type }, index) => infe(index + 1, type))),
      fullBoxOf(
        "iref",
        {},
        ...references.map(({ type, from, to }) => boxOf(type, u16(from, to.length, ...to))),
      ),
      propertiesOf(entries),
    );
  const meta = metaAt(ftyp.length + metaAt(0).length + 8);
  return joined(ftyp, meta, boxOf("mdat", ...data));
}

interface Place {
  readonly offset: number;
  readonly length: number;
  /** Size of the largest frame that is coded there. */
  readonly frame: Size;
}

/**
 * The bytes of all items, and where each item's are among them. Items that share their bytes, as the tiles of
 * an even sky may, share them here too; otherwise they may not add up to more than the file.
 */
function dataOf(
  bytes: Uint8Array,
  entries: readonly Entry[],
): { readonly data: readonly Uint8Array[]; readonly places: readonly Place[] } {
  const data: Uint8Array[] = [];
  const known = new Map<string, Place>();
  let total = 0;
  const placeOf = ({ type, ranges }: Entry): Place => {
    const key = ranges.map(({ start, end }) => `${start}-${end}`).join(" ");
    const same = known.get(key);
    if (same !== undefined) return same;
    const length = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    if (total + length > bytes.length) throw corrupt("The AVIF's pictures overlap each other in the file.");
    const content = joined(...ranges.map(({ start, end }) => bytes.subarray(start, end)));
    const place = { offset: total, length, frame: AV1_ITEMS.has(type) ? largestFrame(content) : NO_FRAME };
    total += length;
    data.push(content);
    known.set(key, place);
    return place;
  };
  const places = entries.map((entry) => {
    const place = placeOf(entry);
    const { frame } = place;
    if (frame.width > entry.width || frame.height > entry.height) {
      throw corrupt(
        `The AVIF says that its picture is ${entry.width}×${entry.height}, but codes ${frame.width}×${frame.height}.`,
      );
    }
    return place;
  });
  return { data, places };
}

const NO_FRAME: Size = { width: 0, height: 0 };

function largestFrame(units: Uint8Array): Size {
  let { width, height } = NO_FRAME;
  for (const frame of av1FrameSizes(units)) {
    width = Math.max(width, frame.width);
    height = Math.max(height, frame.height);
  }
  return { width, height };
}

/** Version 0, with offsets and lengths of four bytes and one part for each item (ISO/IEC 14496-12 8.11.3). */
function locationsOf(places: readonly Place[], start: number): Uint8Array {
  const rows = places.map(({ offset, length }, index) =>
    joined(u16(index + 1, 0, 1), u32(start + offset, length)),
  );
  return fullBoxOf("iloc", {}, u16(0x4400, places.length), ...rows);
}

function infe(id: number, type: string): Uint8Array {
  return fullBoxOf("infe", { version: 2 }, u16(id, 0), text(type), u8(0));
}

/** `iprp` with each different property once, and one `ipma` with indices of 15 bits (ISO/IEC 23008-12 9.3.1). */
function propertiesOf(entries: readonly Entry[]): Uint8Array {
  const indices = new Map<string, number>();
  const boxes: Uint8Array[] = [];
  const indexOf = (box: Uint8Array): number => {
    const key = box.join(" ");
    const index = indices.get(key) ?? boxes.push(box);
    indices.set(key, index);
    return index;
  };
  const rows = entries.map(({ properties }, index) => {
    const own = properties.map(({ box, essential }) => indexOf(box) | (essential ? ESSENTIAL : 0));
    return joined(u16(index + 1), u8(own.length), u16(...own));
  });
  return boxOf(
    "iprp",
    boxOf("ipco", ...boxes),
    fullBoxOf("ipma", { flags: 1 }, u32(entries.length), ...rows),
  );
}
