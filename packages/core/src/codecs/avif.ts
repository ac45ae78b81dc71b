import decoderGlue from "@jsquash/avif/codec/dec/avif_dec.js";
import encoderGlue from "@jsquash/avif/codec/enc/avif_enc.js";
import { load as loadDecoder } from "#wasm/avif-decoder";
import { load as loadEncoder } from "#wasm/avif-encoder";
import type { Rectangle } from "../formats/facts.ts";
import { avifQuality } from "./avif-quality.ts";
import { rewrapAvif } from "./avif-rewrap.ts";
import { buildOf } from "./builds.ts";
import { rememberLoaded } from "./compiled-module.ts";
import type { DecoderCodec, EncodeOptions, EncoderCodec } from "./contract.ts";
import {
  type DecodedPixels,
  type EmscriptenFactory,
  openEmscripten,
  withPlantedGlobals,
} from "./emscripten.ts";
import { corrupt, decodeGuarded, expectSize, openGuarded, workGuarded } from "./failure.ts";
import { isOpaque } from "./opaque.ts";

interface AvifDecoderApi {
  /** `bitDepth` is that of the result, whatever the file's. */
  decode(bytes: Uint8Array, bitDepth: 8): DecodedPixels | null;
}

interface AvifEncoderApi {
  encode(
    pixels: Uint8Array,
    width: number,
    height: number,
    options: LibavifOptions,
  ): Uint8Array<ArrayBuffer> | null;
}

/** The parameters of jSquash's encoder; each must be given. */
interface LibavifOptions {
  readonly quality: number;
  readonly qualityAlpha: number;
  readonly denoiseLevel: number;
  readonly tileColsLog2: number;
  readonly tileRowsLog2: number;
  readonly speed: number;
  /** 1 is 4:2:0. */
  readonly subsample: number;
  readonly chromaDeltaQ: boolean;
  readonly sharpness: number;
  /** 0 leaves it to libaom; at this speed PSNR and SSIM give the same bytes. */
  readonly tune: number;
  readonly enableSharpYUV: boolean;
  readonly bitDepth: number;
  readonly lossless: boolean;
}

/**
 * libaom's 0 to 10. Measured at libavif quality 60: 720×588 takes 90 ms at 9, 300 at 8, 500 at 7; 1920×1080
 * takes 490, 1400 and 2400. At qualities of 45 to 80, 9 gives 3 to 8 % more bytes than 8, and an SSIM that is
 * lower by 0.0004 to 0.003; 10 gives the bytes of 9.
 */
const SPEED = 9;

/**
 * Alpha is not coded worse than this, for an edge that rings shows on every background: at 43 (the API's 50)
 * alpha of two pictures was off by up to 137 and 176, at 80 by 25, for half as many bytes again.
 */
const LEAST_ALPHA_QUALITY = 80;

/**
 * AVIF by libavif and libaom, reduced to 8 bits where the file has more; of an image sequence, the still
 * picture that it also holds. The file is written anew before (see {@link rewrapAvif}).
 */
export function avifDecoder(): DecoderCodec {
  const compiled = rememberLoaded(loadDecoder);
  return {
    does: "decode",
    format: "avif",
    build: buildOf("avif-decoder", 1),
    cmyk: false,
    shrinks: false,
    // A pixel takes 18 bytes at 8 bits 4:2:0 and 30 at 10 bits 4:4:4, with alpha 43 and 60: measured at 12 MP.
    bytesFor: ({ width, height, bitDepth, alpha }) =>
      18_000_000 + width * height * (bitDepth > 8 ? (alpha ? 64 : 34) : alpha ? 48 : 26),
    open: () =>
      openGuarded("AVIF", async () => {
        const factory = decoderGlue as unknown as EmscriptenFactory<AvifDecoderApi>;
        const glue = await openEmscripten(factory, await compiled());
        return {
          memoryBytes: () => glue.memoryBytes(),
          decode: (bytes, facts) =>
            decodeGuarded("AVIF", () => {
              const file = rewrapAvif(bytes);
              const picture = withPlantedGlobals(() => glue.api.decode(file, 8));
              if (picture === null) throw corrupt("AVIF");
              const { width, height } = facts;
              if (facts.clap === undefined) expectSize(picture, facts);
              const data =
                facts.clap === undefined ? new Uint8Array(picture.data.buffer) : cropped(picture, facts.clap);
              return { width, height, data, opaque: !facts.alpha || isOpaque(data) };
            }),
        };
      }),
  };
}

/** AVIF of 8 bits, 4:2:0, by libavif and libaom. Alpha is left out of an opaque picture. */
export function avifEncoder(): EncoderCodec {
  const compiled = rememberLoaded(loadEncoder);
  return {
    does: "encode",
    format: "avif",
    build: buildOf("avif-encoder", 1),
    // 29 bytes a pixel at the default quality and 35 at 100, measured at 12 MP; memory grows by fifths.
    bytesFor: ({ width, height }) => 18_000_000 + 38 * width * height,
    open: () =>
      openGuarded("AVIF", async () => {
        const factory = encoderGlue as unknown as EmscriptenFactory<AvifEncoderApi>;
        const glue = await openEmscripten(factory, await compiled());
        return {
          memoryBytes: () => glue.memoryBytes(),
          encode: ({ data, width, height }, options) =>
            workGuarded("AVIF", () => {
              const encoded = glue.api.encode(data, width, height, libavifOptions(options));
              if (encoded === null) throw new Error("The encoder gave nothing.");
              return encoded;
            }),
        };
      }),
  };
}

function libavifOptions(options: EncodeOptions): LibavifOptions {
  const quality = avifQuality(options.quality);
  return {
    quality,
    qualityAlpha: Math.max(quality, LEAST_ALPHA_QUALITY),
    denoiseLevel: 0,
    tileColsLog2: 0,
    tileRowsLog2: 0,
    speed: SPEED,
    subsample: 1,
    chromaDeltaQ: false,
    sharpness: 0,
    tune: 0,
    enableSharpYUV: false,
    bitDepth: 8,
    lossless: false,
  };
}

/** The pixels of a rectangle, row by row. */
function cropped(picture: DecodedPixels, { left, top, width, height }: Rectangle): Uint8Array<ArrayBuffer> {
  if (left + width > picture.width || top + height > picture.height) throw corrupt("AVIF");
  const rowBytes = 4 * width;
  const data = new Uint8Array(rowBytes * height);
  for (let row = 0; row < height; row++) {
    const from = 4 * ((top + row) * picture.width + left);
    data.set(picture.data.subarray(from, from + rowBytes), row * rowBytes);
  }
  return data;
}
