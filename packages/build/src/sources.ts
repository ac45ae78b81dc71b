import { statSync } from "node:fs";
import { glob } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import { BuildError } from "./errors.ts";

/** A file to make pictures of. */
export interface Source {
  readonly file: string;
  /** Relative to the root, with `/`: its name in the manifest, and where its pictures go. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * The files that patterns name, each once, sorted by path. A pattern is the path of a file or a glob (`*`, `**`,
 * `?`, `[…]`, `{…,…}`), relative to `folder`; a glob does not look into hidden folders, `node_modules` and the
 * folders of `without`. Throws `source_missing` for a pattern without files and for a file outside `root`.
 */
export async function findSources(options: {
  readonly input: readonly string[];
  readonly folder: string;
  readonly root: string;
  readonly without: readonly string[];
}): Promise<Source[]> {
  const { input, folder, root, without } = options;
  const found = new Map<string, Source>();
  for (const pattern of input) {
    const named = namedFile(resolve(folder, pattern));
    const files = named === undefined ? await globFiles(pattern, folder, without) : [named];
    if (files.length === 0) {
      throw new BuildError(
        "source_missing",
        `No file matches ${JSON.stringify(pattern)} in ${folder}. A glob may need quotes in a shell.`,
      );
    }
    for (const { file, size, mtimeMs } of files) {
      if (!isWithin(root, file)) {
        throw new BuildError(
          "source_missing",
          `Expected files below the root ${root} but received ${file}. Set \`root\` to a folder that holds all.`,
        );
      }
      found.set(file, { file, path: relative(root, file).split(sep).join("/"), size, mtimeMs });
    }
  }
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

type FoundFile = Pick<Source, "file" | "size" | "mtimeMs">;

function namedFile(file: string): FoundFile | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? { file, size: stats.size, mtimeMs: stats.mtimeMs } : undefined;
}

async function globFiles(pattern: string, folder: string, without: readonly string[]): Promise<FoundFile[]> {
  const exclude = (name: string): boolean => isSkipped(basename(name));
  const files: (FoundFile | undefined)[] = [];
  for await (const match of glob(pattern, { cwd: folder, exclude })) {
    const file = resolve(folder, match);
    const steps = relative(folder, file).split(sep).slice(0, -1);
    if (steps.some((step) => step !== ".." && isSkipped(step))) continue;
    if (!without.some((skipped) => isWithin(skipped, file))) files.push(namedFile(file));
  }
  return files.filter((file) => file !== undefined);
}

function isSkipped(name: string): boolean {
  return name === "node_modules" || (name.startsWith(".") && name !== "." && name !== "..");
}

function isWithin(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== "" && path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}
