/**
 * What every file behind `#wasm/<name>` exports, in `file/` (Node and Bun: read and compile) and in
 * `workerd/` (a static import, for compiling is refused there).
 */
export function load(): Promise<WebAssembly.Module>;
