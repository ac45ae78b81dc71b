import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StorageError } from "@darkroom/storage";

/** The folder that holds all state of a server on local workerd. */
export interface DataFolder {
  /** The folder of the simulated R2 and D1. */
  readonly bindings: string;
  readonly credentials: string;
  /** Lets another process open the folder. */
  close(): void;
}

/** The primary result code of a database that another program has locked (https://www.sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;

/**
 * Opens a data folder, and makes it if there is none, readable by the owner only. The lock is the one that
 * Darkroom takes on every runtime: one process at a time has the folder. Throws a `StorageError`.
 */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path);
  const folders = { bindings: join(root, "workerd"), credentials: join(root, "credentials") };
  try {
    for (const folder of [root, ...Object.values(folders)])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StorageError("store_unavailable", `Cannot open the data folder ${root}: ${String(cause)}.`, {
      cause,
    });
  }
  return { ...folders, close: takeLock(root) };
}

function takeLock(root: string): () => void {
  const ownerFile = join(root, "lock.owner");
  const lock = new DatabaseSync(join(root, "lock.db"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    // For the sentence that the next one gets, no more.
    writeFileSync(ownerFile, `process ${process.pid} on ${hostname()}`, { mode: 0o600 });
  } catch (cause) {
    lock.close();
    if ((Number((cause as { readonly errcode?: number }).errcode) & 0xff) !== SQLITE_BUSY) throw cause;
    throw new StorageError(
      "data_folder_in_use",
      `The data folder ${root} is in use by ${ownerOf(ownerFile)}. Stop it, or set DARKROOM_DATA to another folder.`,
      { cause },
    );
  }
  return () => {
    if (!lock.isOpen) return;
    rmSync(ownerFile, { force: true });
    lock.close();
  };
}

function ownerOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It has not written its name yet.
    return "another process";
  }
}
