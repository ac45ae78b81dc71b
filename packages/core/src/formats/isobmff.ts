/** Walks and writes the boxes of the ISO base media file format (ISO/IEC 14496-12 4.2), which HEIF and AVIF use. */
import { fourCc } from "./byte-fields.ts";
import { corrupt } from "./refusal.ts";

/** The version and flags that a full box begins with (14496-12 4.2.2). */
export const FULL_BOX_BYTES = 4;

/** Boxes in one box or file; more are a sign of an attack on memory. */
const MOST_BOXES = 65_536;

/** A box by its offsets in the file, so that nothing is copied while reading. */
export interface Box {
  readonly type: string;
  /** Offset of the box's size field. */
  readonly start: number;
  /** Offset of the content. */
  readonly content: number;
  /** Offset after the content; never past the end of the room that the box stands in. */
  readonly end: number;
  /** The box claims more bytes than the file has. */
  readonly cut: boolean;
}

/**
 * The boxes between two offsets, in file order; fewer than eight bytes at the end are passed over. Throws
 * `image_corrupt` for a box shorter than its own header, or longer than the room it stands in; where the
 * room is the file itself, the latter may be marked as `cut` instead, for the part that is missing may not
 * matter.
 */
export function* boxesOf(
  bytes: Uint8Array,
  from: number,
  to: number,
  tooLong: "refuse" | "mark" = "refuse",
): Generator<Box, void, undefined> {
  const view = viewOf(bytes);
  let start = from;
  let count = 0;
  while (start + 8 <= to) {
    const type = fourCc(bytes, start + 4);
    let content = start + 8;
    let size = view.getUint32(start);
    if (size === 1) {
      content = start + 16;
      if (content > to) throw corrupt(`The box '${printable(type)}' is cut short within its header.`);
      size = safe(view.getBigUint64(start + 8));
    } else if (size === 0) {
      size = to - start;
    }
    if (size < content - start) throw corrupt(`The box '${printable(type)}' is shorter than its header.`);
    const cut = size > to - start;
    if (cut && tooLong === "refuse") {
      throw corrupt(`The box '${printable(type)}' is longer than the room it stands in.`);
    }
    if (++count > MOST_BOXES) throw corrupt(`The file has more than ${MOST_BOXES} boxes in one place.`);
    const end = cut ? to : start + size;
    yield { type, start, content, end, cut };
    start = end;
  }
}

/** Reads the fields of one box, in order. Every read past the end of the box throws `image_corrupt`. */
export interface FieldReader {
  position(): number;
  remaining(): number;
  /** An unsigned integer of 0, 1, 2, 4 or 8 bytes; one that a number cannot hold exactly is refused. */
  uint(size: number): number;
  int32(): number;
  fourCc(): string;
  skip(size: number): void;
  versionAndFlags(): { readonly version: number; readonly flags: number };
}

/** Reads fields from an offset (the box's content, unless told otherwise) up to the end of the box. */
export function fieldsOf(bytes: Uint8Array, box: Box, from = box.content): FieldReader {
  const view = viewOf(bytes);
  let position = from;
  const advance = (size: number): number => {
    if (size > box.end - position) throw corrupt(`The box '${printable(box.type)}' is cut short.`);
    const at = position;
    position += size;
    return at;
  };
  const uint = (size: number): number => {
    const at = advance(size);
    if (size === 0) return 0;
    if (size === 1) return view.getUint8(at);
    if (size === 2) return view.getUint16(at);
    if (size === 4) return view.getUint32(at);
    if (size === 8) return safe(view.getBigUint64(at));
    throw corrupt(
      `The box '${printable(box.type)}' has a field of ${size} bytes, which the format does not know.`,
    );
  };
  return {
    position: () => position,
    remaining: () => box.end - position,
    uint,
    int32: () => view.getInt32(advance(4)),
    fourCc: () => fourCc(bytes, advance(4)),
    skip: (size) => void advance(size),
    versionAndFlags() {
      const word = uint(4);
      return { version: word >>> 24, flags: word & 0xffffff };
    },
  };
}

/** A box of these parts. */
export function boxOf(type: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, part) => sum + part.length, 8);
  return joined(u32(size), text(type), ...parts);
}

/** A full box: version 0 unless told otherwise, then the parts. */
export function fullBoxOf(
  type: string,
  { version = 0, flags = 0 }: { readonly version?: number; readonly flags?: number },
  ...parts: readonly Uint8Array[]
): Uint8Array<ArrayBuffer> {
  return boxOf(type, u32(version * 0x1000000 + flags), ...parts);
}

/** These bytes one after the other, in a buffer of their own. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function u8(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(values);
}

export function u16(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * values.length);
  const view = viewOf(bytes);
  for (const [index, value] of values.entries()) view.setUint16(2 * index, value);
  return bytes;
}

export function u32(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * values.length);
  const view = viewOf(bytes);
  for (const [index, value] of values.entries()) view.setUint32(4 * index, value);
  return bytes;
}

/** Text of Latin-1 characters, one byte each. */
export function text(value: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(value, (character) => character.charCodeAt(0));
}

/** A four-character code that came from a file, fit to stand in a sentence. */
export function printable(type: string): string {
  return type.replaceAll(/[^ -~]/g, "?");
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function safe(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw corrupt("The file has a size or offset beyond any file.");
  return Number(value);
}
