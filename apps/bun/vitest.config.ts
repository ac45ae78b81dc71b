import { defineConfig } from "vitest/config";

/** The tests that run inside Bun: those of this app, and of what it shares with Node. */
export default defineConfig({
  test: {
    name: "bun",
    include: [
      "apps/bun/src/**/*.test.ts",
      "packages/build/src/**/*.test.ts",
      "packages/host/src/**/*.test.ts",
      "packages/storage/src/**/*.test.ts",
      "packages/threads/src/**/*.test.ts",
    ],
    setupFiles: ["test/harness/property-seed.ts"],
    testTimeout: 30_000,
    // Bun has no forks that vitest can use.
    pool: "threads",
  },
});
