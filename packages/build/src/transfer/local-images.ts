import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { FORMATS } from "@darkroom/core";
import { fileError } from "../atomic-file.ts";

/** A file that may be an image. */
export interface LocalImage {
  readonly file: string;
  /** From the folder that was named, with `/`; of a file that was named itself, its name. */
  readonly path: string;
  readonly size: number;
}

export interface FoundImages {
  /** By path. */
  readonly images: readonly LocalImage[];
  /** How many files of the folders were left out, for their names are none of images. */
  readonly others: number;
}

const ENDINGS: ReadonlySet<string> = new Set([
  ...Object.values(FORMATS).flatMap(({ extensions }): readonly string[] => extensions),
  "svgz",
]);

/**
 * The images that paths of files and folders name: of folders, all below them that are named as images, without
 * hidden ones. Throws `file_unusable` for what is not there or cannot be read.
 */
export async function findLocalImages(paths: readonly string[], folder: string): Promise<FoundImages> {
  const found = new Map<string, LocalImage>();
  let others = 0;

  async function walk(directory: string, prefix: string): Promise<void> {
    const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
      throw fileError(`${directory} cannot be read`, error);
    });
    for (const entry of entries) {
      const { name } = entry;
      if (name.startsWith(".") || name === "node_modules") continue;
      const file = join(directory, name);
      // A link to a folder is not followed: it may lead back here.
      if (entry.isDirectory()) await walk(file, `${prefix}${name}/`);
      else if (!ENDINGS.has(endingOf(name))) others += 1;
      else {
        const { isFile, size } = await statOf(file);
        if (isFile) found.set(file, { file, path: prefix + name, size });
      }
    }
  }

  for (const path of paths) {
    const file = resolve(folder, path);
    const { isDirectory, size } = await statOf(file);
    if (isDirectory) await walk(file, "");
    else if (!found.has(file)) found.set(file, { file, path: basename(file), size });
  }
  return { images: [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)), others };
}

async function statOf(
  file: string,
): Promise<{ readonly isFile: boolean; readonly isDirectory: boolean; readonly size: number }> {
  try {
    const stats = await stat(file);
    return { isFile: stats.isFile(), isDirectory: stats.isDirectory(), size: stats.size };
  } catch (error) {
    throw fileError(`${file} cannot be read`, error);
  }
}

function endingOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1).toLowerCase();
}
