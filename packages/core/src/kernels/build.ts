import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "dc75cee171483acf42fd77b387e9da1b8d1eefb098e640ebcb916147e1a62b7e",
};
