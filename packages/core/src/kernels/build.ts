import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "eb372279fdb4eac33659abb07194e668e3fd3807edd0ccdd116a71f87fd0c31d",
};
