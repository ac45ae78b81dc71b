import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DASHBOARD_FOLDER, readFolderAssets } from "./folder-assets.ts";

test("files of a folder are found by their paths, and nothing outside of it is", async () => {
  const folder = await mkdtemp(join(tmpdir(), "darkroom-assets-"));
  try {
    await mkdir(join(folder, "site/assets"), { recursive: true });
    await writeFile(join(folder, "secret.txt"), "secret");
    await writeFile(join(folder, "site/assets/a.js"), "a()");
    const assets = await readFolderAssets(join(folder, "site"));
    expect(new TextDecoder().decode(await assets.read("assets/a.js"))).toBe("a()");
    for (const path of ["../secret.txt", "assets", "assets/../../secret.txt", "secret.txt", ""]) {
      expect(await assets.read(path)).toBeUndefined();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the dashboard's page is built and in its place", async () => {
  const page = await (await readFolderAssets(DASHBOARD_FOLDER)).read("index.html");
  expect(new TextDecoder().decode(page)).toMatch(/<script type="module"[^>]* src="\/dashboard\/assets\//);
});
