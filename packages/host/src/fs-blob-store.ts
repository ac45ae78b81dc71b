import { randomUUID } from "node:crypto";
import { link, mkdir, open, rename, rm, rmdir, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  assertKey,
  assertKeyPrefix,
  chunksOf,
  clampRange,
  DEFAULT_PAGE,
  type BlobInfo,
  type BlobStore,
} from "@darkroom/storage";
import { fileError, systemErrorCode } from "./file-errors.ts";
import { streamFile } from "./file-stream.ts";
import { createFolderSync } from "./folder-sync.ts";
import { walkKeys } from "./key-walk.ts";

/** Not a segment of a key. In the store's folder, because only within a volume does `rename` replace at once. */
const TEMPORARY_FOLDER = ".tmp";

/**
 * Blobs as files, `<folder>/<key>`, readable by the owner only. One process at a time may have a folder open.
 * @param options.durable Whether a blob survives a loss of power once `put` resolves (default). Without it,
 * for bytes that can be made again, a blob is still seen whole or not at all after a crash of the process.
 */
export async function createFsBlobStore(
  folder: string,
  { durable = true }: { readonly durable?: boolean } = {},
): Promise<BlobStore> {
  const root = resolve(folder);
  const temporary = join(root, TEMPORARY_FOLDER);
  const syncFolders = createFolderSync(root);
  const pathOf = (key: string): string => join(root, ...key.split("/"));

  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    // What a crash left half-written.
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { mode: 0o700 });
  } catch (error) {
    throw fileError(`Cannot open the folder ${root}`, error);
  }

  async function write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const file = await attempt(() => open(path, "wx", 0o600));
    try {
      for await (const chunk of chunks) await attempt(() => file.writeFile(chunk));
      if (durable) await attempt(() => file.sync());
    } finally {
      await attempt(() => file.close());
    }
  }

  /** @returns false when `onlyIfAbsent` and there is a file already. */
  async function publish(written: string, path: string, onlyIfAbsent: boolean): Promise<boolean> {
    for (let retries = 10; ; retries -= 1) {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        // Unlike a renamed file, a linked one never takes another's place, whoever comes first.
        await (onlyIfAbsent ? link(written, path) : rename(written, path));
        if (durable) await syncFolders(dirname(path));
        return true;
      } catch (error) {
        const code = systemErrorCode(error);
        if (code === "EEXIST" && (error as NodeJS.ErrnoException).syscall === "link") return false;
        // A delete took the empty folder away between the two steps.
        if (code !== "ENOENT" || retries === 0) throw error;
      }
    }
  }

  /** Removes folders that a delete left empty, so that a cache of many originals does not become one of folders. */
  async function prune(path: string): Promise<void> {
    for (let parent = dirname(path); parent !== root; parent = dirname(parent)) {
      try {
        await rmdir(parent);
      } catch {
        return;
      }
    }
  }

  async function infoOf(key: string): Promise<BlobInfo | undefined> {
    const stats = await unlessAbsent(() => stat(pathOf(key)));
    return stats?.isFile() === true ? { key, size: stats.size } : undefined;
  }

  return {
    async put(key, source, { onlyIfAbsent = false, signal } = {}) {
      assertKey(key);
      const written = join(temporary, randomUUID());
      try {
        await write(written, chunksOf(source, signal));
        return await attempt(() => publish(written, pathOf(key), onlyIfAbsent));
      } finally {
        await rm(written, { force: true }).catch(() => undefined);
      }
    },

    async get(key, range) {
      assertKey(key);
      const file = await unlessAbsent(() => open(pathOf(key)));
      if (file === undefined) return undefined;
      try {
        const stats = await attempt(() => file.stat());
        if (!stats.isFile()) {
          await file.close();
          return undefined;
        }
        const body = await attempt(() => streamFile(file, clampRange(range, stats.size)));
        return { key, size: stats.size, body };
      } catch (error) {
        await file.close();
        throw error;
      }
    },

    async head(key) {
      assertKey(key);
      return infoOf(key);
    },

    async list({ prefix, cursor, limit = DEFAULT_PAGE }) {
      assertKeyPrefix(prefix);
      const keys: string[] = [];
      let hasMore = false;
      await attempt(async () => {
        for await (const key of walkKeys(root, { prefix, after: cursor })) {
          hasMore = keys.length === limit;
          if (hasMore) break;
          keys.push(key);
        }
      });
      const infos = await Promise.all(keys.map(infoOf));
      const last = hasMore ? keys.at(-1) : undefined;
      return {
        blobs: infos.filter((info) => info !== undefined),
        ...(last !== undefined && { cursor: last }),
      };
    },

    async delete(key) {
      assertKey(key);
      const path = pathOf(key);
      const removed = await unlessAbsent(async () => {
        await unlink(path);
        return true;
      });
      if (removed === undefined) return;
      // The folders of a durable store stay: they are few, and each was synced once.
      if (durable) await attempt(() => syncFolders(dirname(path)));
      else await prune(path);
    },
  };
}

async function attempt<Result>(operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    throw fileError("The blob store cannot be used", error);
  }
}

/** The result, or undefined when there is no such file: not in its folder, or its folder is none. */
async function unlessAbsent<Result>(operation: () => Promise<Result>): Promise<Result | undefined> {
  return attempt(async () => {
    try {
      return await operation();
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
      throw error;
    }
  });
}
