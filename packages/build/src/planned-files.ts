import { FORMATS } from "@darkroom/core";
import type { Derived, ImageMaker, Original } from "./image-maker.ts";
import type { ManifestFile } from "./manifest.ts";
import { OPEN_FORMAT_NAMES, OPEN_FORMATS, type OpenFormat } from "./open-formats.ts";
import type { VariantPart } from "./variants.ts";

/** A file to write, known in all but its bytes. */
export interface PlannedFile {
  readonly derived: Derived;
  readonly row: Omit<ManifestFile, "bytes" | "sha256">;
}

/**
 * The files of one image: one for each part, or, where a part leaves the format open, one for each format that a
 * server would answer with. `path` is that of the source, of which they take name and folder.
 */
export async function planFiles(
  maker: Pick<ImageMaker, "derive">,
  {
    path,
    original,
    parts,
    formats = OPEN_FORMAT_NAMES,
  }: {
    readonly path: string;
    readonly original: Original;
    readonly parts: readonly VariantPart[];
    readonly formats?: readonly OpenFormat[] | undefined;
  },
): Promise<PlannedFile[]> {
  const files = new Map<string, PlannedFile>();
  for (const { variant, device, options } of parts) {
    for (const name of formats) {
      const derived = await maker.derive(original, options, OPEN_FORMATS[name]);
      const { key, plan } = derived;
      const { extensions, mediaType } = FORMATS[plan.output.format];
      const file = `${withoutExtension(path)}.${variant}${device === undefined ? "" : `-${device}`}.${extensions[0]}`;
      // The same file for all who would get it: with a format that is given, for small and for animated pictures.
      if (files.has(file)) continue;
      const named = { variant, ...(device !== undefined && { device }) };
      files.set(file, { derived, row: { ...named, ...plan.output, mediaType, key, path: file } });
    }
  }
  return [...files.values()];
}

function withoutExtension(path: string): string {
  return path.replace(/\.[^./]+$/, "");
}
