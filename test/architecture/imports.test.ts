import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { globalProblem, HTTP_CLIENT, importProblem, RULES } from "./rules.ts";
import { identifiersOf, importsOf, sourceFiles } from "./sources.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function folders(): string[] {
  return ["packages", "apps"].flatMap((parent) =>
    readdirSync(`${ROOT}${parent}`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${parent}/${name}`),
  );
}

describe("who may import whom", () => {
  test.each(folders())("%s imports only what the table allows", (folder) => {
    const parts = ["src", ...Object.keys(RULES[folder]?.beside ?? {})].map((part) =>
      sourceFiles(ROOT, `${folder}/${part}`),
    );
    for (const files of parts) expect(files.length).toBeGreaterThan(0);
    const problems = parts.flat().flatMap((file) =>
      importsOf(ROOT, file)
        .map((found) => importProblem(folder, found))
        .concat(globalProblem(folder, file, identifiersOf(ROOT, file))),
    );
    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
  });

  test("every row of the table is a folder that exists", () => {
    expect(Object.keys(RULES).toSorted()).toEqual(folders().toSorted());
  });

  test.each([
    ["packages/core", "packages/core/src/a.ts", "node:fs", false],
    ["packages/core", "packages/core/src/a.ts", "@darkroom/storage", true],
    ["packages/http", "packages/http/src/a.ts", "@darkroom/node", true],
    ["packages/http", "packages/http/src/a.ts", "bun:sqlite", false],
    ["packages/storage", "packages/storage/src/a.ts", "cloudflare:workers", false],
    ["packages/http", "packages/http/src/routes/a.ts", "../../../core/src/errors.ts", false],
    ["packages/threads", "packages/threads/src/a.ts", "@darkroom/http", true],
    ["packages/build", "packages/build/src/a.ts", "@darkroom/http/answers", false],
    ["packages/build", "packages/build/src/a.ts", "@darkroom/host", false],
    ["packages/host", "packages/host/src/a.ts", "node:sqlite", false],
    ["packages/host", "packages/host/src/a.ts", "node:http", false],
    ["packages/host", "packages/host/src/a.ts", "bun:sqlite", false],
    ["packages/host", "packages/host/src/a.ts", "@darkroom/bun", true],
    ["apps/node", "apps/node/src/a.ts", "@darkroom/bun", false],
    ["apps/bun", "apps/bun/src/a.ts", "@darkroom/node", false],
    ["apps/worker", "apps/worker/src/a.ts", "@darkroom/host", false],
    ["apps/worker", "apps/worker/src/a.ts", "../local/server.ts", false],
    ["apps/worker", "apps/worker/local/a.ts", "@darkroom/node", false],
    ["packages/unknown", "packages/unknown/src/a.ts", "hono", false],
  ])("a planted import is found: %s, %s ← %s", (folder, file, specifier, typeOnly) => {
    expect(importProblem(folder, { file, specifier, typeOnly })).toBeTypeOf("string");
  });

  test.each([
    ["packages/core", "Buffer"],
    ["packages/http", "process"],
    ["packages/host", "Bun"],
  ])("a planted runtime global is found: %s, %s", (folder, name) => {
    expect(globalProblem(folder, `${folder}/src/a.ts`, new Set([name]))).toContain(name);
  });

  test("of the host, one file asks other servers", () => {
    const found = (specifier: string) => ({ file: HTTP_CLIENT, specifier, typeOnly: false });
    expect(importProblem("packages/host", found("node:https"))).toBeUndefined();
    expect(importProblem("packages/host", found("node:sqlite"))).toBeTypeOf("string");
  });

  test("of the Worker's folders, the local start alone may use the host", () => {
    const found = { file: "apps/worker/local/a.ts", specifier: "@darkroom/host", typeOnly: false };
    expect(importProblem("apps/worker", found)).toBeUndefined();
  });

  test("what Node and Bun share is allowed to the host only", () => {
    const found = { file: "packages/host/src/a.ts", specifier: "node:fs/promises", typeOnly: false };
    expect(importProblem("packages/host", found)).toBeUndefined();
  });
});
