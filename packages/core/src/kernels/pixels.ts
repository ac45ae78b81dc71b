import { DarkroomError } from "../errors.ts";

/** Exports of `wasm/pixels.wasm`. Pointers and handles are byte offsets into `memory`. */
export interface PixelExports {
  readonly memory: WebAssembly.Memory;
  arenaReset(): void;
  allocate(bytes: number): number;
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

  jpegOpen(): boolean;
  jpegHuffman(tableClass: number, id: number, counts: number): boolean;
  jpegQuantisation(id: number, values: number): void;
  jpegComponent(index: number, h: number, v: number, quantId: number): void;
  jpegFrame(width: number, height: number, count: number, scale: number, keepCoefficients: boolean): boolean;
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
}

/** An instance of the kernels with the few things that every binding needs. */
export interface PixelKernels {
  readonly exports: PixelExports;
  readonly memoryBytes: () => number;
  /** The memory as it is now; void after anything that may have grown it. */
  bytes(): Uint8Array<ArrayBuffer>;
  /** Zeroed memory of this job. Throws `image_too_large` when the memory cannot grow so far. */
  allocate(bytes: number): number;
}

/** Puts the next bytes of an encoded image at `pointer`, at most `room`; returns how many, 0 at its end. */
export type ReadBytes = (pointer: number, room: number) => number;

export function instantiatePixels(module: WebAssembly.Module, read: ReadBytes = () => 0): PixelKernels {
  const instance = new WebAssembly.Instance(module, { host: { read } });
  const exports = instance.exports as unknown as PixelExports;
  return {
    exports,
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
