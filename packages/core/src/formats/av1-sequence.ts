/**
 * Reads the frame size from the sequence headers of an AV1 bitstream (AV1 specification 5.3 to 5.5): the
 * decoder allocates for that size, whatever the container says.
 */
import type { Size } from "./facts.ts";
import { corrupt } from "./refusal.ts";

const SEQUENCE_HEADER = 1;

/** The largest frame that each sequence header of these open bitstream units allows, in order. */
export function* av1FrameSizes(units: Uint8Array): Generator<Size, void, undefined> {
  let at = 0;
  while (at < units.length) {
    const header = units[at] ?? 0;
    const hasExtension = (header & 4) !== 0;
    const hasSize = (header & 2) !== 0;
    at += hasExtension ? 2 : 1;
    let size = units.length - at;
    if (hasSize) {
      const field = leb128(units, at);
      size = field.value;
      at += field.bytes;
    }
    if (size > units.length - at) throw corrupt("The AVIF's picture data is cut short or damaged.");
    if (((header >> 3) & 15) === SEQUENCE_HEADER) yield frameSize(units.subarray(at, at + size));
    at += size;
  }
}

/** A number in groups of seven bits, the lowest first, in at most eight bytes (4.10.5). */
function leb128(units: Uint8Array, at: number): { readonly value: number; readonly bytes: number } {
  let value = 0;
  for (let index = 0; index < 8; index++) {
    const byte = units[at + index] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, bytes: index + 1 };
  }
  throw corrupt("The AVIF's picture data has a length that is not one.");
}

/** Reads a sequence header (5.5.1) as far as its frame size. */
function frameSize(header: Uint8Array): Size {
  const bits = bitsOf(header);
  bits.skip(4); // seq_profile, still_picture
  const isReduced = bits.read(1) === 1;
  if (isReduced) bits.skip(5); // seq_level_idx
  else skipOperatingPoints(bits);
  const widthBits = bits.read(4) + 1;
  const heightBits = bits.read(4) + 1;
  return { width: bits.read(widthBits) + 1, height: bits.read(heightBits) + 1 };
}

/** Passes over timing, decoder model and operating points (5.5.1, 5.5.3 to 5.5.5). */
function skipOperatingPoints(bits: BitReader): void {
  let delayBits = 0;
  if (bits.read(1) === 1) {
    bits.skip(64); // num_units_in_display_tick, time_scale
    if (bits.read(1) === 1) skipUvlc(bits);
    if (bits.read(1) === 1) {
      delayBits = bits.read(5) + 1;
      bits.skip(42); // num_units_in_decoding_tick, buffer_removal_time_length, frame_presentation_time_length
    }
  }
  const hasDisplayDelay = bits.read(1) === 1;
  for (let points = bits.read(5) + 1; points > 0; points--) {
    bits.skip(12); // operating_point_idc
    if (bits.read(5) > 7) bits.skip(1); // seq_tier
    if (delayBits > 0 && bits.read(1) === 1) bits.skip(2 * delayBits + 1);
    if (hasDisplayDelay && bits.read(1) === 1) bits.skip(4);
  }
}

/** A number after as many zeros as it has bits (4.10.3). */
function skipUvlc(bits: BitReader): void {
  let zeros = 0;
  while (bits.read(1) === 0) zeros++;
  if (zeros < 32) bits.skip(zeros);
}

interface BitReader {
  /** An unsigned number of at most 16 bits. */
  read(count: number): number;
  skip(count: number): void;
}

function bitsOf(bytes: Uint8Array): BitReader {
  let position = 0;
  const skip = (count: number): void => {
    position += count;
    if (position > 8 * bytes.length) throw corrupt("The AVIF's picture data has a damaged sequence header.");
  };
  return {
    skip,
    read(count) {
      const from = position;
      skip(count);
      let value = 0;
      for (let bit = from; bit < position; bit++) {
        value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
      }
      return value;
    },
  };
}
