import { compileFile } from "./read.ts";

export function load(): Promise<WebAssembly.Module> {
  return compileFile(new URL("../../../wasm/pixels.wasm", import.meta.url));
}
