/**
 * The host of Little CMS: instantiates `vendor/lcms/lcms.wasm` with the few imports that colour conversion
 * needs. The names and signatures are those of lcms2.h; pointers and handles are numbers, 0 is null.
 */
export interface Lcms {
  readonly memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  free(pointer: number): void;
  cmsOpenProfileFromMem(bytes: number, length: number): number;
  cmsCreate_sRGBProfile(): number;
  cmsCloseProfile(profile: number): number;
  cmsCreateTransform(
    input: number,
    inputFormat: number,
    output: number,
    outputFormat: number,
    intent: number,
    flags: number,
  ): number;
  /** `output` may be `input` where the two formats have pixels of the same size. */
  cmsDoTransform(transform: number, input: number, output: number, pixels: number): void;
  cmsDeleteTransform(transform: number): void;
}

interface Exports extends Lcms {
  emscripten_stack_init(): void;
  __wasm_call_ctors(): void;
}

const PAGE_BYTES = 65_536;

/** The stack alone takes 15 MB; the rest is for tables, whose sizes a hostile profile may choose. */
const MAX_MEMORY_BYTES = 48 * 1024 * 1024;

/**
 * Makes an instance of its own memory. A function of it that reaches the file system or an assertion
 * throws, as does a trap; the instance is to be dropped then.
 */
export function instantiateLcms(module: WebAssembly.Module): Lcms {
  const host: Record<string, (...values: number[]) => number | void> = {
    emscripten_memcpy_js(to = 0, from = 0, length = 0) {
      new Uint8Array(lcms.memory.buffer).copyWithin(to, from, from + length);
    },
    emscripten_resize_heap(bytes = 0) {
      // A size above 2 GiB arrives as a negative number.
      const wanted = bytes >>> 0;
      if (wanted > MAX_MEMORY_BYTES) return 0;
      lcms.memory.grow(Math.ceil((wanted - lcms.memory.buffer.byteLength) / PAGE_BYTES));
      return 1;
    },
    // The time goes into the header of a profile that is made, where nobody reads it: it stays at 1900.
    emscripten_date_now: () => 0,
    _tzset_js: () => undefined,
    _gmtime_js: () => undefined,
  };
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: space, name } of WebAssembly.Module.imports(module)) {
    (imports[space] ??= {})[name] = host[name] ?? forbidden(name);
  }
  const lcms = new WebAssembly.Instance(module, imports).exports as unknown as Exports;
  lcms.emscripten_stack_init();
  lcms.__wasm_call_ctors();
  return lcms;
}

function forbidden(name: string): () => never {
  return () => {
    throw new Error(`Little CMS called ${name}`);
  };
}
