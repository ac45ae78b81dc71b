import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isKey } from "@darkroom/storage";
import { systemErrorCode } from "./file-errors.ts";

export interface WalkOptions {
  readonly prefix: string;
  /** The walk begins behind this key. */
  readonly after: string | undefined;
}

/**
 * The keys of the files below `root` that begin with `prefix`, in order. Folders that cannot hold any are not
 * read; of the others, one a level is in memory at a time.
 */
export async function* walkKeys(root: string, options: WalkOptions): AsyncGenerator<string, void> {
  // No key is outside the folder that the prefix names in full.
  yield* walkFolder(root, options.prefix.slice(0, options.prefix.lastIndexOf("/") + 1), options);
}

/** @param folder "" or the beginning of a key up to and with a "/". */
async function* walkFolder(root: string, folder: string, options: WalkOptions): AsyncGenerator<string, void> {
  const { prefix, after = "" } = options;
  // With its "/" a folder's name stands where its keys do: `a-b` before `a/…`, for "-" comes before "/".
  const names = (await readFolder(join(root, folder)))
    .filter((entry) => isKey(entry.name) && (entry.isFile() || entry.isDirectory()))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort();
  for (const name of names) {
    const path = folder + name;
    if (!path.endsWith("/")) {
      if (path.startsWith(prefix) && path > after) yield path;
      continue;
    }
    const mayMatch = path.startsWith(prefix) || prefix.startsWith(path);
    const isBehind = after > path && !after.startsWith(path);
    if (mayMatch && !isBehind) yield* walkFolder(root, path, options);
  }
}

async function readFolder(path: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}
