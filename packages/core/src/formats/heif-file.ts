/**
 * Reads the `meta` box of a HEIF or AVIF file: items, their bytes, properties and references (ISO/IEC 14496-12
 * 8.11, ISO/IEC 23008-12 9). Only what is asked for is held to the rules: a damaged thumbnail, say, does not
 * matter to whoever wants the primary item.
 */
import { fourCc } from "./byte-fields.ts";
import { boxesOf, fieldsOf, FULL_BOX_BYTES, printable, type Box, type FieldReader } from "./isobmff.ts";
import { corrupt, unsupported } from "./refusal.ts";

/** Items, properties and references that a file may have; a 100 MP grid of 256-pixel tiles has about 1,600. */
const MOST_ITEMS = 4096;
const MOST_PROPERTIES = 16_384;
const MOST_REFERENCES = 16_384;
/** Associations of items with properties, and parts that items consist of. */
const MOST_ASSOCIATIONS = 65_536;
const MOST_EXTENTS = 16_384;

export interface ItemProperty extends Box {
  /** A reader that does not know the property must not show the item (23008-12 9.3.1). */
  readonly essential: boolean;
}

interface Extent {
  readonly offset: number;
  /** 0 stands for all that follows. */
  readonly length: number;
}

interface Location {
  readonly method: number;
  readonly external: boolean;
  readonly extents: readonly Extent[];
}

export interface HeifItem {
  readonly id: number;
  /** `av01`, `hvc1`, `grid`, … */
  readonly type: string;
  readonly isProtected: boolean;
  /** In the order of association, which is the order in which transforms apply. */
  readonly properties: readonly ItemProperty[];
}

export interface ItemReference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

export interface HeifFile {
  readonly bytes: Uint8Array;
  /** The major brand, then the compatible ones. */
  readonly brands: readonly string[];
  readonly items: ReadonlyMap<number, HeifItem>;
  readonly references: readonly ItemReference[];
  /** Throws `image_unsupported` for a file without one, as a pure image sequence. */
  primaryItem(): HeifItem;
  item(id: number): HeifItem;
  /**
   * Where an item's bytes lie in the file, in order. Throws `image_corrupt` when they reach beyond the
   * file, or are more than it, and `image_unsupported` when they lie elsewhere.
   */
  rangesOf(item: HeifItem): readonly ByteRange[];
  /** The `moov` box of an image sequence. */
  readonly movie: Box | undefined;
}

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Reads the boxes of a HEIF or AVIF file, up to the ones that say what its items are. */
export function readHeifFile(bytes: Uint8Array): HeifFile {
  const top = new Map<string, Box>();
  for (const box of boxesOf(bytes, 0, bytes.length, "mark")) if (!top.has(box.type)) top.set(box.type, box);
  const ftyp = whole(top.get("ftyp"));
  const meta = whole(top.get("meta"));
  if (ftyp === undefined) throw corrupt("The file has no 'ftyp' box.");

  const brands = readBrands(bytes, ftyp);
  const movie = whole(top.get("moov"));
  if (meta === undefined) {
    if (movie !== undefined) throw unsupported("The file is an image sequence without a still picture.");
    throw corrupt("The file has no 'meta' box, which says what is in it.");
  }
  const children = childrenOf(bytes, meta, FULL_BOX_BYTES);
  const handler = children.get("hdlr");
  if (handler !== undefined && fourCc(bytes, handler.content + 8) !== "pict") {
    throw unsupported("The file's items are not pictures.");
  }

  const idat = children.get("idat");
  const locations = readLocations(bytes, children.get("iloc"));
  const associations = readAssociations(bytes, children.get("iprp"));
  const items = readItems(bytes, children.get("iinf"), associations);
  const item = (id: number): HeifItem => {
    const found = items.get(id);
    if (found === undefined) throw corrupt(`The file refers to item ${id}, which it does not have.`);
    return found;
  };
  return {
    bytes,
    brands,
    items,
    references: readReferences(bytes, children.get("iref")),
    movie,
    item,
    primaryItem() {
      const pitm = children.get("pitm");
      if (pitm === undefined)
        throw unsupported("The file does not say which of its pictures is the primary one.");
      const fields = fieldsOf(bytes, pitm);
      return item(fields.uint(fields.versionAndFlags().version === 0 ? 2 : 4));
    },
    rangesOf: ({ id }) => rangesOf(bytes, locations.get(id), idat),
  };
}

/** The first box of each type among the children of a box, from so many bytes into its content. */
export function childrenOf(bytes: Uint8Array, parent: Box, skipped = 0): ReadonlyMap<string, Box> {
  const children = new Map<string, Box>();
  for (const box of boxesOf(bytes, parent.content + skipped, parent.end)) {
    if (!children.has(box.type)) children.set(box.type, box);
  }
  return children;
}

function whole(box: Box | undefined): Box | undefined {
  if (box?.cut === true) throw corrupt(`The file ends within its box '${printable(box.type)}'.`);
  return box;
}

function readBrands(bytes: Uint8Array, ftyp: Box): string[] {
  const fields = fieldsOf(bytes, ftyp);
  const brands = [fields.fourCc()];
  fields.skip(4);
  while (fields.remaining() >= 4 && brands.length < MOST_ITEMS) brands.push(fields.fourCc());
  return brands;
}

/** Reads `iinf` (14496-12 8.11.6); entries before version 2 name no type and are passed over. */
function readItems(
  bytes: Uint8Array,
  iinf: Box | undefined,
  properties: ReadonlyMap<number, readonly ItemProperty[]>,
): ReadonlyMap<number, HeifItem> {
  const items = new Map<number, HeifItem>();
  if (iinf === undefined) return items;
  const header = fieldsOf(bytes, iinf);
  header.skip(header.versionAndFlags().version === 0 ? 2 : 4);
  for (const box of boxesOf(bytes, header.position(), iinf.end)) {
    if (box.type !== "infe") continue;
    const fields = fieldsOf(bytes, box);
    const { version } = fields.versionAndFlags();
    if (version !== 2 && version !== 3) continue;
    const id = fields.uint(version === 2 ? 2 : 4);
    const isProtected = fields.uint(2) !== 0;
    const type = fields.fourCc();
    if (items.has(id)) throw corrupt(`The file describes item ${id} twice.`);
    if (items.size === MOST_ITEMS) throw unsupported(`The file has more than ${MOST_ITEMS} items.`);
    items.set(id, { id, type, isProtected, properties: properties.get(id) ?? [] });
  }
  return items;
}

/** Reads `iloc` (14496-12 8.11.3), versions 0 to 2. */
function readLocations(bytes: Uint8Array, iloc: Box | undefined): ReadonlyMap<number, Location> {
  const locations = new Map<number, Location>();
  if (iloc === undefined) return locations;
  const fields = fieldsOf(bytes, iloc);
  const { version } = fields.versionAndFlags();
  if (version > 2) throw unsupported(`The file has an 'iloc' box of version ${version}.`);
  const sizes = fields.uint(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  const wide = version === 2 ? 4 : 2;
  let parts = 0;
  for (let left = fields.uint(wide); left > 0; left--) {
    const id = fields.uint(wide);
    const method = version === 0 ? 0 : fields.uint(2) & 15;
    const external = fields.uint(2) !== 0;
    const base = fields.uint(baseSize);
    const count = fields.uint(2);
    parts += count;
    if (parts > MOST_EXTENTS) throw unsupported(`The file's items have more than ${MOST_EXTENTS} parts.`);
    const extents: Extent[] = [];
    for (let index = 0; index < count; index++) {
      fields.skip(indexSize);
      extents.push({ offset: base + fields.uint(offsetSize), length: fields.uint(lengthSize) });
    }
    if (locations.has(id)) throw corrupt(`The file locates item ${id} twice.`);
    if (locations.size === MOST_ITEMS) throw unsupported(`The file has more than ${MOST_ITEMS} items.`);
    locations.set(id, { method, external, extents });
  }
  return locations;
}

function rangesOf(bytes: Uint8Array, location: Location | undefined, idat: Box | undefined): ByteRange[] {
  if (location === undefined || location.extents.length === 0) {
    throw corrupt("The file does not say where the bytes of its picture are.");
  }
  if (location.external || location.method > 1) {
    throw unsupported("The bytes of the file's picture are in another file, or part of another item.");
  }
  if (location.method === 1 && idat === undefined) throw corrupt("The file has no 'idat' box, but uses it.");
  const room = location.method === 1 && idat !== undefined ? idat : { content: 0, end: bytes.length };
  let total = 0;
  return location.extents.map(({ offset, length }) => {
    const start = room.content + offset;
    const end = length === 0 ? room.end : start + length;
    total += end - start;
    if (start >= end || end > room.end || total > bytes.length) {
      throw corrupt("The bytes of the file's picture reach beyond its end: it was cut short, or is damaged.");
    }
    return { start, end };
  });
}

/** Reads the `ipma` boxes (23008-12 9.3.1) of which a file may have several, and the properties they mean. */
function readAssociations(
  bytes: Uint8Array,
  iprp: Box | undefined,
): ReadonlyMap<number, readonly ItemProperty[]> {
  const associations = new Map<number, ItemProperty[]>();
  if (iprp === undefined) return associations;
  const properties: Box[] = [];
  const ipco = childrenOf(bytes, iprp).get("ipco");
  for (const box of ipco === undefined ? [] : boxesOf(bytes, ipco.content, ipco.end)) {
    if (properties.length === MOST_PROPERTIES) {
      throw unsupported(`The file has more than ${MOST_PROPERTIES} properties.`);
    }
    properties.push(box);
  }
  let total = 0;
  for (const box of boxesOf(bytes, iprp.content, iprp.end)) {
    if (box.type !== "ipma") continue;
    for (const { id, index, essential } of associationsIn(fieldsOf(bytes, box))) {
      if (++total > MOST_ASSOCIATIONS) {
        throw unsupported(`The file gives its items more than ${MOST_ASSOCIATIONS} properties.`);
      }
      const property = properties[index - 1];
      if (property === undefined)
        throw corrupt(`The file gives item ${id} a property that it does not have.`);
      const own = associations.get(id);
      if (own === undefined) associations.set(id, [{ ...property, essential }]);
      else own.push({ ...property, essential });
    }
  }
  return associations;
}

interface Association {
  readonly id: number;
  /** From 1. */
  readonly index: number;
  readonly essential: boolean;
}

function* associationsIn(fields: FieldReader): Generator<Association, void, undefined> {
  const { version, flags } = fields.versionAndFlags();
  const width = (flags & 1) === 1 ? 2 : 1;
  const essentialBit = width === 2 ? 0x8000 : 0x80;
  for (let entries = fields.uint(4); entries > 0; entries--) {
    const id = fields.uint(version === 0 ? 2 : 4);
    for (let count = fields.uint(1); count > 0; count--) {
      const entry = fields.uint(width);
      const index = entry & (essentialBit - 1);
      if (index !== 0) yield { id, index, essential: (entry & essentialBit) !== 0 };
    }
  }
}

/** Reads `iref` (14496-12 8.11.12). */
function readReferences(bytes: Uint8Array, iref: Box | undefined): readonly ItemReference[] {
  const references: ItemReference[] = [];
  if (iref === undefined) return references;
  const width = fieldsOf(bytes, iref).versionAndFlags().version === 0 ? 2 : 4;
  let targets = 0;
  for (const box of boxesOf(bytes, iref.content + FULL_BOX_BYTES, iref.end)) {
    const fields = fieldsOf(bytes, box);
    const from = fields.uint(width);
    const count = fields.uint(2);
    targets += count;
    if (references.length === MOST_REFERENCES || targets > MOST_REFERENCES) {
      throw unsupported(`The file has more than ${MOST_REFERENCES} references between its items.`);
    }
    references.push({ type: box.type, from, to: Array.from({ length: count }, () => fields.uint(width)) });
  }
  return references;
}
