import { defineConfig } from "tsup";

export default defineConfig({
  // A codec is an entry of its own, so that a Worker uploads only the binaries that it imports; the loaders
  // keep their place below `dist`, for they find the vendored binaries relative to themselves.
  entry: [
    "src/index.ts",
    "src/codecs/{avif,colour,gif,jpeg,pixels,png,resize,webp}.ts",
    "src/wasm/{file,workerd}/*.ts",
  ],
  format: "esm",
  target: "es2024",
  platform: "neutral",
  clean: true,
  sourcemap: true,
  external: [/^#wasm\//, /\.wasm$/],
  // Declarations come from the compiler itself: tsup's need an API that TypeScript 7 no longer has.
  dts: false,
});
