/** Walks the markers of a JPEG (ITU-T T.81 B.1.1) without reading what stands in their segments. */
import { u16be } from "./byte-fields.ts";

export interface Marker {
  /** The marker's second byte. */
  readonly code: number;
  /** Offset of the segment's content, after the length. */
  readonly start: number;
  /** Offset after the segment; past the end of the file where the file is cut short. */
  readonly end: number;
}

/** How many bytes to look at one by one before the search is handed to `indexOf`, which is slow to start. */
const NEAR = 32;

/**
 * Every marker after SOI but the restart markers, in order, up to the end of the bytes: EOI is yielded and not
 * stopped at. Bytes that are no marker are skipped, which takes the walk over junk and over entropy-coded data
 * alike.
 */
export function* markersOf(bytes: Uint8Array): Generator<Marker, void, undefined> {
  let at = 2;
  for (;;) {
    at = nextCode(bytes, at);
    const code = bytes[at];
    if (code === undefined) return;
    const start = hasSegment(code) ? at + 3 : at + 1;
    // A length counts itself; libjpeg takes a smaller one for an empty segment.
    const end = hasSegment(code) ? Math.max(start, at + 1 + u16be(bytes, at + 1)) : start;
    yield { code, start, end };
    at = end;
  }
}

/** Offset of the next marker's code: the byte after an 0xff that is not 0xff (fill), 0 (stuffing) or RSTn. */
function nextCode(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length) {
    at = indexOfPrefix(bytes, at);
    while (bytes[at] === 0xff) at++;
    const code = bytes[at] ?? 0;
    if (code !== 0 && (code < 0xd0 || code > 0xd7)) break;
  }
  return at;
}

function indexOfPrefix(bytes: Uint8Array, from: number): number {
  const near = Math.min(from + NEAR, bytes.length);
  for (let at = from; at < near; at++) {
    if (bytes[at] === 0xff) return at;
  }
  const found = bytes.indexOf(0xff, near);
  return found === -1 ? bytes.length : found;
}

/** All but SOI, EOI, TEM and the reserved codes, which a decoder does not step over either. */
function hasSegment(code: number): boolean {
  const isStandalone = code === 0xd8 || code === 0xd9;
  const isReserved = code < 0xc0 || (code >= 0xf0 && code <= 0xfd);
  return !isStandalone && !isReserved;
}
