import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CredentialName, CredentialStore } from "@darkroom/http";

/** Credentials as files that only the owner may read, under the names that Darkroom uses on every runtime. */
export interface CredentialFiles extends CredentialStore {
  pathOf(name: CredentialName): string;
}

export function openCredentialFiles(folder: string): CredentialFiles {
  const pathOf = (name: CredentialName): string => join(folder, name);
  return {
    pathOf,
    read: (name) =>
      readFile(pathOf(name), "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      }),
    write: (name, value) => writeFile(pathOf(name), `${value}\n`, { mode: 0o600, flush: true }),
  };
}
