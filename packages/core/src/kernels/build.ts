import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "087ac068d60ba577f2a318ba5032bc77d1dac5f8bff62e0870ab6b26980ce321",
};
