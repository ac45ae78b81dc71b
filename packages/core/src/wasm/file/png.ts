import { compileFile } from "./read.ts";

export function load(): Promise<WebAssembly.Module> {
  return compileFile(import.meta.resolve("@jsquash/png/codec/pkg/squoosh_png_bg.wasm"));
}
