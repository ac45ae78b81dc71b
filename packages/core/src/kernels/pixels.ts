import { DarkroomError } from "../errors.ts";

/** Exports of `wasm/pixels.wasm`. Pointers and handles are byte offsets into `memory`. */
export interface PixelExports {
  readonly memory: WebAssembly.Memory;
  arenaReset(): void;
  allocate(bytes: number): number;
  /** The rectangle may reach beyond the source by as much as the last output sample does. */
  resampleOpen(
    kind: number,
    sourceWidth: number,
    sourceHeight: number,
    left: number,
    top: number,
    width: number,
    height: number,
    outWidth: number,
    outHeight: number,
  ): number;
  resamplePush(handle: number, rows: number, stride: number, count: number): number;
  resamplePull(handle: number, out: number, stride: number): number;

  jpegOpen(): number;
  jpegHuffman(tableClass: number, id: number, counts: number): number;
  jpegQuantisation(id: number, values: number): void;
  jpegComponent(index: number, h: number, v: number, quantId: number): void;
  jpegFrame(width: number, height: number, count: number, scale: number, keepCoefficients: boolean): number;
  jpegBand(index: number): number;
  jpegStride(index: number): number;
  jpegUnread(): number;
  jpegScanReset(): void;
  jpegScanComponent(index: number, dcId: number, acId: number): void;
  jpegScanStart(restartInterval: number): void;
  jpegDecodeRow(): void;
  jpegDecodeScan(): void;
  jpegDecodeProgressive(start: number, end: number, high: number, low: number): void;
  jpegOutputRow(row: number): void;
  jpegColourOpen(colour: number): number;
  jpegColourBegin(): void;
  jpegColourRows(): number;
  convertInkRow(
    ycck: boolean,
    inverted: boolean,
    a: number,
    b: number,
    c: number,
    k: number,
    out: number,
    width: number,
  ): void;
  matrixConvert(tables: number, pixels: number, count: number): void;
  convertRow(colour: number, a: number, b: number, c: number, out: number, width: number): void;

  encodeOpen(
    width: number,
    height: number,
    count: number,
    h: number,
    v: number,
    luma: number,
    chroma: number,
  ): number;
  encodeBand(index: number): number;
  encodeStride(index: number): number;
  encodePixels(pixels: number, stride: number, count: number): void;
  gatherPixels(from: number, step: number, out: number, count: number): void;
  encodeRow(): number;
  entropyOpen(): number;
  entropyCount(only: number, start: number, end: number, high: number, low: number): void;
  entropyTable(index: number): number;
  entropyWrite(only: number): void;
}

/** Bytes of an encoded image that the kernels read. */
export interface Input {
  bytes: Uint8Array;
  position: number;
}

/** An instance of the kernels with the few things that every binding needs. */
export interface PixelKernels {
  readonly exports: PixelExports;
  /** What the kernels read next. */
  readonly input: Input;
  /** What the kernels wrote, piece by piece; whoever takes the pieces empties it. */
  readonly output: Uint8Array[];
  readonly memoryBytes: () => number;
  /** The memory as it is now; void after anything that may have grown it. */
  bytes(): Uint8Array<ArrayBuffer>;
  /** Zeroed memory of this job. Throws `image_too_large` when the memory cannot grow so far. */
  allocate(bytes: number): number;
}

export function instantiatePixels(module: WebAssembly.Module): PixelKernels {
  const input: Input = { bytes: new Uint8Array(), position: 0 };
  const output: Uint8Array[] = [];
  const host = {
    /** Puts the next bytes at `pointer`, at most `room`; returns how many, 0 at the end. */
    read(pointer: number, room: number): number {
      const piece = input.bytes.subarray(input.position, input.position + room);
      new Uint8Array(exports.memory.buffer).set(piece, pointer);
      input.position += piece.length;
      return piece.length;
    },
    write(pointer: number, length: number): void {
      output.push(new Uint8Array(exports.memory.buffer).slice(pointer, pointer + length));
    },
  };
  const exports = new WebAssembly.Instance(module, { host }).exports as unknown as PixelExports;
  return {
    exports,
    input,
    output,
    memoryBytes: () => exports.memory.buffer.byteLength,
    bytes: () => new Uint8Array(exports.memory.buffer),
    allocate(bytes) {
      const pointer = exports.allocate(bytes);
      if (pointer === 0) throw outOfMemory();
      return pointer;
    },
  };
}

export function outOfMemory(): DarkroomError {
  return new DarkroomError(
    "image_too_large",
    "The image needs more memory than this server may use for one image.",
  );
}
