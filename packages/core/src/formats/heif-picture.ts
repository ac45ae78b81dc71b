/** Finds the picture of a HEIF or AVIF file: its primary item, the tiles of a grid, and its alpha plane. */
import { hasAt } from "./byte-fields.ts";
import type { Size } from "./facts.ts";
import type { HeifFile, HeifItem, ItemProperty } from "./heif-file.ts";
import { fieldsOf, FULL_BOX_BYTES, printable } from "./isobmff.ts";
import { corrupt, unsupported } from "./refusal.ts";

/** The type of an auxiliary image that holds alpha (MIAF, ISO/IEC 23000-22 7.3.5.2). */
export const ALPHA_TYPE = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";
const ALPHA_TYPES: readonly string[] = [ALPHA_TYPE, "urn:mpeg:hevc:2015:auxid:1"];

/** Properties that a reader may meet as essential, and either applies or may pass over. */
const KNOWN_PROPERTIES: ReadonlySet<string> = new Set(
  "ispe pixi pasp colr auxC rloc clap irot imir clli mdcv amve av1C a1op a1lx lsel hvcC lhvC oinf tols".split(
    " ",
  ),
);

/** Pixels that the tiles of a grid may have in excess of twice its area: those of a tile of 2048×2048. */
const OVERHANG = 4_194_304;

/** One coded item, or a grid of them (23008-12 6.6.2.3). */
export interface Picture {
  readonly item: HeifItem;
  readonly size: Size;
  /** The items that hold coded pixels: the item itself, or the tiles of a grid, row by row. */
  readonly coded: readonly HeifItem[];
}

export interface PrimaryPicture extends Picture {
  readonly alpha: Picture | undefined;
  /** Colours are multiplied by alpha (a `prem` reference, 23008-12 6.10.1.1). */
  readonly premultiplied: boolean;
}

/**
 * The picture that the file shows, of items coded in one of these types. Throws `image_unsupported` for a
 * primary item of another kind, and `image_corrupt` where its description contradicts itself.
 */
export function primaryPictureOf(file: HeifFile, codings: ReadonlySet<string>): PrimaryPicture {
  const item = file.primaryItem();
  const picture = pictureOf(file, item, codings);
  const alpha = alphaItemOf(file, item);
  return {
    ...picture,
    alpha: alpha === undefined ? undefined : alphaOf(file, alpha, codings, picture.size),
    premultiplied:
      alpha !== undefined &&
      file.references.some(
        ({ type, from, to }) => type === "prem" && from === item.id && to.includes(alpha.id),
      ),
  };
}

function alphaOf(file: HeifFile, item: HeifItem, codings: ReadonlySet<string>, size: Size): Picture {
  const alpha = pictureOf(file, item, codings, size);
  if (!isSameSize(alpha.size, size)) {
    throw unsupported("The file has an alpha plane of another size than its picture.");
  }
  return alpha;
}

/** The first property of a type that an item has, or else the first tile of its grid. */
export function propertyOf(picture: Picture, type: string): ItemProperty | undefined {
  const [first] = picture.coded;
  return ownProperty(picture.item, type) ?? (first === undefined ? undefined : ownProperty(first, type));
}

export function ownProperty(item: HeifItem, type: string): ItemProperty | undefined {
  return item.properties.find((property) => property.type === type);
}

function pictureOf(file: HeifFile, item: HeifItem, codings: ReadonlySet<string>, otherwise?: Size): Picture {
  refuseWhatCannotBeShown(item);
  const size = sizeOf(file, item) ?? otherwise;
  if (size === undefined) throw corrupt("The file does not say what size its picture has.");
  if (codings.has(item.type)) return { item, size, coded: [item] };
  if (item.type !== "grid") {
    throw unsupported(
      `The file's picture is an item of type '${printable(item.type)}', which is not decoded.`,
    );
  }
  return { item, size, coded: tilesOf(file, item, codings, size) };
}

/** The `ispe` of an item (23008-12 6.5.3). */
export function sizeOf(file: HeifFile, item: HeifItem): Size | undefined {
  const ispe = ownProperty(item, "ispe");
  if (ispe === undefined) return undefined;
  const fields = fieldsOf(file.bytes, ispe);
  fields.versionAndFlags();
  const size = { width: fields.uint(4), height: fields.uint(4) };
  if (size.width === 0 || size.height === 0) throw corrupt("The file has a picture with a side of 0 pixels.");
  return size;
}

function tilesOf(
  file: HeifFile,
  item: HeifItem,
  codings: ReadonlySet<string>,
  size: Size,
): readonly HeifItem[] {
  const grid = readGrid(file, item);
  if (!isSameSize(grid, size)) throw corrupt("The file gives its grid of pictures two different sizes.");
  const ids = file.references.find(({ type, from }) => type === "dimg" && from === item.id)?.to ?? [];
  if (ids.length !== grid.rows * grid.columns || new Set(ids).size !== ids.length) {
    throw corrupt(
      `The file has a grid of ${grid.rows}×${grid.columns} pictures, but not as many pictures in it.`,
    );
  }
  const tiles = ids.map((id) => file.item(id));
  for (const tile of tiles) {
    refuseWhatCannotBeShown(tile);
    if (!codings.has(tile.type)) {
      throw unsupported(
        `The file has a grid of items of type '${printable(tile.type)}', which are not decoded.`,
      );
    }
  }
  const [first, ...others] = tiles.map((tile) => sizeOf(file, tile));
  if (first === undefined || !others.every((other) => other !== undefined && isSameSize(other, first))) {
    throw corrupt("The file has a grid of pictures that are not all of one size.");
  }
  if (!fits(grid, first)) throw corrupt("The file has a grid of pictures that does not fit its size.");
  return tiles;
}

/**
 * The tiles reach over the grid, and the last of a row and column begins on it. What would be decoded and not
 * shown is an attack on time and memory, save for what large tiles hang over.
 */
function fits({ rows, columns, width, height }: Grid, tile: Size): boolean {
  return (
    covers(tile.width, columns, width) &&
    covers(tile.height, rows, height) &&
    rows * columns * tile.width * tile.height <= 2 * width * height + OVERHANG
  );
}

function covers(tile: number, count: number, side: number): boolean {
  return tile * count >= side && tile * (count - 1) < side;
}

function isSameSize(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}

interface Grid extends Size {
  readonly rows: number;
  readonly columns: number;
}

/** Reads an ImageGrid (23008-12 6.6.2.3.2): at most 20 bytes, in any number of parts. */
function readGrid(file: HeifFile, grid: HeifItem): Grid {
  const [range, more] = file.rangesOf(grid);
  if (range === undefined || more !== undefined) throw corrupt("The file's grid of pictures is damaged.");
  const fields = fieldsOf(file.bytes, {
    type: grid.type,
    start: range.start,
    content: range.start,
    end: range.end,
    cut: false,
  });
  if (fields.uint(1) !== 0) throw unsupported("The file has a grid of pictures of a later version.");
  const side = (fields.uint(1) & 1) === 1 ? 4 : 2;
  const rows = fields.uint(1) + 1;
  const columns = fields.uint(1) + 1;
  return { rows, columns, width: fields.uint(side), height: fields.uint(side) };
}

/** The item that is an auxiliary image of alpha to this one (23008-12 6.5.8 and 6.4.4). */
function alphaItemOf(file: HeifFile, item: HeifItem): HeifItem | undefined {
  for (const { type, from, to } of file.references) {
    const candidate = type === "auxl" && to.includes(item.id) ? file.items.get(from) : undefined;
    const auxC = candidate === undefined ? undefined : ownProperty(candidate, "auxC");
    if (auxC !== undefined && isAlpha(file.bytes, auxC)) return candidate;
  }
  return undefined;
}

/** An `auxC` names the type of the auxiliary image in a string that ends with 0. */
function isAlpha(bytes: Uint8Array, { content, end }: ItemProperty): boolean {
  const at = content + FULL_BOX_BYTES;
  return ALPHA_TYPES.some((type) => at + type.length < end && hasAt(bytes, at, `${type}\0`));
}

function refuseWhatCannotBeShown({ isProtected, properties }: HeifItem): void {
  if (isProtected) throw unsupported("The file's picture is encrypted.");
  const unknown = properties.find(({ type, essential }) => essential && !KNOWN_PROPERTIES.has(type));
  if (unknown !== undefined) {
    throw unsupported(
      `The file's picture has the property '${printable(unknown.type)}', which is not known.`,
    );
  }
}
