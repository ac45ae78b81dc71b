import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { APP_FOLDER, buildBundle, readBundle, type BundledModule } from "./bundle.ts";

const CHECKOUT = join(APP_FOLDER, "../..");
const BUNDLES = join(APP_FOLDER, ".wrangler/bundles");

/** What the bundle is made of: the sources of every package, the Worker's own, and the versions of all else. */
const SOURCES = ["packages", "apps/worker/src", "apps/worker/wrangler.jsonc", "package-lock.json"] as const;
/** Folders of packages that no bundle looks into. */
const OTHERS = new Set(["node_modules", "dist", "site", "examples", "guides", ".wrangler", ".turbo"]);

export interface Bundle {
  /** Where its files are. */
  readonly folder: string;
  readonly modules: readonly BundledModule[];
}

/**
 * The Worker as it would be uploaded: built when a source has changed since the last time, which takes seconds, and
 * read otherwise. Two processes may do it at once.
 */
export async function openBundle(): Promise<Bundle> {
  const folder = join(BUNDLES, await digestOfSources());
  const kept = await readBundle(folder).catch(() => []);
  if (kept.length > 0) return { folder, modules: kept };
  const building = `${folder}.${randomUUID()}`;
  try {
    await buildBundle(building);
    const outdated = await readdir(BUNDLES);
    // Fails where another process was quicker; its bundle is the same.
    await rename(building, folder).catch(() => undefined);
    for (const name of outdated) {
      if (/^[0-9a-f]{64}$/.test(name) && join(BUNDLES, name) !== folder)
        await rm(join(BUNDLES, name), { recursive: true, force: true });
    }
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return { folder, modules: await readBundle(folder) };
}

async function digestOfSources(): Promise<string> {
  await mkdir(BUNDLES, { recursive: true });
  const hash = createHash("sha256");
  const lists = await Promise.all(SOURCES.map((source) => filesOf(join(CHECKOUT, source))));
  for (const path of lists.flat()) {
    const contents = await readFile(path);
    hash.update(`${path.slice(CHECKOUT.length)}\0${contents.length}\0`).update(contents);
  }
  return hash.digest("hex");
}

/** The files of a folder and of those below it, or the file itself, in an order that is always the same. */
async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (entries === undefined) return [path];
  const wanted = entries
    .filter(({ name }) => !OTHERS.has(name) && !/\.test\.tsx?$/.test(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const below = await Promise.all(
    wanted.map((entry) => {
      const each = join(path, entry.name);
      return entry.isDirectory() ? filesOf(each) : [each];
    }),
  );
  return below.flat();
}
