import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileError } from "../atomic-file.ts";
import { usage } from "./command.ts";
import type { Terminal } from "./terminal.ts";

/**
 * A secret from a file or from the environment, never from the command line itself, which other people of the
 * machine can read. Throws `usage` when there is none.
 */
export async function readSecret(
  { folder, environment }: Pick<Terminal, "folder" | "environment">,
  from: {
    readonly command: string;
    readonly what: string;
    readonly flag: string;
    readonly file: string | undefined;
    readonly variable: string;
  },
): Promise<string> {
  const { command, what, flag, file, variable } = from;
  if (file === undefined) {
    const secret = environment[variable];
    if (secret !== undefined && secret !== "") return secret;
    throw usage(command, `Expected ${what}: --${flag} <file>, or ${variable}.`);
  }
  try {
    return (await readFile(resolve(folder, file), "utf8")).trim();
  } catch (error) {
    throw fileError(`${file} cannot be read`, error);
  }
}
