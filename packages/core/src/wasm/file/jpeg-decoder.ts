import { compileFile } from "./read.ts";

export function load(): Promise<WebAssembly.Module> {
  return compileFile(import.meta.resolve("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"));
}
