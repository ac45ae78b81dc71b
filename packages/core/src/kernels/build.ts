import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "40e92ba3bd91832812129143729cbb4e0dca9e427adc9df71ae3880a3829a4ab",
};
