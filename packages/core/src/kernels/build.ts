import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "bdf0cd6b61f57f79b089b3e4ca46dc6810a4617bfe423c0541dbbe970b6b7c80",
};
