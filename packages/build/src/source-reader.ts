import { readFile } from "node:fs/promises";
import { fileError } from "./atomic-file.ts";
import { isSettled, isUnchanged, type SeenSource } from "./build-state.ts";
import { BuildError } from "./errors.ts";
import type { ImageMaker, OpenOriginal, Original } from "./image-maker.ts";
import type { Look } from "./look.ts";
import type { Source } from "./sources.ts";

/** A source that is being worked on. */
export interface OpenedSource {
  readonly original: Original;
  /** How it looks, if that is still known. */
  readonly look: Look | undefined;
  /** Its bytes, read once at most. */
  readonly open: OpenOriginal;
  /** Keeps what was found out for the next build. */
  readonly remember: (look: Look | undefined) => void;
}

export interface SourceReader {
  /** Reads the file only if it may have changed since it was remembered. */
  open(source: Source): Promise<OpenedSource>;
  /** How many files were read. */
  reads(): number;
  /** What the next build may rely on. */
  seen(): Readonly<Record<string, SeenSource>>;
}

/** @param before What the last build remembered, by file. */
export function createSourceReader(
  maker: Pick<ImageMaker, "inspect">,
  sources: readonly Source[],
  before: Readonly<Record<string, SeenSource>>,
  now: () => number,
): SourceReader {
  // A build that is broken off must not forget what it did not come to.
  const seen = new Map(
    sources.flatMap(({ file }) => {
      const known = before[file];
      return known === undefined ? [] : [[file, known] as const];
    }),
  );
  let reads = 0;

  async function read({ file }: Source): ReturnType<ImageMaker["inspect"]> {
    reads += 1;
    const bytes = await readFile(file).catch((error: unknown) => {
      throw fileError("The file cannot be read", error);
    });
    return maker.inspect(new Uint8Array(bytes));
  }

  return {
    async open(source) {
      const { file, size, mtimeMs } = source;
      const known = seen.get(file);
      const remembered = isUnchanged(known, source) ? known : undefined;
      // What cannot be relied on by the end of this build is never remembered.
      const settled = remembered !== undefined || isSettled(source, now());
      let reading: ReturnType<typeof read> | undefined;
      const readOnce = (): ReturnType<typeof read> => (reading ??= read(source));
      const original = remembered?.original ?? (await readOnce()).original;
      return {
        original,
        look: remembered?.look,
        async open() {
          const fresh = await readOnce();
          if (fresh.original.sha256 === original.sha256) return fresh.bytes;
          throw new BuildError("file_unusable", "The file changed during the build; build again.");
        },
        remember(look) {
          if (settled) seen.set(file, { size, mtimeMs, original, ...(look !== undefined && { look }) });
        },
      };
    },
    reads: () => reads,
    seen: () => Object.fromEntries(seen),
  };
}
