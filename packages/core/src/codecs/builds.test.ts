import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { formatManifest, MANIFEST, readBuilds } from "../../scripts/codec-builds.ts";
import { buildOf } from "./builds.ts";

test("the manifest lists the binaries that are installed, byte for byte", async () => {
  expect(await readFile(MANIFEST, "utf8")).toBe(formatManifest(await readBuilds()));
});

test("a build changes its version with the package and with our own revision", () => {
  expect(buildOf("jpeg-encoder", 1)).toMatchObject({ name: "jpeg-encoder", version: "1.6.0+1" });
  expect(buildOf("jpeg-encoder", 2).version).toBe("1.6.0+2");
  expect(buildOf("jpeg-encoder", 1).sha256).toMatch(/^[0-9a-f]{64}$/);
});
