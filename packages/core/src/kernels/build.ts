import type { CodecBuild } from "../codecs/contract.ts";

/** Written by `npm run build:kernels`: the binary that these sources compile to. */
export const PIXELS_BUILD: CodecBuild = {
  name: "darkroom-pixels",
  version: "1",
  sha256: "e4916c8c8eef3ba355d4a3addc1bc17ed174ae120b45293de2335dbd2ae2612f",
};
