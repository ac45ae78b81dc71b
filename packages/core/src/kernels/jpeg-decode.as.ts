/**
 * Sequential JPEG scans, baseline and extended with Huffman coding (ITU-T T.81, F.2), and the way from
 * coefficients to rows of samples.
 *
 * Whatever the data say, a scan goes on to its end: where an interval has too few bits, the rest of it
 * is grey, as browsers show it. Only the parameters of a scan have to make sense; the host checks them.
 */

import {
  Component,
  component,
  componentCount,
  latchQuantisation,
  mcusHigh,
  mcusWide,
  scale,
  tableOf,
} from "./jpeg-frame.as";
import { idct } from "./jpeg-idct.as";
import { decodeBands, decodeBlocks, placeAdd, placesReset } from "./jpeg-sequential.as";
import { streamEnsure, streamOverrun, streamRestart, streamStart } from "./jpeg-stream.as";

/** Components of the scan under way: how many, and which, four bits each. */
export let scanCount: i32 = 0;
let scanMembers: i32 = 0;

/** MCUs between restart markers, 0 for none; how many are left of this interval, and the marker behind it. */
let restartInterval: i32 = 0;
let restartIn: i32 = 0;
let restartNext: i32 = 0;
/** The interval has no more data. */
export let exhausted: bool = false;

export function scanMember(index: i32): Component {
  return component((scanMembers >> (index << 2)) & 3);
}

/** Forgets the scan before; components are added one by one, then `jpegScanStart` begins. */
export function jpegScanReset(): void {
  scanCount = 0;
  scanMembers = 0;
}

/** Adds component `index` with its Huffman tables, by id. */
export function jpegScanComponent(index: i32, dcId: i32, acId: i32): void {
  const c = component(index);
  c.dcTable = tableOf(0, dcId);
  c.acTable = tableOf(1, acId);
  latchQuantisation(c);
  scanMembers |= index << (scanCount << 2);
  scanCount++;
}

/** Begins a scan at the byte that the host reads next. */
export function jpegScanStart(interval: i32): void {
  restartInterval = interval;
  restartIn = interval;
  restartNext = 0;
  exhausted = false;
  for (let i = 0; i < scanCount; i++) scanMember(i).predicted = 0;
  streamStart();
}

/** To be called before every MCU; true when a new interval begins, and with it all predictions. */
@inline
export function beginMcu(): bool {
  if (restartInterval == 0 || restartIn > 0) {
    restartIn--;
    streamEnsure();
    return false;
  }
  restartIn = restartInterval - 1;
  exhausted = !streamRestart(restartNext);
  restartNext = (restartNext + 1) & 7;
  for (let i = 0; i < scanCount; i++) scanMember(i).predicted = 0;
  return true;
}

@inline
export function endMcu(): void {
  if (streamOverrun()) exhausted = true;
}

/** Nothing more can come of the scan: there are no data, and no restart marker to go on from. */
export function scanIsOver(): bool {
  return exhausted && restartInterval == 0;
}

/** Decodes the next row of MCUs of a picture in one scan into the bands of its components. */
export function jpegDecodeRow(): void {
  placesReset();
  for (let i = 0; i < scanCount; i++) {
    const c = scanMember(i);
    for (let v = 0; v < c.v; v++) {
      const row = c.band + <usize>(v * scale) * c.stride;
      for (let h = 0; h < c.h; h++) placeAdd(c, row + <usize>(h * scale), <usize>(c.h * scale));
    }
  }
  decodeBands(mcusWide);
}

@inline
function blockOf(c: Component, index: i32): usize {
  return c.blocks + <usize>index * <usize>(scale * scale * 2);
}

/** Decodes a whole sequential scan of a picture that has several, and keeps its coefficients. */
export function jpegDecodeScan(): void {
  const blockBytes = <usize>(scale * scale * 2);
  const alone = scanCount == 1;
  const rows = alone ? scanMember(0).blocksUsedHigh : mcusHigh;
  for (let y = 0; y < rows && !scanIsOver(); y++) {
    placesReset();
    for (let i = 0; i < scanCount; i++) {
      const c = scanMember(i);
      const across = alone ? 1 : c.h;
      const down = alone ? 1 : c.v;
      for (let v = 0; v < down; v++) {
        const first = (y * down + v) * c.blocksWide;
        for (let h = 0; h < across; h++) placeAdd(c, blockOf(c, first + h), <usize>across * blockBytes);
      }
    }
    decodeBlocks(alone ? scanMember(0).blocksUsedWide : mcusWide);
  }
}

/** Transforms row `y` of MCUs of the coefficients that were kept into the bands; nothing beyond the last one. */
export function jpegOutputRow(y: i32): void {
  if (<u32>y >= <u32>mcusHigh) return;
  for (let i = 0; i < componentCount; i++) {
    const c = component(i);
    for (let v = 0; v < c.v; v++) {
      const first = (y * c.v + v) * c.blocksWide;
      const row = c.band + <usize>(v * scale) * c.stride;
      for (let x = 0; x < c.blocksWide; x++) {
        idct(scale, blockOf(c, first + x), c.quant, row + <usize>(x * scale), c.stride);
      }
    }
  }
}
