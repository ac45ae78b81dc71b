/** The parts of an ICC profile (ICC.1:2022, clause 7) that decide what is done with it. */
export interface IccTags {
  /** Clause 7.2.5, four characters: `mntr`, `scnr`, `prtr`, `spac`, `link`, `abst` or `nmcl`. */
  readonly profileClass: string;
  /** Clause 7.2.6: the space of the pixels: `RGB `, `GRAY`, `CMYK`, `Lab ` and others. */
  readonly space: string;
  /** Clause 7.2.7: the space that the profile connects to: `XYZ ` or `Lab `. */
  readonly connection: string;
  /** The data of a tag, its type signature first; undefined where the profile has none of that name. */
  tag(signature: string): DataView | undefined;
}

const COUNT_OFFSET = 128;
const FIRST_ROW = 132;
const TAG_ROW_BYTES = 12;
/** The most that Little CMS takes. */
const MAX_TAGS = 100;
/** A first byte that no registered signature has. */
const PRIVATE = 0x7f;

/** The four characters at `offset`, one for each byte. */
export function signatureAt(view: DataView, offset: number): string {
  return String.fromCharCode(
    view.getUint8(offset),
    view.getUint8(offset + 1),
    view.getUint8(offset + 2),
    view.getUint8(offset + 3),
  );
}

/**
 * A copy of a profile in which some tags go by a private name, so that nobody finds them. The profile must be
 * one that {@link readIccTags} reads.
 */
export function hideTags(profile: Uint8Array, signatures: ReadonlySet<string>): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(profile);
  const view = new DataView(copy.buffer);
  const end = FIRST_ROW + view.getUint32(COUNT_OFFSET) * TAG_ROW_BYTES;
  for (let row = FIRST_ROW; row < end; row += TAG_ROW_BYTES) {
    if (signatures.has(signatureAt(view, row))) view.setUint8(row, PRIVATE);
  }
  return copy;
}

/** Reads the header and the tag table; undefined for bytes that are no profile or point outside themselves. */
export function readIccTags(profile: Uint8Array): IccTags | undefined {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  if (view.byteLength < FIRST_ROW || signatureAt(view, 36) !== "acsp") return undefined;
  const count = view.getUint32(COUNT_OFFSET);
  if (count > MAX_TAGS || FIRST_ROW + count * TAG_ROW_BYTES > view.byteLength) return undefined;
  const tags = new Map<string, DataView>();
  for (let row = FIRST_ROW; row < FIRST_ROW + count * TAG_ROW_BYTES; row += TAG_ROW_BYTES) {
    const offset = view.getUint32(row + 4);
    const length = view.getUint32(row + 8);
    if (offset + length > view.byteLength) return undefined;
    tags.set(signatureAt(view, row), new DataView(view.buffer, view.byteOffset + offset, length));
  }
  return {
    profileClass: signatureAt(view, 12),
    space: signatureAt(view, 16),
    connection: signatureAt(view, 20),
    tag: (signature) => tags.get(signature),
  };
}
