/** GIF codes have at most 12 bits (GIF89a, Appendix F). */
const CODES = 4096;
const MAXIMUM_BITS = 12;

/**
 * Decompresses the LZW codes of one GIF picture (GIF89a, Appendix F) from the sub-blocks at `start`, which
 * follow the minimum code size (1 to 8), into `indices`. Gives how many were written: fewer than there is room
 * for when the data ends early or is damaged. Each code costs at most 4,096 steps, whatever the bytes.
 */
export function decompressLzw(
  bytes: Uint8Array,
  start: number,
  minimumBits: number,
  indices: Uint8Array,
): number {
  if (minimumBits < 1 || minimumBits > 8) return 0;
  const clear = 1 << minimumBits;
  const end = clear + 1;
  // A code's string is its prefix's string and one index more. A prefix is always an older, smaller code.
  const prefixes = new Uint16Array(CODES);
  const suffixes = new Uint8Array(CODES);
  const string = new Uint8Array(CODES);

  let bits = minimumBits + 1;
  let next = end + 1;
  let previous = -1;
  let first = 0;
  let written = 0;

  let at = start;
  let blockLeft = 0;
  let held = 0;
  let heldBits = 0;

  while (written < indices.length) {
    while (heldBits < bits) {
      if (blockLeft === 0) blockLeft = bytes[at++] ?? 0;
      if (blockLeft === 0 || at >= bytes.length) return written;
      held |= bytes[at++]! << heldBits;
      heldBits += 8;
      blockLeft--;
    }
    const code = held & ((1 << bits) - 1);
    held >>>= bits;
    heldBits -= bits;

    if (code === end) return written;
    if (code === clear) {
      bits = minimumBits + 1;
      next = end + 1;
      previous = -1;
      continue;
    }
    // Only a code that is known, or the very next one, can follow; the first of all stands for itself.
    if (code > next || (previous < 0 && code > clear)) return written;

    let length = 0;
    let walk = code;
    if (code === next) {
      string[length++] = first;
      walk = previous;
    }
    while (walk > clear) {
      string[length++] = suffixes[walk]!;
      walk = prefixes[walk]!;
    }
    first = walk;
    string[length++] = first;

    if (previous >= 0 && next < CODES) {
      prefixes[next] = previous;
      suffixes[next] = first;
      next++;
      if (next >= 1 << bits && bits < MAXIMUM_BITS) bits++;
    }
    previous = code;
    while (length > 0 && written < indices.length) indices[written++] = string[--length]!;
  }
  return written;
}
