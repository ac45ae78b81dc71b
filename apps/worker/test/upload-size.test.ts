import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/harness/temporary-folder.ts";
import { buildBundle, readBundle } from "../local/bundle.ts";

/** The upload with every codec; Workers on the paid plan may have 10 MB, those on the free plan 3 MB. */
const MOST_BYTES = 2_500_000;

test("the upload with all codecs stays within 2.5 MB of gzip, and makes no code at run time", async () => {
  await using folder = await temporaryFolder();
  await buildBundle(folder.path);
  const modules = await readBundle(folder.path);
  const rows = modules
    .map(({ path, contents }) => ({
      name: basename(path).replace(/^[0-9a-f]{40}-/, ""),
      bytes: contents.length,
      gzip: gzipSync(contents).length,
    }))
    .toSorted((a, b) => b.gzip - a.gzip);
  const total = rows.reduce((sum, { gzip }) => sum + gzip, 0);
  const lines = rows.map(({ name, bytes, gzip }) => `  ${name}: ${kB(gzip)} (${kB(bytes)} unpacked)`);
  process.stdout.write([`upload to Cloudflare: ${kB(total)} of gzip`, ...lines, ""].join("\n"));
  expect(total).toBeLessThanOrEqual(MOST_BYTES);

  const scripts = modules.filter(({ type }) => type === "ESModule");
  expect(scripts).toHaveLength(1);
  const source = new TextDecoder().decode(scripts[0]?.contents);
  // Refused in a request: a binary must be a static import, and embind's glue must have been patched.
  expect(source.match(/\beval\(|new Function\(|WebAssembly\.(compile|Module\()/g) ?? []).toEqual([]);
  expect(modules.filter(({ type }) => type === "CompiledWasm").length).toBeGreaterThan(5);
});

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
