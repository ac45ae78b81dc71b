import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "1d09a10b03ce9224bea43dc45d53345906402c9dd5255dcc3db44d60167a9c05",
};
