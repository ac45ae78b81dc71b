import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "507a9d9d4f02ea1a17c97ba1b5894b409bc5aa1621fb375881d245b2e20ae153",
};
