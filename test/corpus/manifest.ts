import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One file of a corpus, as its `MANIFEST.json` describes it; `test/fixtures/README.md` explains the fields. */
export interface CorpusFile {
  readonly path: string;
  readonly licence: string;
  readonly source: string;
  readonly sha256: string;
  readonly expect: "decodes" | "must-reject" | "either" | "policy";
  readonly format: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly upright_width?: number;
  readonly upright_height?: number;
  readonly mime_by_file: string;
  readonly frames?: number;
  /** As Pillow counts them: it knows APNG, which sharp does not. */
  readonly pillow_frames?: number;
  readonly notes?: string;
}

export interface Corpus {
  readonly folder: string;
  readonly files: readonly CorpusFile[];
}

export const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** The fixtures of the repository, or a whole corpus where `CORPUS_DIR` names the folder of one. */
export function openCorpus(): Corpus {
  const folder = process.env["CORPUS_DIR"] || FIXTURES;
  return { folder, files: JSON.parse(readFileSync(join(folder, "MANIFEST.json"), "utf8")) as CorpusFile[] };
}
