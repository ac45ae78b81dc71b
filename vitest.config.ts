import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Most of the time is that of served processes: one file at a time would leave them waiting.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"],
          // These need Bun itself (`npm run test:bun`) and workerd (its own configuration, below).
          exclude: [...configDefaults.exclude, "apps/bun/**", "apps/worker/**"],
          setupFiles: ["test/harness/property-seed.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "system",
          include: ["test/**/*.test.ts", "apps/worker/test/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      "apps/worker/vitest.config.ts",
    ],
  },
});
