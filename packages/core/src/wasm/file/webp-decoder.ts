import { compileFile } from "./read.ts";

export function load(): Promise<WebAssembly.Module> {
  return compileFile(new URL("../../../vendor/icodec/webp-dec.wasm", import.meta.url));
}
