import type { Engine } from "../task.ts";
import { openDarkroom } from "./darkroom.ts";
import { openJsquash } from "./jsquash.ts";
import { openPhoton } from "./photon.ts";
import { openSharp } from "./sharp.ts";
import { openWasmVips } from "./wasm-vips.ts";

/** The engines, in the order in which they take turns. `peer` is the package that must be installed for it. */
export const ENGINES = {
  darkroom: { open: openDarkroom, native: false },
  sharp: { open: openSharp, native: true, peer: "sharp" },
  "wasm-vips": { open: openWasmVips, native: false, peer: "wasm-vips" },
  jsquash: { open: openJsquash, native: false, peer: "@jsquash/jpeg" },
  photon: { open: openPhoton, native: false, peer: "@cf-wasm/photon" },
} as const satisfies Record<string, EngineEntry>;

export interface EngineEntry {
  readonly open: () => Promise<Engine>;
  /** Its memory is that of the process, not of WebAssembly. */
  readonly native: boolean;
  readonly peer?: string;
}

export type EngineName = keyof typeof ENGINES;
