import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sniff, type Format } from "@darkroom/core";
import { assertKey } from "@darkroom/storage";
import { fileError, isAbsent, writeAtomically } from "./atomic-file.ts";

/** Derived bytes as files under their keys. Any number of processes may use a folder at the same time. */
export interface DerivedFiles {
  /** The bytes of a key of `derivedKey`, which are of that format; undefined when they are not here. */
  get(key: string, format: Format): Promise<Uint8Array<ArrayBuffer> | undefined>;
  put(key: string, bytes: Uint8Array): Promise<void>;
}

export function createDerivedFiles(folder: string): DerivedFiles {
  const pathOf = (key: string): string => {
    assertKey(key);
    return join(folder, ...key.split("/"));
  };
  return {
    async get(key, format) {
      try {
        const bytes = new Uint8Array(await readFile(pathOf(key)));
        // A loss of power may leave a file empty or filled with zeros. Such a file is as good as none.
        return sniff(bytes) === format ? bytes : undefined;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw fileError(`The cache ${folder} cannot be read`, error);
      }
    },
    put: (key, bytes) => writeAtomically(pathOf(key), bytes),
  };
}
