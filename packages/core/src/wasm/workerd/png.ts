import module from "@jsquash/png/codec/pkg/squoosh_png_bg.wasm";

export async function load(): Promise<WebAssembly.Module> {
  return module;
}
