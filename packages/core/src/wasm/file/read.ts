import { readFile } from "node:fs/promises";

/** Reads and compiles the `.wasm` that a module specifier (or a URL relative to it) resolves to. */
export async function compileFile(url: string | URL): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(new URL(url)));
}
