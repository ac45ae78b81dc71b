/** What the Emscripten glue takes; it keeps and changes the object. */
export interface EmscriptenOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance, module?: WebAssembly.Module) => void,
  ): WebAssembly.Exports;
  print(line: string): void;
  printErr(line: string): void;
}

/** The default export of a glue file: each call makes an instance of its own memory. */
export type EmscriptenFactory<Api> = (options: EmscriptenOptions) => Promise<Api & EmscriptenHeap>;

interface EmscriptenHeap {
  /** The linear memory as it is now; growing it replaces this view. */
  readonly HEAPU8: Uint8Array;
}

export interface Emscripten<Api> {
  readonly api: Api;
  readonly memoryBytes: () => number;
  /** What the C code wrote to its standard error since the last call, at most the first few lines. */
  readonly takeComplaints: () => string[];
}

const COMPLAINTS_KEPT = 8;

/** Instantiates `module` behind its glue, with the console and the global object kept out of it. */
export async function openEmscripten<Api>(
  factory: EmscriptenFactory<Api>,
  module: WebAssembly.Module,
): Promise<Emscripten<Api>> {
  let complaints: string[] = [];
  const options: EmscriptenOptions = {
    instantiateWasm(imports, receive) {
      const instance = new WebAssembly.Instance(module, imports);
      receive(instance, module);
      return instance.exports;
    },
    print() {},
    printErr(line) {
      if (complaints.length < COMPLAINTS_KEPT) complaints.push(line);
    },
  };
  const api = await withPlantedGlobals(() => factory(options));
  return {
    api,
    memoryBytes: () => api.HEAPU8.byteLength,
    takeComplaints() {
      const taken = complaints;
      complaints = [];
      return taken;
    },
  };
}

/** What jSquash's glue plants on the global object where it is missing, when an instance starts. */
const PLANTED = ["ImageData", "location"] as const;

/**
 * Runs `work` with an `ImageData` on the global object, and puts the global object back before anybody else
 * can look: jSquash's C++ code constructs one for each decoded picture (it looks the name up at its first
 * decode), and its glue plants one for good where there is none. Only the synchronous part of `work` is
 * covered, which is all that needs it.
 */
export function withPlantedGlobals<T>(work: () => T): T {
  const before = PLANTED.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  Object.defineProperty(globalThis, "ImageData", {
    value: ImageDataStandIn,
    configurable: true,
    writable: true,
  });
  try {
    return work();
  } finally {
    PLANTED.forEach((name, i) => {
      const descriptor = before[i];
      if (descriptor !== undefined) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    });
  }
}

/** Called with `new`, like the browser's class; it takes the pixels over without a copy. */
function ImageDataStandIn(
  data: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
): DecodedPixels {
  return { data, width, height };
}

/** What a decoder behind an Emscripten glue gives: RGBA in memory of its own. */
export interface DecodedPixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}
