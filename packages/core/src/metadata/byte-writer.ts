/** Bytes put one after another into one array, so that a million parts cost no more memory than their sum. */
export interface ByteWriter {
  length(): number;
  put(part: Uint8Array): void;
  /** Overwrites four bytes that were put before with a little-endian number. */
  setU32le(at: number, value: number): void;
  /** Sets bits of a byte that was put before. */
  setBits(at: number, bits: number): void;
  /** The bytes so far, tightly owned; the writer is empty afterwards and takes no more. */
  finish(): Uint8Array<ArrayBuffer>;
}

/** A writer for at most `capacity` bytes. */
export function createByteWriter(capacity: number): ByteWriter {
  const bytes = new Uint8Array(capacity);
  const view = new DataView(bytes.buffer);
  let length = 0;
  return {
    length: () => length,
    put(part) {
      bytes.set(part, length);
      length += part.length;
    },
    setU32le: (at, value) => view.setUint32(at, value, true),
    setBits: (at, bits) => view.setUint8(at, view.getUint8(at) | bits),
    finish: () => new Uint8Array(bytes.buffer.transfer(length)),
  };
}
