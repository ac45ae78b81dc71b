import module from "@jsquash/avif/codec/enc/avif_enc.wasm";

export async function load(): Promise<WebAssembly.Module> {
  return module;
}
