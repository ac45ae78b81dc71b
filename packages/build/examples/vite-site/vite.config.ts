import { darkroom } from "@darkroom/build/vite";
import { defineConfig } from "vite";

export default defineConfig({
  // Works from any folder of a web server.
  base: "./",
  plugins: [darkroom({ types: "src/variants.d.ts" })],
});
