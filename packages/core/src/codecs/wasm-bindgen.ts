/**
 * A binding to modules that wasm-bindgen made from Rust, in place of the glue that it generates: that one
 * keeps a single instance for good and hands over whole buffers where a part was meant.
 */

/** The exports that every such module has. */
export interface BindgenExports {
  readonly memory: WebAssembly.Memory;
  /** Moves the shadow stack; a function that returns a slice writes it to 8 bytes below the stack pointer. */
  __wbindgen_add_to_stack_pointer(bytes: number): number;
  __wbindgen_malloc(bytes: number, alignment: number): number;
  __wbindgen_free(address: number, bytes: number, alignment: number): void;
}

const COMMON = [
  "__wbindgen_add_to_stack_pointer",
  "__wbindgen_malloc",
  "__wbindgen_free",
] as const satisfies readonly (keyof BindgenExports)[];

/** What the module may call, by the name before the hash that wasm-bindgen appends to it. */
export type BindgenImports = Readonly<Record<string, (...values: number[]) => unknown>>;

/**
 * Makes an instance with a memory of its own.
 * @throws an Error when the module lacks one of `functions` or wants an import that is not in `imports`.
 */
export function openBindgen<Exports extends BindgenExports>(
  module: WebAssembly.Module,
  functions: readonly (keyof Exports & string)[],
  imports: BindgenImports = {},
): Exports {
  const wbg: Record<string, (...values: number[]) => unknown> = {};
  for (const { name } of WebAssembly.Module.imports(module)) {
    const implementation = imports[name.replace(/_[0-9a-f]{16}$/, "")];
    if (implementation === undefined) throw new Error(`The module imports \`${name}\`, which is unknown.`);
    wbg[name] = implementation;
  }
  const { exports } = new WebAssembly.Instance(module, { wbg });
  for (const name of [...COMMON, ...functions]) {
    if (typeof exports[name] !== "function") throw new Error(`The module exports no function \`${name}\`.`);
  }
  if (!(exports.memory instanceof WebAssembly.Memory)) throw new Error("The module exports no memory.");
  return exports as unknown as Exports;
}

/** The bytes of linear memory from `address`, valid until the memory grows. */
export function viewBytes(
  memory: WebAssembly.Memory,
  address: number,
  length: number,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(memory.buffer, address >>> 0, length);
}

/** Room for an argument, which the called function takes over and frees; `fill` writes it. */
export function passBytes(
  exports: BindgenExports,
  length: number,
  fill: (room: Uint8Array<ArrayBuffer>) => void,
): number {
  const address = exports.__wbindgen_malloc(length, 1);
  fill(viewBytes(exports.memory, address, length));
  return address;
}

/** Copies bytes that the module handed over, and frees them there. */
export function takeBytes(exports: BindgenExports, address: number, length: number): Uint8Array<ArrayBuffer> {
  const taken = viewBytes(exports.memory, address, length).slice();
  exports.__wbindgen_free(address, length, 1);
  return taken;
}

/** Calls a function that returns a slice of bytes through the address given to it. */
export function callForBytes(
  exports: BindgenExports,
  call: (returned: number) => void,
): Uint8Array<ArrayBuffer> {
  const returned = exports.__wbindgen_add_to_stack_pointer(-16);
  call(returned);
  const slice = new DataView(exports.memory.buffer, returned, 8);
  const bytes = takeBytes(exports, slice.getUint32(0, true), slice.getUint32(4, true));
  // Not in a `finally`: after a trap the instance is thrown away, with its stack.
  exports.__wbindgen_add_to_stack_pointer(16);
  return bytes;
}
