/**
 * The blocks of sequential scans (ITU-T T.81, F.2.2): entropy decoding, and at once the inverse DCT where a picture
 * has but one scan. Most of the time that a large JPEG takes is spent here.
 *
 * A step of the decoder waits for a load and a shift, and a branch that is guessed wrong costs as much as two
 * steps. So tables give up to two coefficients a step, or several where they are not wanted; bits are
 * filled up once for several steps; coefficients that are not wanted, or not there, go to a cell that nobody
 * reads; and the state of the stream stays in locals for a whole MCU.
 */

import { exhausted, beginMcu, endMcu } from "./jpeg-decode.as";
import { cells, Component, lastNeeded, scale, scratch } from "./jpeg-frame.as";
import {
  END_OF_BLOCK,
  entryFor,
  huffmanBuildPairs,
  huffmanBuildSkips,
  pairFor,
  skipFor,
  valueOf,
} from "./jpeg-huffman.as";
import { idct2, idct4, idct8, mean } from "./jpeg-idct.as";
import { at, bits, count, streamKeep } from "./jpeg-stream.as";

/** Where a block of the MCU goes, and by how much further that of the next MCU does. */
@unmanaged
class Place {
  component: Component;
  out: usize;
  step: usize;
}

const PLACE_BYTES: usize = offsetof<Place>();
/** As many as an MCU may have, or more where it is all that a scan of one component has. */
const MOST_PLACES: usize = 16;

const places: usize = memory.data(192, 16);
let placesEnd: usize = places;

/** What becomes of a block: N×N samples, or coefficients that are kept. */
const KEPT: i32 = 0;

/** Forgets the places of the row before. */
export function placesReset(): void {
  placesEnd = places;
}

/** Adds the next block of an MCU. */
export function placeAdd(c: Component, out: usize, step: usize): void {
  if (placesEnd >= places + MOST_PLACES * PLACE_BYTES) return;
  const place = changetype<Place>(placesEnd);
  place.component = c;
  place.out = out;
  place.step = step;
  placesEnd += PLACE_BYTES;
  if (lastNeeded > 0) huffmanBuildPairs(c.acTable);
  if (lastNeeded < 63) huffmanBuildSkips(c.acTable);
}

/** Decodes `number` MCUs to samples. */
export function decodeBands(number: i32): void {
  if (scale == 8) decodeMcus(8, 63, number);
  else if (scale == 4) decodeMcus(4, 24, number);
  else if (scale == 2) decodeMcus(2, 4, number);
  else decodeMcus(1, 0, number);
}

/** Decodes `number` MCUs to coefficients. */
export function decodeBlocks(number: i32): void {
  decodeMcus(KEPT, lastNeeded, number);
}

/** `needed` is the last zigzag index that is wanted. */
@inline
function decodeMcus(kind: i32, needed: i32, number: i32): void {
  for (; number > 0; number--) {
    beginMcu();
    if (exhausted) skipMcu(kind);
    else decodeMcu(kind, needed);
    endMcu();
  }
}

/** An MCU without data is grey, or as an earlier scan left it. */
@inline
function skipMcu(kind: i32): void {
  if (kind == KEPT) return;
  for (let p = places; p < placesEnd; p += PLACE_BYTES) {
    const place = changetype<Place>(p);
    finishBlock(kind, place.component, place.out, true);
    place.out += place.step;
  }
}

/** Makes what `kind` says of the scratch block, and clears that. */
@inline
function finishBlock(kind: i32, c: Component, out: usize, onlyMean: bool): void {
  const zero = i64x2.splat(0);
  const block = scratch;
  if (kind == 1) {
    store<u8>(out, mean(block, c.quant));
    store<i16>(block, 0);
  } else if (kind == 2) {
    idct2(block, c.quant, out, c.stride);
    store<u64>(block, 0);
  } else if (kind == KEPT) {
    memory.copy(out, block, <usize>(scale * scale * 2));
    memory.fill(block, 0, 128);
  } else if (onlyMean) {
    const value = mean(block, c.quant);
    store<i16>(block, 0);
    if (kind == 8) {
      const row = <u64>value * 0x0101010101010101;
      for (let y = 0; y < 8; y++, out += c.stride) store<u64>(out, row);
    } else {
      const row = <u32>value * 0x01010101;
      for (let y = 0; y < 4; y++, out += c.stride) store<u32>(out, row);
    }
  } else {
    if (kind == 8) idct8(block, c.quant, out, c.stride);
    else idct4(block, c.quant, out, c.stride);
    v128.store(block, zero);
    v128.store(block, zero, 16);
    if (kind != 8) return;
    v128.store(block, zero, 32);
    v128.store(block, zero, 48);
    v128.store(block, zero, 64);
    v128.store(block, zero, 80);
    v128.store(block, zero, 96);
    v128.store(block, zero, 112);
  }
}

/** Puts the values of a pair into the block: the second one first, for where there is none its place is that of the first. */
@inline
function storePair(block: usize, cellTable: usize, k: i32, pair: u64): void {
  const second = load<u8>(cellTable + k + <i32>((pair >> 8) & 255));
  store<i16>(block + (<usize>second << 1), <i16>(pair >> 48));
  const first = load<u8>(cellTable + k + <i32>((pair >> 16) & 255));
  store<i16>(block + (<usize>first << 1), <i16>(pair >> 32));
}

@inline
function advanceOf(pair: u64): i32 {
  return <i32>((pair >> 8) & 255);
}

@inline
function decodeMcu(kind: i32, needed: i32): void {
  let position = at;
  let have = <i64>count;
  let next = bits;
  const block = scratch;
  const cellTable = <i32>cells;
  for (let p = places; p < placesEnd; p += PLACE_BYTES) {
    const place = changetype<Place>(p);
    const c = place.component;
    next |= load<u64>(position - 8) >> have;
    position -= <usize>((63 - have) >> 3);
    have |= 56;
    const difference = entryFor(c.dcTable, next);
    const level = c.predicted + valueOf(difference, next);
    c.predicted = level;
    next <<= difference;
    have -= difference & 63;
    store<i16>(block, <i16>level);

    const table = c.acTable;
    let k = 0;
    if (needed > 0) {
      // Looked up before the bits are filled up: at least 12 of them are still there.
      let pair = pairFor(table, next);
      let before = 0;
      while (true) {
        next |= load<u64>(position - 8) >> have;
        position -= <usize>((63 - have) >> 3);
        have |= 56;
        if (pair == 0) {
          const entry = entryFor(table, next);
          k += <i32>(entry >> 24);
          store<i16>(block + (<usize>load<u8>(cellTable + k) << 1), <i16>valueOf(entry, next));
          next <<= entry;
          have -= entry & 63;
          if (k >= needed) break;
          pair = pairFor(table, next);
          continue;
        }
        before = k;
        storePair(block, cellTable, k, pair);
        k += advanceOf(pair);
        next <<= pair;
        have -= pair & 63;
        if (k >= needed) break;
        pair = pairFor(table, next);
        if (pair == 0) continue;

        before = k;
        storePair(block, cellTable, k, pair);
        k += advanceOf(pair);
        next <<= pair;
        have -= pair & 63;
        if (k >= needed) break;
        pair = pairFor(table, next);
        if (pair == 0) continue;

        before = k;
        storePair(block, cellTable, k, pair);
        k += advanceOf(pair);
        next <<= pair;
        have -= pair & 63;
        if (k >= needed) break;
        pair = pairFor(table, next);
        if (pair == 0) continue;

        before = k;
        storePair(block, cellTable, k, pair);
        k += advanceOf(pair);
        next <<= pair;
        have -= pair & 63;
        if (k >= needed) break;
        pair = pairFor(table, next);
      }
      if (needed > 46) {
        // The first code of the last pair filled the block: give the second one back.
        const first = before + <i32>((pair >> 16) & 255);
        if (pair != 0 && first > 62 && first != k) {
          have += (pair & 63) - ((pair >> 24) & 63);
          next = load<u64>(position) << (64 - have);
        }
      }
    }
    const onlyMean = k == <i32>END_OF_BLOCK;

    if (needed < 63 && k < 63) {
      let skip = skipFor(table, next);
      while (true) {
        next |= load<u64>(position - 8) >> have;
        position -= <usize>((63 - have) >> 3);
        have |= 56;
        let reached = k + <i32>(skip >> 8);
        if (reached < 63) {
          next <<= skip;
          have -= skip & 63;
          skip = skipFor(table, next);
          k = reached;
          reached += <i32>(skip >> 8);
          if (reached < 63) {
            next <<= skip;
            have -= skip & 63;
            skip = skipFor(table, next);
            k = reached;
            continue;
          }
        }
        if ((reached & 127) <= 63) {
          next <<= skip;
          have -= skip & 63;
          break;
        }
        // A long code, or the entry goes on in the next block.
        next |= load<u64>(position - 8) >> have;
        position -= <usize>((63 - have) >> 3);
        have |= 56;
        const entry = entryFor(table, next);
        next <<= entry;
        have -= entry & 63;
        k += <i32>(entry >> 24);
        if (k >= 63) break;
        skip = skipFor(table, next);
      }
    }
    finishBlock(kind, c, place.out, onlyMean);
    place.out += place.step;
  }
  streamKeep(position, next, <i32>have);
}
