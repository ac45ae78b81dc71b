import { readFileSync, writeFileSync } from "node:fs";
import type { CodecBuild } from "@darkroom/core";
import type { ParityRun } from "./run-parity.ts";

const FILE = new URL("manifest.json", import.meta.url);

/** What every runtime must give, and the codecs that it comes from. A change of bytes is a change of this file. */
export interface Manifest {
  readonly builds: readonly CodecBuild[];
  readonly pairs: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(FILE, "utf8")) as Manifest;
}

export function writeManifest(manifest: Manifest): void {
  writeFileSync(FILE, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

export function manifestOf({ builds, outcomes }: ParityRun): Manifest {
  return {
    builds,
    pairs: Object.fromEntries(outcomes.map(({ pair, sha256, bytes }) => [pair, { sha256, bytes }])),
  };
}
