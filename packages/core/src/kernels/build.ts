import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "f534e175344ca25d6c5e1e3333d6ba5ff577f60885b3213dffef247a74d9e714",
};
