import module from "@jsquash/avif/codec/dec/avif_dec.wasm";

export async function load(): Promise<WebAssembly.Module> {
  return module;
}
