import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CredentialName, CredentialStore } from "@darkroom/http";

/** Credentials as files that only the owner may read. */
export interface CredentialFiles extends CredentialStore {
  pathOf(name: CredentialName): string;
}

/** Opens a folder of credentials, and makes it if there is none. */
export async function openCredentialFiles(folder: string): Promise<CredentialFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (name: CredentialName): string => join(folder, name);
  return {
    pathOf,

    async read(name) {
      return readFile(pathOf(name), "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
    },

    async write(name, value) {
      const handle = await open(pathOf(name), "w", 0o600);
      try {
        await handle.writeFile(`${value}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}
