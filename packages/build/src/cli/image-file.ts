import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileError } from "../atomic-file.ts";
import type { Terminal } from "./terminal.ts";

/** The bytes of a file, or what is piped in for `-`. Throws `file_unusable`. */
export async function readImageFile(terminal: Terminal, path: string): Promise<Uint8Array<ArrayBuffer>> {
  if (path === "-") return terminal.readInput();
  try {
    return new Uint8Array(await readFile(resolve(terminal.folder, path)));
  } catch (error) {
    throw fileError(`${path} cannot be read`, error);
  }
}
