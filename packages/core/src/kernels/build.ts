import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "8f20ec717c4c59e50ee033adf22422a8a8ae053f075fb0613e003aaff5efef3b",
};
