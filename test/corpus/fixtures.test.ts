import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { FIXTURES, type CorpusFile } from "./manifest.ts";

const PERMISSIVE = /^(MIT|Apache-2\.0|BSD-[23]-Clause|CC0|CC-BY-4\.0|PngSuite|Kodak|IJG|Pexels)/;
const files = JSON.parse(readFileSync(join(FIXTURES, "MANIFEST.json"), "utf8")) as CorpusFile[];

test("every fixture is in the manifest, unchanged, with its source and a permissive licence", () => {
  const present = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && entry.parentPath !== FIXTURES.replace(/\/$/, "") && entry.parentPath !== FIXTURES,
    )
    .map((entry) => relative(FIXTURES, join(entry.parentPath, entry.name)));
  expect(present.toSorted()).toEqual(files.map(({ path }) => path).toSorted());
  for (const { path, sha256, licence, source } of files) {
    const hash = createHash("sha256")
      .update(readFileSync(join(FIXTURES, path)))
      .digest("hex");
    expect(hash, path).toBe(sha256);
    expect(licence, path).toMatch(PERMISSIVE);
    expect(source.length, path).toBeGreaterThan(5);
  }
});

test("the fixtures stay below 15 MB", () => {
  const bytes = files.reduce((sum, { path }) => sum + readFileSync(join(FIXTURES, path)).length, 0);
  expect(bytes).toBeLessThan(15_000_000);
});
