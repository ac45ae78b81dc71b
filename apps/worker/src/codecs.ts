import type { Codec } from "@darkroom/core";
import { avifDecoder, avifEncoder } from "@darkroom/core/codecs/avif";
import { lcmsColour } from "@darkroom/core/codecs/colour";
import { gifDecoder } from "@darkroom/core/codecs/gif";
import {
  jpegDecoder,
  jpegEncoder,
  jpegTranscoder,
  lanczosResizer,
  matrixColour,
} from "@darkroom/core/codecs/pixels";
import { pngDecoder, pngEncoder } from "@darkroom/core/codecs/png";
import { webpDecoder, webpEncoder } from "@darkroom/core/codecs/webp";

/**
 * Every codec. The upload of a Worker holds what is imported here and no other binary: to leave a format out,
 * take its lines away (AVIF's encoder alone is half of the upload).
 */
export function allCodecs(): readonly Codec[] {
  return [
    jpegDecoder(),
    jpegEncoder(),
    jpegTranscoder(),
    pngDecoder(),
    pngEncoder(),
    webpDecoder(),
    webpEncoder(),
    avifDecoder(),
    avifEncoder(),
    gifDecoder(),
    lanczosResizer(),
    matrixColour(),
    lcmsColour(),
  ];
}
