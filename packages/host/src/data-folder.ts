import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { StorageError } from "@darkroom/storage";
import { fileError } from "./file-errors.ts";
import { isBusy, sqliteError } from "./sqlite-errors.ts";
import type { LockSqlite } from "./sqlite.ts";

/** The folder that holds all state of a server. Keep it, and `close` it: letting go of it may give up the lock. */
export interface DataFolder<Name extends string> {
  readonly path: string;
  /** The paths of the folders in it. */
  readonly folders: Readonly<Record<Name, string>>;
  /** Lets another process open the folder. */
  close(): void;
}

/**
 * Opens a data folder, and makes it if there is none, with the folders in it that a server asks for, readable by the
 * owner only. One process at a time has it, whatever its runtime: throws a `StorageError` `data_folder_in_use` when
 * another does, `store_unavailable` when the folder cannot be made or written to.
 * @param names The names of the folders in it.
 */
export async function openDataFolder<Name extends string>(
  sqlite: LockSqlite,
  path: string,
  names: Readonly<Record<Name, string>>,
): Promise<DataFolder<Name>> {
  const root = resolve(path);
  const folders = Object.fromEntries(
    Object.entries<string>(names).map(([key, name]) => [key, join(root, name)]),
  ) as Record<Name, string>;
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fileError(`Cannot open the data folder ${root}`, error);
  }
  const release = takeLock(sqlite, root);
  try {
    for (const folder of Object.values<string>(folders))
      await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    release();
    throw fileError(`Cannot open the data folder ${root}`, error);
  }
  return { path: root, folders, close: release };
}

/**
 * The lock is SQLite's on a file of its own: the operating system gives it up when the process ends, however
 * it ends. A number in a file would outlive a killed process and, in containers, name another one.
 */
function takeLock(sqlite: LockSqlite, root: string): () => void {
  const ownerFile = join(root, "lock.owner");
  let lock: ReturnType<LockSqlite["open"]> | undefined;
  try {
    lock = sqlite.open(join(root, "lock.db"), 0);
    lock.exec("BEGIN EXCLUSIVE");
    // For the sentence that the next one gets, no more.
    writeFileSync(ownerFile, `process ${process.pid} on ${hostname()}`, { mode: 0o600 });
  } catch (error) {
    lock?.close();
    if (isBusy(sqlite, error)) throw inUse(root, ownerFile, error);
    const doing = `Cannot open the data folder ${root}`;
    throw fileError(doing, sqliteError(sqlite, doing, error));
  }
  let held: typeof lock | undefined = lock;
  return () => {
    if (held === undefined) return;
    rmSync(ownerFile, { force: true });
    held.close();
    held = undefined;
  };
}

function inUse(root: string, ownerFile: string, cause: unknown): StorageError {
  let owner = "another process";
  try {
    owner = readFileSync(ownerFile, "utf8");
  } catch {
    // It has not written its name yet.
  }
  return new StorageError(
    "data_folder_in_use",
    `The data folder ${root} is in use by ${owner}. Stop it, or set DARKROOM_DATA to another folder.`,
    { cause },
  );
}
