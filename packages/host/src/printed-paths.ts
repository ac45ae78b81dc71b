import { relative } from "node:path";

/** A path as seen from the folder of the command, which is where the person stands. */
export function relativePath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}

/** The same for a command of the shell, quoted where it must be. */
export function shellPath(path: string): string {
  const shown = relativePath(path);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
