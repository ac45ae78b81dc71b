import encoderGlue from "@jsquash/webp/codec/enc/webp_enc_simd.js";
import { load as loadDecoder } from "#wasm/webp-decoder";
import { load as loadEncoder } from "#wasm/webp-encoder";
import decoderGlue, { type WebpDecoderModule } from "../../vendor/icodec/webp-dec.js";
import { buildOf } from "./builds.ts";
import { rememberLoaded } from "./compiled-module.ts";
import type { DecoderCodec, EncodeOptions, EncoderCodec, Raster } from "./contract.ts";
import { type DecodedPixels, type EmscriptenFactory, openEmscripten } from "./emscripten.ts";
import { corrupt, decodeGuarded, expectSize, openGuarded, workGuarded } from "./failure.ts";
import { isOpaque } from "./opaque.ts";
import { firstFrame } from "./webp-frame.ts";

interface WebpEncoderApi {
  encode(
    pixels: Uint8Array,
    width: number,
    height: number,
    options: WebpConfig,
  ): Uint8Array<ArrayBuffer> | null;
}

/** libwebp's WebPConfig; each field must be given. */
type WebpConfig = Readonly<Record<keyof typeof LIBWEBP_DEFAULTS, number>>;

/** What `WebPConfigInit` sets. */
const LIBWEBP_DEFAULTS = {
  quality: 75,
  target_size: 0,
  target_PSNR: 0,
  method: 4,
  sns_strength: 50,
  filter_strength: 60,
  filter_sharpness: 0,
  filter_type: 1,
  partitions: 0,
  segments: 4,
  pass: 1,
  show_compressed: 0,
  preprocessing: 0,
  autofilter: 0,
  partition_limit: 0,
  alpha_compression: 1,
  alpha_filtering: 1,
  alpha_quality: 100,
  lossless: 0,
  exact: 0,
  image_hint: 0,
  emulate_jpeg_size: 0,
  thread_level: 0,
  low_memory: 0,
  near_lossless: 100,
  use_delta_palette: 0,
  use_sharp_yuv: 0,
};

/**
 * Method 4 at 1080×720, over six photos: 120 to 160 ms, as native libwebp needs in the same minute; 2 takes
 * half the time for 5 to 16 % more bytes at equal PSNR, 6 twice the time for 1 to 2 % fewer.
 */
const METHOD = 4;

/** The quality that stands for lossless, as the API promises. */
const LOSSLESS_QUALITY = 100;

/** For lossless pictures libwebp reads quality as effort: 30 gives the size of 75 within 0.3 %, in less time. */
const LOSSLESS_EFFORT = 30;

/** WebP by libwebp 1.4.0 (with the fix of CVE-2023-4863); of an animation the first frame, on its canvas. */
export function webpDecoder(): DecoderCodec {
  const compiled = rememberLoaded(loadDecoder);
  return {
    does: "decode",
    format: "webp",
    build: buildOf("webp-decoder", 1),
    cmyk: false,
    shrinks: false,
    bytesFor: ({ width, height }) => 19_000_000 + 14 * width * height,
    open: () =>
      openGuarded("WebP", async () => {
        const factory = decoderGlue as EmscriptenFactory<Pick<WebpDecoderModule, "decode">>;
        const { api, memoryBytes } = await openEmscripten(factory, await compiled());
        const decodeStill = (bytes: Uint8Array): DecodedPixels => {
          const picture = api.decode(bytes);
          if (picture === null || typeof picture === "string") throw corrupt("WebP", picture ?? undefined);
          return picture;
        };
        return {
          memoryBytes,
          decode: (bytes, facts) =>
            decodeGuarded("WebP", () => {
              const picture = decodeFirst(bytes, decodeStill);
              expectSize(picture, facts);
              return { ...picture, opaque: !facts.alpha || isOpaque(picture.data) };
            }),
        };
      }),
  };
}

/** WebP by libwebp with SIMD; quality 100 is lossless. */
export function webpEncoder(): EncoderCodec {
  const compiled = rememberLoaded(loadEncoder);
  return {
    does: "encode",
    format: "webp",
    build: buildOf("webp-encoder", 1),
    // The alpha plane is coded by the lossless coder, which is the hungry one, and hungriest for its size below 1 MP.
    bytesFor: ({ width, height, opaque }, { quality }) => {
      const pixels = width * height;
      if (quality === LOSSLESS_QUALITY) return 17_000_000 + Math.min(80 * pixels, 18_000_000 + 52 * pixels);
      return 17_000_000 + pixels * (opaque ? 14 : 38);
    },
    open: () =>
      openGuarded("WebP", async () => {
        const factory = encoderGlue as unknown as EmscriptenFactory<WebpEncoderApi>;
        const { api, memoryBytes } = await openEmscripten(factory, await compiled());
        return {
          memoryBytes,
          encode: ({ data, width, height }, options) =>
            workGuarded("WebP", () => {
              const encoded = api.encode(data, width, height, webpConfig(options));
              if (encoded === null) throw new Error("The encoder gave nothing.");
              return encoded;
            }),
        };
      }),
  };
}

function webpConfig({ quality, fineChroma = false }: EncodeOptions): WebpConfig {
  return quality === LOSSLESS_QUALITY
    ? { ...LIBWEBP_DEFAULTS, method: METHOD, lossless: 1, quality: LOSSLESS_EFFORT }
    : { ...LIBWEBP_DEFAULTS, method: METHOD, quality, use_sharp_yuv: Number(fineChroma) };
}

/** The picture, or the first frame of an animation on its canvas, which is transparent as browsers show it. */
function decodeFirst(
  bytes: Uint8Array,
  decodeStill: (bytes: Uint8Array) => DecodedPixels,
): Omit<Raster, "opaque"> {
  const frame = firstFrame(bytes);
  const picture = decodeStill(frame?.file ?? bytes);
  const pixels = new Uint8Array(picture.data.buffer);
  if (frame === undefined) return { width: picture.width, height: picture.height, data: pixels };

  const { place, canvas } = frame;
  expectSize(picture, place);
  const data = new Uint8Array(canvas.width * canvas.height * 4);
  const rowBytes = place.width * 4;
  for (let row = 0; row < place.height; row++) {
    const to = ((place.top + row) * canvas.width + place.left) * 4;
    data.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), to);
  }
  return { width: canvas.width, height: canvas.height, data };
}
