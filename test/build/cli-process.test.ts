import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { ROOT, SCRIPT_PATH } from "../harness/runtimes.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const BIN = join(ROOT, "node_modules/.bin");
/** A search path on which `node` is the system's, if there is one, as in a shell of one's own. */
const SHELL_PATH = (process.env["PATH"] ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes("node_modules"))
  .join(delimiter);

/** Ways to start the program, by what a person would type. */
const WAYS = {
  "npx darkroom": { command: ["npx", "--no-install", "darkroom"], path: SCRIPT_PATH },
  "node_modules/.bin/darkroom": { command: [join(BIN, "darkroom")], path: SHELL_PATH },
  "bun darkroom": {
    command: [join(BIN, "bun"), join(ROOT, "packages/build/bin/darkroom.mjs")],
    path: SCRIPT_PATH,
  },
} as const;

/** The manifests of the same site, whatever built it. */
const manifests = new Set<string>();

/** A folder with a configuration in TypeScript and two images. */
async function site(): Promise<Awaited<ReturnType<typeof temporaryFolder>>> {
  const folder = await temporaryFolder();
  await symlink(join(ROOT, "node_modules"), join(folder.path, "node_modules"));
  await mkdir(join(folder.path, "images"));
  for (const name of ["landscape_6.jpg", "orientation-6.png"]) {
    await cp(join(ROOT, "test/fixtures/orientation", name), join(folder.path, "images", name));
  }
  await writeFile(
    join(folder.path, "darkroom.config.ts"),
    `import { defineConfig, type DarkroomConfig } from "@darkroom/build";
const width: number = 60;
export default defineConfig({ input: "images/*", output: "out", variants: { small: { width } } } satisfies DarkroomConfig);
`,
  );
  return folder;
}

async function run(
  { command, path }: (typeof WAYS)[keyof typeof WAYS],
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const [program, ...before] = command;
  return promisify(execFile)(program, [...before, ...args], { cwd, env: { PATH: path, HOME: cwd } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

describe.each(Object.entries(WAYS))("%s", (_name, way) => {
  test("builds what a configuration in TypeScript says, the same manifest whatever runs it", async () => {
    await using folder = await site();
    const { code, stdout, stderr } = await run(way, ["build"], folder.path);
    expect({ code, stderr: stderr.replaceAll(/^npm warn.*\n/gm, "") }).toEqual({
      code: 0,
      stderr: "1 of 2 images\n2 of 2 images\n",
    });
    expect(stdout).toContain("2 images: 6 files computed");
    manifests.add(await readFile(join(folder.path, "out/manifest.json"), "utf8"));
    expect(manifests.size).toBe(1);
  });

  test("passes its exit code and its complaints on", async () => {
    await using folder = await temporaryFolder();
    await symlink(join(ROOT, "node_modules"), join(folder.path, "node_modules"));
    const { code, stderr } = await run(way, ["transfrom"], folder.path);
    expect(code).toBe(2);
    expect(stderr).toContain("Did you mean `transform`?");
  });
});

test("a build that is ended leaves whole files only, and the next one goes on", async () => {
  await using folder = await site();
  const images = join(folder.path, "images");
  await cp(join(ROOT, "test/fixtures/photos/12mp-iphone-city.jpg"), join(images, "zzz.jpg"));
  const child = spawn(join(BIN, "darkroom"), ["build", "--variants", "public", "--threads", "1"], {
    cwd: folder.path,
    env: { PATH: SHELL_PATH, HOME: folder.path },
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr.once("data", () => child.kill("SIGTERM"));
  const [code] = (await once(child, "exit")) as [number | null];
  expect(code).toBe(130);
  const left = await readdir(folder.path, { recursive: true });
  expect(left.filter((name) => name.endsWith(".tmp"))).toEqual([]);
  const next = await run(WAYS["node_modules/.bin/darkroom"], ["build", "--variants", "public"], folder.path);
  expect(next.code).toBe(0);
  expect(next.stdout).toMatch(/^3 images: /);
});
