import manifest from "../../wasm/manifest.json" with { type: "json" };
import type { CodecBuild } from "./contract.ts";

/** The binaries that `scripts/codec-builds.ts` listed, by the name behind `#wasm/`. */
export type Binary = keyof typeof manifest;

/**
 * Which build of a binary is at work. `revision` counts what our own code around it does to the output:
 * raise it with every change of parameters or pixels, so that derived bytes get new keys.
 */
export function buildOf(binary: Binary, revision: number): CodecBuild {
  const { version, sha256 } = manifest[binary];
  return { name: binary, version: `${version}+${revision}`, sha256 };
}
