import { defineConfig } from "@darkroom/build";

export default defineConfig({
  variants: {
    hero: { width: 1200, height: 400, fit: "cover", gravity: "top", format: "webp" },
    thumb: { width: 160, height: 160, fit: "cover", quality: "medium-high" },
  },
});
