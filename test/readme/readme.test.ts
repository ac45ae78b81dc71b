import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { ROOT, startProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { codeBlocks, generatedReadme, README, readmePart } from "./generated.ts";

const run = promisify(execFile);

describe("the README", () => {
  test("shows the tables as the code has them (npm run docs)", () => {
    const text = readFileSync(README, "utf8");
    expect(text).toBe(generatedReadme(text));
  });

  test("has a tour that works as it stands", async () => {
    await using folder = await temporaryFolder();
    await using server = await startProcess(join(folder.path, "data"));
    await symlink(join(ROOT, "test"), join(folder.path, "test"));
    const script = codeBlocks(readmePart("tour")).join("\n").replaceAll("http://127.0.0.1:8787", server.url);
    const { stdout } = await run("bash", ["-euc", script], { cwd: folder.path });
    expect(stdout).toContain(`"url":"${server.url}/default/flower"`);
    expect(stdout).toContain('{"result":{},"success":true');
    for (const [file, format, width] of [
      ["flower.webp", "webp", 2160],
      ["flower.avif", "heif", 1080],
      ["flower.jpg", "jpeg", 2160],
    ] as const) {
      const metadata = await sharp(await readFile(join(folder.path, file))).metadata();
      expect([metadata.format, metadata.width]).toEqual([format, width]);
    }
    expect((await fetch(`${server.url}/default/flower`)).status).toBe(404);
  });

  test("has a script for the core that works as it stands", async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, "node_modules"));
    await symlink(join(ROOT, "node_modules/@darkroom"), join(folder.path, "node_modules/@darkroom"));
    await symlink(join(ROOT, "test"), join(folder.path, "test"));
    await writeFile(join(folder.path, "script.ts"), codeBlocks(readmePart("core"))[0]!);
    const { stdout } = await run(process.execPath, ["script.ts"], { cwd: folder.path });
    expect(stdout).toContain("800 × 533");
    const metadata = await sharp(await readFile(join(folder.path, "flower-800.webp"))).metadata();
    expect([metadata.format, metadata.width, metadata.height]).toEqual(["webp", 800, 533]);
  });
});
