import module from "@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm";

export async function load(): Promise<WebAssembly.Module> {
  return module;
}
