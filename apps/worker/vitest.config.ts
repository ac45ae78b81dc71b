import { fileURLToPath } from "node:url";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The tests beside the sources, run inside workerd itself, with the bindings of `wrangler.jsonc`. */
export default defineConfig({
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: pathOf("wrangler.jsonc") },
      miniflare: { bindings: { MIGRATION_FILES: await readD1Migrations(pathOf("migrations")) } },
    })),
  ],
  test: {
    // After the others, which run two files at a time: workerd takes one.
    sequence: { groupOrder: 1 },
    name: "workerd",
    include: ["src/**/*.test.ts"],
    // One workerd for all files, one after the other: each empties the bindings for itself.
    isolate: false,
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
