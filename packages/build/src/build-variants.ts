import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { sha256Hex, uprightSize } from "@darkroom/core";
import { writeAtomically } from "./atomic-file.ts";
import { readState, writeState } from "./build-state.ts";
import { BuildError } from "./errors.ts";
import { failureOf, type Failure } from "./failure.ts";
import { createImageMaker, type Original } from "./image-maker.ts";
import { shownLook, type Look } from "./look.ts";
import { manifestText, type ManifestFile, type ManifestImage } from "./manifest.ts";
import { openOutputFolder, type Placing } from "./output-folder.ts";
import { planFiles, type PlannedFile } from "./planned-files.ts";
import { readSettings, type DarkroomConfig } from "./settings.ts";
import { createSourceReader, type OpenedSource } from "./source-reader.ts";
import { findSources, type Source } from "./sources.ts";
import { findVariant, partsOf } from "./variants.ts";

export const DEFAULT_CACHE = ".cache/darkroom";
export const DEFAULT_ACCOUNT = "local";

/** What to build: a configuration, and how to go about it. */
export interface BuildOptions extends DarkroomConfig {
  /** The folder that relative paths begin at; default: the current one. */
  readonly folder?: string;
  /** Removes the files of earlier builds that this one does not make, unless somebody changed them. */
  readonly prune?: boolean;
  readonly signal?: AbortSignal;
  /** Called when a source is done, well or not. */
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Milliseconds since the epoch; default: the clock. */
  readonly now?: () => number;
}

export interface BuildProgress {
  readonly done: number;
  readonly total: number;
  /** The source that was done last. */
  readonly path: string;
}

/** What was done, as counts of files: of what has not changed nothing is read and nothing computed. */
export interface BuildWork extends Readonly<Record<Placing, number>> {
  /** Sources whose bytes were read. */
  readonly read: number;
}

export interface BuildResult {
  /** The path of the manifest. */
  readonly manifest: string;
  /** What it says, by the path of the source. */
  readonly images: ReadonlyMap<string, ManifestImage>;
  /** What could not be made, and why; everything else was. */
  readonly failures: readonly Failure[];
  /** Files in the output that an earlier build made and this one did not. */
  readonly stale: readonly string[];
  /** Such files that were removed, which they are with `prune` only. */
  readonly removed: readonly string[];
  readonly work: BuildWork;
}

/**
 * Makes every variant of every image, in worker threads, and a manifest of them. What the cache holds is not
 * computed again; an image that has not changed since the last build, by size and time of change, is not even
 * read. An image that fails does not stop the others. Throws for wrong settings, for patterns that name nothing,
 * and with the reason of `signal`.
 */
export async function buildVariants(options: BuildOptions): Promise<BuildResult> {
  const { folder = process.cwd(), prune = false, signal, onProgress, now = Date.now, ...config } = options;
  const settings = readSettings(config);
  const { formats, variants = [], threads = availableParallelism(), placeholders = true } = settings;
  const output = resolve(folder, required("output", settings.output));
  const cache = resolve(folder, settings.cache ?? DEFAULT_CACHE);
  const parts = required("variants", settings.only ?? names(variants)).flatMap((name) =>
    partsOf(findVariant(name, variants)),
  );
  const sources = await findSources({
    input: required("input", settings.input),
    folder,
    root: resolve(folder, settings.root ?? ""),
    without: [output, cache],
  });

  const maker = createImageMaker({ cache, account: settings.account ?? DEFAULT_ACCOUNT, threads, signal });
  const revision = await maker.revision;
  // One for each output: what is stale can be told only there.
  const statePath = join(cache, `build-${(await sha256Hex(output)).slice(0, 16)}.json`);
  const before = await readState(statePath, revision);
  const reader = createSourceReader(maker, sources, before.sources, now);
  const written = openOutputFolder(output, before.outputs);
  const images = new Map<string, ManifestImage>();
  const failures: Failure[] = [];
  const placings: Record<Placing, number> = { computed: 0, fromCache: 0, unchanged: 0 };

  function fail(error: unknown, source: Source, path?: string): void {
    signal?.throwIfAborted();
    failures.push(failureOf(error, source.path, path));
  }

  let lastTurn = Promise.resolve();
  /** Sources claim their files in order: of two that would write the same one, always the first has it. */
  async function openInTurn(source: Source): Promise<{ opened: OpenedSource; files: PlannedFile[] }> {
    const earlier = lastTurn;
    const { promise, resolve: pass } = Promise.withResolvers<void>();
    lastTurn = promise;
    try {
      const opened = await reader.open(source);
      const { path } = source;
      const planned = await planFiles(maker, { path, original: opened.original, parts, formats });
      await earlier;
      const files = planned.filter(({ row }) => {
        const owner = written.claim(row.path, path);
        if (owner === path) return true;
        fail(takenBy(owner, row.path), source, row.path);
        return false;
      });
      return { opened, files };
    } finally {
      void earlier.then(pass);
    }
  }

  async function build(source: Source): Promise<void> {
    const { opened, files: planned } = await openInTurn(source);
    const { original, open } = opened;
    const files: ManifestFile[] = [];
    for (const { derived, row } of planned) {
      const file = { path: row.path, key: row.key, source: source.path };
      try {
        const { placing, ...facts } = await written.place(file, () => maker.make(derived, original, open));
        placings[placing] += 1;
        files.push({ ...row, ...facts });
      } catch (error) {
        fail(error, source, row.path);
      }
    }
    const look = placeholders !== false ? (opened.look ?? (await maker.look(original, open))) : undefined;
    images.set(source.path, imageOf(original, files, shownLook(look ?? {}, placeholders)));
    opened.remember(look ?? opened.look);
  }

  const queue = sources.values();
  let done = 0;
  async function buildFromQueue(): Promise<void> {
    for (const source of queue) {
      signal?.throwIfAborted();
      try {
        await build(source);
      } catch (error) {
        fail(error, source);
      }
      done += 1;
      onProgress?.({ done, total: sources.length, path: source.path });
    }
  }

  try {
    // Twice as many as threads, so that no thread waits for a file.
    await Promise.all(Array.from({ length: 2 * threads }, buildFromQueue));
    signal?.throwIfAborted();
    const spared = new Set(failures.map(({ path }) => path));
    const { stale, removed } = await written.sweep({ prune, spared });
    const manifest = resolve(folder, settings.manifest ?? join(output, "manifest.json"));
    await writeIfChanged(manifest, manifestText(images));
    return {
      manifest,
      images,
      failures: failures.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      stale,
      removed,
      work: { ...placings, read: reader.reads() },
    };
  } finally {
    await maker.close();
    await writeState(statePath, revision, { sources: reader.seen(), outputs: written.seen() });
  }
}

function takenBy(owner: string, path: string): BuildError {
  return new BuildError(
    "output_taken",
    `${path} is made of ${owner} already. Give one of the two images another name.`,
  );
}

function imageOf({ facts, size, sha256 }: Original, files: ManifestFile[], look: Look): ManifestImage {
  return { ...uprightSize(facts), format: facts.format, bytes: size, sha256, ...look, files };
}

function names(variants: readonly { readonly name: string }[]): readonly string[] | undefined {
  return variants.length > 0 ? variants.map(({ name }) => name) : undefined;
}

function required<Value>(name: string, value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw new BuildError("setting_invalid", `There is nothing to build without \`${name}\`. Set it.`);
}

/** Leaves the time of a file alone whose content stays. */
async function writeIfChanged(path: string, text: string): Promise<void> {
  const before = await readFile(path, "utf8").catch(() => undefined);
  if (before !== text) await writeAtomically(path, text);
}
