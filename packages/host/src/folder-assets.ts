import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { createMemoryAssets, type Assets } from "@darkroom/http";

/** The folder of the dashboard's built files. */
export const DASHBOARD_FOLDER = fileURLToPath(
  new URL("site/", import.meta.resolve("@darkroom/dashboard/package.json")),
);

/** Reads all files below a folder into memory, once: no address can reach out of it, and none waits for a disk. */
export async function readFolderAssets(folder: string): Promise<Assets> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return createMemoryAssets(
    new Map(
      await Promise.all(
        files.map(
          async (file) =>
            [relative(folder, file).replaceAll(sep, "/"), new Uint8Array(await readFile(file))] as const,
        ),
      ),
    ),
  );
}
