import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "170078d76d8c129377e446517169fc677d2ed1cb32be6d032874afdc2e8e79e7",
};
