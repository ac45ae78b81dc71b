import module from "../../../vendor/icodec/webp-dec.wasm";

export async function load(): Promise<WebAssembly.Module> {
  return module;
}
