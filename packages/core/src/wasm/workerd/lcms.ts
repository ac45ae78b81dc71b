import module from "../../../vendor/lcms/lcms.wasm";

export async function load(): Promise<WebAssembly.Module> {
  return module;
}
