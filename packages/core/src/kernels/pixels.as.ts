/**
 * The one module of the kernels, `wasm/pixels.wasm`: what it exports is what the files below export. One
 * binary, because a decoder, resamplers and an encoder work on rows in one and the same linear memory.
 */
export { allocate, arenaReset } from "./arena.as";
export { resampleOpen, resamplePull, resamplePush } from "./resample.as";
export {
  jpegBand,
  jpegComponent,
  jpegFrame,
  jpegHuffman,
  jpegOpen,
  jpegQuantisation,
  jpegStride,
} from "./jpeg-frame.as";
export { streamUnread as jpegUnread } from "./jpeg-stream.as";
export {
  jpegDecodeRow,
  jpegDecodeScan,
  jpegOutputRow,
  jpegScanComponent,
  jpegScanReset,
  jpegScanStart,
} from "./jpeg-decode.as";
export { jpegDecodeProgressive } from "./jpeg-progressive.as";
export { convertInkRow, convertRow, jpegColourBegin, jpegColourOpen, jpegColourRows } from "./jpeg-colour.as";
export { encodeBand, encodeOpen, encodeRow, encodeStride } from "./jpeg-blocks.as";
export { entropyCount, entropyOpen, entropyTable, entropyWrite } from "./jpeg-entropy.as";
export { matrixConvert } from "./matrix-colour.as";
export { encodePixels, gatherPixels } from "./jpeg-pixels.as";
