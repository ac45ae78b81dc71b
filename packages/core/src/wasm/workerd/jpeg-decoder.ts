import module from "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm";

export async function load(): Promise<WebAssembly.Module> {
  return module;
}
