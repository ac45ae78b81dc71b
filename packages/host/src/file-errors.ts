import { isStorageError, StorageError } from "@darkroom/storage";

/** What an error of the operating system means for somebody who can do something about it. */
const REASONS: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EDQUOT: "the disk quota is used up",
  EEXIST: "a file is where a folder is needed",
  EIO: "the disk reported an error",
  EISDIR: "a folder is where a file is needed",
  EMFILE: "this process has too many files open",
  ENAMETOOLONG: "the path is too long",
  ENFILE: "the system has too many files open",
  ENOENT: "there is no such folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file is where a folder is needed",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
};

/** The code of an error of the operating system, such as `ENOENT`; undefined for other errors. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return undefined;
  return String(error.code);
}

/** A failed file operation as a `StorageError` `store_unavailable`; what is none of the system's stays as it is. */
export function fileError(doing: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (code === undefined || isStorageError(error)) return error;
  const reason = REASONS[code] ?? "the file system failed";
  return new StorageError("store_unavailable", `${doing}: ${reason} (${code}).`, { cause: error });
}
