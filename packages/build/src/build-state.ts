import { readFile } from "node:fs/promises";
import { writeAtomically } from "./atomic-file.ts";
import type { Original } from "./image-maker.ts";
import type { Look } from "./look.ts";

/** Grows when what is remembered changes its shape. */
const SHAPE = 2;

/**
 * A file whose time of change is as recent as this when it is read may change again without a new time: clocks
 * of file systems tick every few milliseconds. It is read again next time.
 */
const CLOCK_TICK_MS = 50;

/** A file as it was last seen. */
export interface SeenFile {
  readonly size: number;
  readonly mtimeMs: number;
}

export interface SeenSource extends SeenFile {
  readonly original: Original;
  readonly look?: Look;
}

export interface SeenOutput extends SeenFile {
  /** The key of its bytes. */
  readonly key: string;
  readonly sha256: string;
  /** The source that it was made of. */
  readonly source: string;
}

/** What one build remembers for the next, by path. It may be deleted: everything is then read and compared anew. */
export interface BuildState {
  readonly sources: Readonly<Record<string, SeenSource>>;
  readonly outputs: Readonly<Record<string, SeenOutput>>;
}

/** Reads the state of the last build; what another revision of the code remembers of the sources counts as nothing. */
export async function readState(path: string, revision: string): Promise<BuildState> {
  try {
    const state = JSON.parse(await readFile(path, "utf8")) as BuildState & Record<string, unknown>;
    if (state["shape"] !== SHAPE) return { sources: {}, outputs: {} };
    return { sources: state["revision"] === revision ? state.sources : {}, outputs: state.outputs };
  } catch {
    return { sources: {}, outputs: {} };
  }
}

export async function writeState(path: string, revision: string, state: BuildState): Promise<void> {
  await writeAtomically(path, JSON.stringify({ shape: SHAPE, revision, ...state }));
}

/** Whether a file is as it was seen, by size and time. */
export function isUnchanged(seen: SeenFile | undefined, now: SeenFile | undefined): boolean {
  return seen !== undefined && now !== undefined && seen.size === now.size && seen.mtimeMs === now.mtimeMs;
}

/** Whether the time of a file can be relied on to change with its content, when it was read at `readMs`. */
export function isSettled({ mtimeMs }: SeenFile, readMs: number): boolean {
  return Math.abs(readMs - mtimeMs) > CLOCK_TICK_MS;
}
