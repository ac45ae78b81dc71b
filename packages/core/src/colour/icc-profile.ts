import { hasAt, u32be } from "../formats/byte-fields.ts";
import { markersOf } from "../formats/jpeg-markers.ts";
import { pngChunksOf } from "../formats/png-chunks.ts";
import { avifIccProfile } from "../formats/probe-avif.ts";
import { RIFF_HEADER_BYTES, riffChunksOf, riffEnd } from "../formats/riff-chunks.ts";
import type { Format } from "../formats/table.ts";

/** The largest profiles in use, of printers, have 3 MB; a larger one is not read. */
const MAX_PROFILE_BYTES = 4 * 1024 * 1024;
/** A header and an empty tag table (ICC.1:2022, clause 7.2 and 7.3). */
const MIN_PROFILE_BYTES = 132;

/**
 * The ICC profile that an image embeds, as long as its header says; undefined where there is none, or none
 * that is whole. It may still be nonsense. Throws a `DarkroomError` `image_corrupt` for a broken container.
 */
export async function readIccProfile(bytes: Uint8Array, format: Format): Promise<Uint8Array | undefined> {
  const found = await READERS[format](bytes);
  if (found === undefined || found.length < MIN_PROFILE_BYTES) return undefined;
  const size = u32be(found, 0);
  const isWhole = size >= MIN_PROFILE_BYTES && size <= found.length && size <= MAX_PROFILE_BYTES;
  return isWhole ? found.subarray(0, size) : undefined;
}

type ProfileReader = (bytes: Uint8Array) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

const NONE: ProfileReader = () => undefined;

const READERS = {
  jpeg: jpegProfile,
  png: pngProfile,
  webp: webpProfile,
  avif: avifIccProfile,
  gif: NONE,
  svg: NONE,
  heic: NONE,
} satisfies Record<Format, ProfileReader>;

const APP2 = 0xe2;
const SOS = 0xda;
const JPEG_SIGNATURE = "ICC_PROFILE\0";

/** A JPEG's profile lies in numbered APP2 segments in any order (ICC.1:2022, annex B.4). */
function jpegProfile(bytes: Uint8Array): Uint8Array | undefined {
  const parts = new Map<number, Uint8Array>();
  let count = 0;
  for (const { code, start, end } of markersOf(bytes)) {
    if (code === SOS) break;
    if (code !== APP2 || !hasAt(bytes, start, JPEG_SIGNATURE)) continue;
    const numbers = start + JPEG_SIGNATURE.length;
    const [number, total] = [bytes[numbers] ?? 0, bytes[numbers + 1] ?? 0];
    // As in libjpeg, a number that comes twice or a changed total makes the whole untrustworthy.
    if (parts.has(number) || (parts.size > 0 && total !== count)) return undefined;
    count = total;
    parts.set(number, bytes.subarray(numbers + 2, end));
  }
  const ordered: Uint8Array[] = [];
  for (let number = 1; number <= count; number++) {
    const part = parts.get(number);
    if (part === undefined) return undefined;
    ordered.push(part);
  }
  return joined(ordered);
}

/** A PNG's profile is compressed: a name of 1 to 79 bytes, 0, the method 0, a zlib stream (PNG 11.3.2.3). */
async function pngProfile(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  for (const { type, content, length } of pngChunksOf(bytes)) {
    if (type === "IDAT") return undefined;
    if (type !== "iCCP") continue;
    const chunk = bytes.subarray(content, content + length);
    const name = chunk.subarray(0, 80).indexOf(0);
    return name < 1 || chunk[name + 1] !== 0 ? undefined : inflate(chunk.subarray(name + 2));
  }
  return undefined;
}

/** A WebP's profile is a chunk of the extended format (RFC 9649 2.7.1.4). */
function webpProfile(bytes: Uint8Array): Uint8Array | undefined {
  for (const { type, content, end } of riffChunksOf(bytes, RIFF_HEADER_BYTES, riffEnd(bytes))) {
    if (type === "ICCP") return bytes.subarray(content, end);
  }
  return undefined;
}

/** Bytes given to inflate at a time: 1,024 grow to 1 MB at most, so that a bomb is stopped in time. */
const SLICE_BYTES = 1024;

/** Inflates a zlib stream; undefined for a broken one, or one that holds more than a profile may. */
async function inflate(deflated: Uint8Array): Promise<Uint8Array | undefined> {
  let at = 0;
  const slices = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        // A copy, for the stream may take possession of what it is given.
        controller.enqueue(deflated.slice(at, at + SLICE_BYTES));
        at += SLICE_BYTES;
        if (at >= deflated.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const reader = slices.pipeThrough(new DecompressionStream("deflate")).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return joined(parts);
      parts.push(value);
      length += value.length;
      if (length > MAX_PROFILE_BYTES) {
        await reader.cancel();
        return undefined;
      }
    }
  } catch {
    return undefined;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
