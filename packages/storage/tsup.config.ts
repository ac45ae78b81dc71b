import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/conformance.ts"],
  format: "esm",
  target: "es2024",
  platform: "neutral",
  clean: true,
  sourcemap: true,
  // Declarations come from the compiler itself: tsup's need an API that TypeScript 7 no longer has.
  dts: false,
});
