import { compileFile } from "./read.ts";

export function load(): Promise<WebAssembly.Module> {
  return compileFile(new URL("../../../vendor/lcms/lcms.wasm", import.meta.url));
}
