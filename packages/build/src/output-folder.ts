import { statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "@darkroom/core";
import { fileError, writeAtomically } from "./atomic-file.ts";
import { isUnchanged, type SeenFile, type SeenOutput } from "./build-state.ts";
import type { MadeImage } from "./image-maker.ts";

/** How a file came to be where it is. */
export type Placing = "computed" | "fromCache" | "unchanged";

export interface PlacedFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly placing: Placing;
}

/** The folder that a build writes to, with what earlier builds wrote there. */
export interface OutputFolder {
  /** Takes a path for a source, and gives the source that has it: another one if that was earlier. */
  claim(path: string, source: string): string;
  /**
   * Sees to it that a claimed file has the bytes of its key; `make` is asked for them unless they are there
   * already. Throws `file_unusable` when it cannot be written.
   */
  place(
    file: { readonly path: string; readonly key: string; readonly source: string },
    make: () => Promise<MadeImage>,
  ): Promise<PlacedFile>;
  /**
   * Finds the files of earlier builds that were not claimed in this one; those of `spared` sources do not count.
   * With `prune` they are removed, unless somebody changed them.
   */
  sweep(options: {
    readonly prune: boolean;
    readonly spared: ReadonlySet<string>;
  }): Promise<{ readonly stale: string[]; readonly removed: string[] }>;
  /** What the next build may rely on. */
  seen(): Readonly<Record<string, SeenOutput>>;
}

export function openOutputFolder(folder: string, before: Readonly<Record<string, SeenOutput>>): OutputFolder {
  const seen = new Map(Object.entries(before));
  const claims = new Map<string, string>();

  return {
    claim(path, source) {
      const owner = claims.get(path) ?? source;
      claims.set(path, owner);
      return owner;
    },

    async place({ path, key, source }, make) {
      const file = join(folder, path);
      const known = seen.get(path);
      if (known?.key === key && isUnchanged(known, statOf(file))) {
        return { bytes: known.size, sha256: known.sha256, placing: "unchanged" };
      }
      const { bytes, cached } = await make();
      await writeAtomically(file, bytes);
      const written = statOf(file);
      const sha256 = await sha256Hex(bytes);
      if (written !== undefined) seen.set(path, { ...written, key, sha256, source });
      return { bytes: bytes.length, sha256, placing: cached ? "fromCache" : "computed" };
    },

    async sweep({ prune, spared }) {
      const stale: string[] = [];
      const removed: string[] = [];
      for (const [path, known] of seen) {
        if (claims.has(path) || spared.has(known.source)) continue;
        const file = join(folder, path);
        const found = statOf(file);
        if (found !== undefined && !(prune && isUnchanged(known, found))) {
          stale.push(path);
          continue;
        }
        if (found !== undefined) {
          await rm(file, { force: true });
          removed.push(path);
        }
        seen.delete(path);
      }
      return { stale: stale.toSorted(), removed: removed.toSorted() };
    },

    seen: () => Object.fromEntries(seen),
  };
}

/** At once, not by promise: there are thousands, and on a disk of this machine each is a matter of microseconds. */
function statOf(path: string): SeenFile | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats && { size: stats.size, mtimeMs: stats.mtimeMs };
  } catch (error) {
    throw fileError(`${path} cannot be read`, error);
  }
}
