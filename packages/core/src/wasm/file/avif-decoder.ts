import { compileFile } from "./read.ts";

export function load(): Promise<WebAssembly.Module> {
  return compileFile(import.meta.resolve("@jsquash/avif/codec/dec/avif_dec.wasm"));
}
