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

export function instantiatePixels(module: WebAssembly.Module): PixelKernels {
  const instance = new WebAssembly.Instance(module, {});
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
