import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDataFolder as openWith } from "../data-folder.ts";
import { spawnChild, type SqliteUnderTest } from "./children.ts";

/** Tests the data folder, and its lock between processes. */
export function describeDataFolder(name: string, { sqlite, module }: SqliteUnderTest): void {
  describe(`A data folder, with ${name}`, () => {
    const openDataFolder = (folder: string) =>
      openWith(sqlite, folder, { originals: "blobs", cache: "cache" });
    let parent: string;
    let path: string;
    let holders: ChildProcess[] = [];
    beforeEach(async () => {
      parent = await mkdtemp(join(tmpdir(), "darkroom-data-"));
      path = join(parent, "data");
    });
    afterEach(async () => {
      for (const holder of holders) holder.kill("SIGKILL");
      holders = [];
      await rm(parent, { recursive: true });
    });

    /** Another process that has the folder open. */
    async function holdInChild(): Promise<ChildProcess> {
      const holder = spawnChild("hold-folder.ts", [module, path]);
      holders.push(holder);
      await once(holder.stdout, "data");
      return holder;
    }

    test("is made when there is none, with its folders, for the owner only", async () => {
      const folder = await openDataFolder(path);
      for (const made of [folder.path, ...Object.values(folder.folders)]) {
        expect((await stat(made)).mode & 0o777).toBe(0o700);
      }
      expect(folder).toMatchObject({
        path,
        folders: { originals: join(path, "blobs"), cache: join(path, "cache") },
      });
      folder.close();
    });

    test("is refused to a second one in the same process, and free after it was closed", async () => {
      const first = await openDataFolder(path);
      await expect(openDataFolder(path)).rejects.toMatchObject({
        name: "StorageError",
        code: "data_folder_in_use",
      });
      // The refusal has not let go of the first one's lock.
      await expect(openDataFolder(path)).rejects.toMatchObject({ code: "data_folder_in_use" });
      first.close();
      first.close();
      (await openDataFolder(path)).close();
    });

    test("is refused while another process has it, by that one's number, and free once that was killed", async () => {
      const holder = await holdInChild();
      await expect(openDataFolder(path)).rejects.toMatchObject({
        code: "data_folder_in_use",
        message: expect.stringContaining(`process ${holder.pid} `),
      });
      holder.kill("SIGKILL");
      await once(holder, "exit");
      (await openDataFolder(path)).close();
    });

    test("is not held by what a killed process, or a backup, left of its lock", async () => {
      const holder = await holdInChild();
      holder.kill("SIGKILL");
      await once(holder, "exit");
      expect(await readdir(path)).toContain("lock.owner");
      // A process of that number lives, as it would in a container that was started again.
      await writeFile(join(path, "lock.owner"), `process ${process.pid} on this machine`);
      (await openDataFolder(path)).close();
    });

    test("that cannot be made or written to is refused with a sentence that names it", async () => {
      const file = join(parent, "file");
      await writeFile(file, "");
      for (const impossible of [file, join(file, "data")]) {
        await expect(openDataFolder(impossible)).rejects.toMatchObject({
          code: "store_unavailable",
          message: expect.stringContaining(impossible),
        });
      }
      await mkdir(join(path, "lock.db"), { recursive: true });
      await expect(openDataFolder(path)).rejects.toMatchObject({ code: "store_unavailable" });
    });

    test("whose folders cannot be made gives its lock back", async () => {
      await mkdir(path);
      await writeFile(join(path, "cache"), "");
      await expect(openDataFolder(path)).rejects.toMatchObject({ code: "store_unavailable" });
      await rm(join(path, "cache"));
      (await openDataFolder(path)).close();
    });
  });
}
