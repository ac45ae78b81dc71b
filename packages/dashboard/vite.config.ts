import { defineConfig } from "vite";

/** The script and the styles of `/docs`: that page is the server's, which knows them by these names. */
const REFERENCE = "reference";

/** Builds the files that the servers hand out below `/dashboard/`; the same sources give the same bytes. */
export default defineConfig({
  base: "/dashboard/",
  server: { proxy: { "^/(?!dashboard)": process.env["DARKROOM_URL"] ?? "http://127.0.0.1:8787" } },
  build: {
    outDir: "site",
    emptyOutDir: true,
    target: "es2023",
    // Small enough to be one request; an address of `data:` would need a hole in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: "index.html", [REFERENCE]: "src/reference/main.ts" },
      output: {
        entryFileNames: ({ name }) => (name === REFERENCE ? "[name].js" : "assets/[name]-[hash].js"),
        assetFileNames: ({ names }) =>
          names.includes(`${REFERENCE}.css`) ? "[name][extname]" : "assets/[name]-[hash][extname]",
      },
    },
  },
});
