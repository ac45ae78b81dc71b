/**
 * The bits of entropy-coded JPEG segments (ITU-T T.81, B.1.1.5 and F.1.2.3).
 *
 * The file stays with the host. It is read in chunks; from a chunk, bytes are moved into a window, without
 * the zero that is stuffed behind every 0xFF, up to the next marker: that ends the segment. The window
 * holds the bytes in REVERSED order, the next one at `at - 1`, so that a little-endian load of the eight bytes
 * below `at` has the first bit of the stream on top.
 *
 *   window: [ zeros (PAD) | …later bytes   earlier bytes… | ]
 *                         ^ low                           ^ at
 *
 * `bits` holds the next `count` bits, left-aligned; below them are later bits of the same stream, or zeros.
 * Behind the end of a segment come zeros, PAD bytes of them: more than one MCU can use up, and the number of
 * bytes that are left is looked at before every MCU. So no load leaves the window, whatever the bytes say.
 */

import { reserve } from "./arena.as";

/** Asks the host to put the next bytes of the file at `pointer`, at most `room`; returns how many, 0 at its end. */
@external("host", "read")
declare function read(pointer: usize, room: i32): i32;

const CHUNK: usize = 1 << 15;
const WINDOW: usize = 1 << 15;
/** An MCU has at most 10 blocks of 64 codes of at most 16 + 15 bits: 2480 bytes; and loads reach 8 bytes further. */
const PAD: usize = 4096;
const MCU_BYTES: usize = 2560;

let chunk: usize = 0;
let rawAt: usize = 0;
let rawEnd: usize = 0;
let rawIsLast: bool = false;

let windowStart: usize = 0;
let windowTop: usize = 0;
let low: usize = 0;
/** All bytes of the segment are in the window. */
let segmentEnded: bool = false;
/** Below this `at`, the window has to be filled up before the next MCU. */
let fillBelow: usize = 0;

export let at: usize = 0;
export let bits: u64 = 0;
export let count: i32 = 0;

export function streamReserve(): bool {
  chunk = reserve(CHUNK + 16);
  windowStart = reserve(WINDOW + PAD + 16);
  windowTop = windowStart + PAD + WINDOW;
  return chunk != 0 && windowStart != 0;
}

/** Begins with the first entropy-coded segment of a scan, at the byte that the host reads next. */
export function streamStart(): void {
  rawAt = chunk;
  rawEnd = chunk;
  rawIsLast = false;
  startSegment();
}

/** Bytes that the host has handed out and that lie behind what was used: the next marker is at or behind them. */
export function streamUnread(): i32 {
  return <i32>(rawEnd - rawAt);
}

function startSegment(): void {
  segmentEnded = false;
  at = windowTop;
  low = windowTop;
  bits = 0;
  count = 0;
  fillWindow();
}

/** To be called before every MCU. */
@inline
export function streamEnsure(): void {
  if (at < fillBelow) fillWindow();
}

/** More bits were taken than the segment has. */
@inline
export function streamOverrun(): bool {
  return (<i32>at - <i32>low) * 8 + count < 0;
}

/** Keeps the state that a function had in locals. */
@inline
export function streamKeep(newAt: usize, newBits: u64, newCount: i32): void {
  at = newAt;
  bits = newBits;
  count = newCount;
}

/** Moves what is left to the top of the window and fills it up from below. */
function fillWindow(): void {
  const left = at - low;
  memory.copy(windowTop - left, low, left);
  at = windowTop;
  low = windowTop - left;
  if (count > 0) bits &= ~(<u64>0) << (64 - count);
  else bits = 0;

  const floor = windowStart + PAD + 16;
  while (!segmentEnded && low >= floor) {
    if (rawEnd - rawAt < 17 && !rawIsLast) readChunk();
    if (rawEnd - rawAt >= 17) moveBlock();
    else moveByte();
  }
  if (segmentEnded) memory.fill(low - PAD, 0, PAD);
  fillBelow = segmentEnded ? 0 : low + MCU_BYTES;
}

function readChunk(): void {
  const left = rawEnd - rawAt;
  memory.copy(chunk, rawAt, left);
  rawAt = chunk;
  rawEnd = chunk + left;
  while (rawEnd - rawAt < 17) {
    const got = read(rawEnd, <i32>(chunk + CHUNK - rawEnd));
    if (got <= 0) {
      rawIsLast = true;
      return;
    }
    rawEnd += <usize>got;
  }
}

/** Moves the bytes up to the next 0xFF, at most sixteen, and that 0xFF. */
function moveBlock(): void {
  const block = v128.load(rawAt);
  const reversed = v128.shuffle<u8>(block, block, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  v128.store(low - 16, reversed);
  const found = i8x16.bitmask(i8x16.eq(block, i8x16.splat(-1)));
  if (found == 0) {
    rawAt += 16;
    low -= 16;
    return;
  }
  const plain = <usize>ctz(found);
  rawAt += plain;
  low -= plain;
  moveByte();
}

/** Moves one byte; of 0xFF and what follows it, whatever that means. */
function moveByte(): void {
  if (rawAt == rawEnd) {
    segmentEnded = true;
    return;
  }
  const byte = load<u8>(rawAt);
  if (byte == 0xff) {
    if (rawAt + 1 == rawEnd) {
      rawAt = rawEnd;
      segmentEnded = true;
      return;
    }
    const next = load<u8>(rawAt, 1);
    if (next == 0xff) {
      rawAt++; // a fill byte
      return;
    }
    if (next != 0) {
      segmentEnded = true;
      return;
    }
    rawAt++;
  }
  rawAt++;
  low--;
  store<u8>(low, byte);
}

/** The marker that ended the segment, 0 at the end of the file. */
function markerAhead(): i32 {
  while (!segmentEnded) {
    at = low;
    count = 0;
    fillWindow();
  }
  return rawAt + 1 < rawEnd ? load<u8>(rawAt, 1) : 0;
}

const SOF0: i32 = 0xc0;
const RST0: i32 = 0xd0;
const RST7: i32 = 0xd7;

/**
 * Goes on with the segment behind restart marker `expected` (0 to 7). A file that has another marker there was
 * damaged: one of the next two means that this interval is missing, one of the last two that an older one was
 * in the way; other markers than restarts are left for the host, and the interval has no data. False for
 * an interval without data.
 */
export function streamRestart(expected: i32): bool {
  while (true) {
    const marker = markerAhead();
    if (marker == 0) return false;
    const isRestart = marker >= RST0 && marker <= RST7;
    if (!isRestart && marker >= SOF0) return false;
    const ahead = (marker - RST0 - expected) & 7;
    if (isRestart && (ahead == 1 || ahead == 2)) return false;
    rawAt += 2;
    startSegment();
    if (isRestart && ahead < 6) return true;
  }
}
