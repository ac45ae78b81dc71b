import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parseGuide } from "../guides/guide.ts";
import { problemsIn, runSteps } from "../guides/shell.ts";
import { ROOT, SCRIPT_PATH } from "../harness/runtimes.ts";
import { startProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { codeBlocks } from "../readme/generated.ts";

const README = "packages/build/README.md";
const text = readFileSync(join(ROOT, README), "utf8");

function part(name: string): string {
  return new RegExp(`<!-- ${name} -->\n([^]*?)<!-- /${name} -->`).exec(text)![1]!;
}

test("the tour of the README works as it stands, and prints what it says", async () => {
  await using folder = await temporaryFolder();
  const work = join(folder.path, "checkout");
  await mkdir(work);
  for (const name of ["test", "node_modules"]) await symlink(join(ROOT, name), join(work, name));
  await using server = await startProcess(join(work, "data"));
  const tour = part("tour").replaceAll("http://127.0.0.1:8787", server.url);
  const guide = parseGuide(README, `# Tour\n${tour}`);
  const environment = { PATH: SCRIPT_PATH, HOME: work };
  expect(problemsIn(guide, await runSteps(guide, { work, notes: folder.path, environment }))).toEqual([]);
});

test("the script of the README works as it stands", async () => {
  await using folder = await temporaryFolder();
  for (const name of ["test", "node_modules"]) await symlink(join(ROOT, name), join(folder.path, name));
  await writeFile(join(folder.path, "script.ts"), codeBlocks(part("script"))[0]!);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["script.ts"], { cwd: folder.path });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/3mp-baseline-422-flower\.card\.webp 600 #[0-9a-f]{6}\n/);
  expect(stdout).toContain("2 files written\n");
});

test("the imports of the README are those of the example site, which is built by a test", async () => {
  const site = await readFile(join(ROOT, "packages/build/examples/vite-site/src/main.ts"), "utf8");
  for (const line of codeBlocks(part("imports"))[0]!.trim().split("\n")) expect(site).toContain(line);
});
