import { compileFile } from "./read.ts";

export function load(): Promise<WebAssembly.Module> {
  return compileFile(import.meta.resolve("@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm"));
}
