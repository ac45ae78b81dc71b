import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { systemErrorCode } from "./file-errors.ts";

/**
 * Makes names durable below `root`: the returned function writes a folder's list of names to the disk, and,
 * the first time that it meets a folder, those of the folders above it, which name it.
 */
export function createFolderSync(root: string): (folder: string) => Promise<void> {
  const isNamedDurably = new Set<string>([root]);

  return async (folder) => {
    await syncFolder(folder);
    for (let child = folder; !isNamedDurably.has(child); child = dirname(child)) {
      await syncFolder(dirname(child));
      isNamedDurably.add(child);
    }
  };
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no such operation: NTFS keeps a journal of its names.
  if (process.platform === "win32") return;
  const folder = await open(path);
  try {
    await folder.sync();
  } catch (error) {
    // Some network file systems have none either.
    if (systemErrorCode(error) !== "EINVAL") throw error;
  } finally {
    await folder.close();
  }
}
