import module from "../../../wasm/pixels.wasm";

export async function load(): Promise<WebAssembly.Module> {
  return module;
}
