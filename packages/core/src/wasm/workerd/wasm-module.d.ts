/** A static import of a `.wasm` in workerd gives the compiled module. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
