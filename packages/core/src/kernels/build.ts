import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "a901ba01b798539fdd1babb7013581fabe353fcced928d6996a58b2c9fa9ac73",
};
