import module from "@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm";

export async function load(): Promise<WebAssembly.Module> {
  return module;
}
