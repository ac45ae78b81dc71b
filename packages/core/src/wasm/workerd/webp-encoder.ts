import module from "@jsquash/webp/codec/enc/webp_enc_simd.wasm";

export async function load(): Promise<WebAssembly.Module> {
  return module;
}
