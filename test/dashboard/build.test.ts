import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ROOT, SCRIPT_PATH } from "../harness/runtimes.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const DASHBOARD = join(ROOT, "packages/dashboard");
const SITE = join(DASHBOARD, "site");

/** Most bytes of script, as gzip, that the first page may need. */
const MOST_SCRIPT = 75_000;

async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths
        .toSorted()
        .map(async (path) => [path.slice(folder.length), await readFile(path, "utf8")] as const),
    ),
  );
}

test("the committed files of the dashboard are what its sources give: `npm run build:dashboard`", async () => {
  await using folder = await temporaryFolder();
  const outDir = join(folder.path, "site");
  const { NODE_ENV: _, ...env } = process.env;
  await promisify(execFile)("vite", ["build", "--logLevel", "error", "--outDir", outDir], {
    cwd: DASHBOARD,
    env: { ...env, PATH: SCRIPT_PATH },
  });
  const made = await filesOf(outDir);
  const committed = await filesOf(SITE);
  expect([...committed.keys()]).toEqual([...made.keys()]);
  for (const [path, text] of made) expect(committed.get(path) === text, path).toBe(true);
});

test("the first page needs little script, all of it, and its styles, from its own server", async () => {
  const files = await filesOf(SITE);
  const page = files.get("/index.html")!;
  const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
  expect(addresses.length).toBeGreaterThanOrEqual(3);
  for (const address of addresses) expect(files.has(address.replace("/dashboard", ""))).toBe(true);
  const scripts = addresses.filter((address) => address.endsWith(".js"));
  const bytes = scripts
    .map((address) => gzipSync(files.get(address.replace("/dashboard", ""))!).length)
    .reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(MOST_SCRIPT);
});

test("nothing in the built files names another server", async () => {
  const text = [...(await filesOf(SITE)).values()].join("\n");
  const names = new Set(
    [...text.matchAll(/\b(?:https?|wss?):\/\/([a-z0-9.-]+\.[a-z]{2,})/gi)].map(([, host]) => host),
  );
  // Namespaces of SVG and MathML, which are names and never fetched.
  names.delete("www.w3.org");
  // A name that no server can have (RFC 6761): the core resolves paths against one.
  names.delete("path.invalid");
  expect([...names]).toEqual([]);
});
