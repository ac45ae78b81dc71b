import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { BuildError } from "./errors.ts";

/**
 * Writes a file so that it is seen whole or not at all, also after the process is killed; what was there before
 * is replaced. Throws `file_unusable`.
 * @param mode Its permissions, as far as the process may give them.
 */
export async function writeAtomically(
  path: string,
  content: Uint8Array | string,
  mode = 0o666,
): Promise<void> {
  // Beside the file, because only within a volume does `rename` replace at once.
  const written = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeFile(written, content, { flag: "wx", mode });
      await rename(written, path);
    } catch (error) {
      await rm(written, { force: true });
      throw error;
    }
  } catch (error) {
    throw fileError(`${path} cannot be written`, error);
  }
}

/** What failed with a file, as a `BuildError` `file_unusable` that says why. */
export function fileError(what: string, cause: unknown): BuildError {
  return new BuildError("file_unusable", `${what}: ${reasonOf(cause)}.`, { cause });
}

/** Whether a file operation failed because there is no such file. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

/** "permission denied", out of "EACCES: permission denied, open 'a.jpg'". */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return /^[A-Z0-9]+: ([^,]+),/.exec(message)?.[1] ?? message;
}
