import { compileFile } from "./read.ts";

export function load(): Promise<WebAssembly.Module> {
  return compileFile(import.meta.resolve("@jsquash/webp/codec/enc/webp_enc_simd.wasm"));
}
