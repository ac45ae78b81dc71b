import decoderGlue from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";
import encoderGlue from "@jsquash/jpeg/codec/enc/mozjpeg_enc.js";
import { load as loadDecoder } from "#wasm/jpeg-decoder";
import { load as loadEncoder } from "#wasm/jpeg-encoder";
import { DarkroomError } from "../errors.ts";
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

interface JpegDecoderApi {
  /** Exits (throws an `ExitStatus`) where libjpeg gives up; `upright` turns the picture as EXIF says. */
  decode(bytes: Uint8Array, upright: boolean): DecodedPixels | null;
}

interface JpegEncoderApi {
  encode(pixels: Uint8Array, width: number, height: number, options: MozjpegOptions): Uint8Array<ArrayBuffer>;
}

/** The parameters of jSquash's encoder; each must be given. */
interface MozjpegOptions {
  readonly quality: number;
  /** Quantisation tables of 8 bits only; takes precedence over `progressive`. */
  readonly baseline: boolean;
  readonly arithmetic: boolean;
  readonly progressive: boolean;
  readonly optimize_coding: boolean;
  readonly smoothing: number;
  /** libjpeg's J_COLOR_SPACE: 3 is YCbCr. */
  readonly color_space: number;
  /** 3 is the table of ImageMagick, mozjpeg's own choice. */
  readonly quant_table: number;
  readonly trellis_multipass: boolean;
  readonly trellis_opt_zero: boolean;
  readonly trellis_opt_table: boolean;
  readonly trellis_loops: number;
  readonly auto_subsample: boolean;
  /** Luma samples per chroma sample, in both directions. */
  readonly chroma_subsample: number;
  readonly separate_chroma_quality: boolean;
  readonly chroma_quality: number;
}

/** From this quality on chroma keeps its full resolution, as libvips does by default. */
const FULL_CHROMA_QUALITY = 90;

/**
 * The qualities at which a picture may be progressive. Below, mozjpeg's tables hold values above 255, which
 * 8-bit JPEG does not allow (ITU-T T.81, B.2.4.1, Pq); it cuts them off only for one scan. Above, several
 * scans save 3 % of the size for twice the time, and on noise for ten times the time and the memory.
 */
const PROGRESSIVE_QUALITY = { from: 70, to: 95 } as const;

/** What libjpeg says of files that are not broken but of a kind that it was not built for. */
const UNSUPPORTED = /not implemented|legal restrictions|^Unsupported (JPEG|color)/;

/**
 * JPEG by mozjpeg, as stored: EXIF orientation and colour profiles are left alone. A picture that ends early
 * or has damage inside is decoded as far as it goes, as browsers do.
 */
export function jpegDecoder(): DecoderCodec {
  const compiled = rememberLoaded(loadDecoder);
  return {
    does: "decode",
    format: "jpeg",
    build: buildOf("jpeg-decoder", 1),
    cmyk: false,
    shrinks: false,
    // Coefficients of all scans are held for a progressive picture, two bytes for each of up to three samples.
    bytesFor: ({ width, height, progressive }) => 17_000_000 + width * height * (progressive ? 15 : 6),
    open: () =>
      openGuarded("JPEG", async () => {
        const factory = decoderGlue as unknown as EmscriptenFactory<JpegDecoderApi>;
        const { api, memoryBytes, takeComplaints } = await openEmscripten(factory, await compiled());
        return {
          memoryBytes,
          decode: (bytes, facts) =>
            decodeGuarded("JPEG", () => {
              if (facts.components === 4) throw unsupported("CMYK JPEG pictures are not supported.");
              if (facts.bitDepth !== 8)
                throw unsupported(`JPEG pictures of ${facts.bitDepth} bits are not supported.`);
              takeComplaints();
              const pixels = withPlantedGlobals(() => {
                try {
                  return api.decode(bytes, false);
                } catch (error) {
                  throw explain(takeComplaints(), error);
                }
              });
              if (pixels === null) throw corrupt("JPEG", takeComplaints().join("; "));
              expectSize(pixels, facts);
              const { width, height, data } = pixels;
              return { width, height, data: new Uint8Array(data.buffer), opaque: true };
            }),
        };
      }),
  };
}

/** JPEG by mozjpeg: trellis quantisation and optimised Huffman codes. Alpha is ignored: flatten before. */
export function jpegEncoder(): EncoderCodec {
  const compiled = rememberLoaded(loadEncoder);
  return {
    does: "encode",
    format: "jpeg",
    build: buildOf("jpeg-encoder", 1),
    bytesFor: ({ width, height }, { quality }) =>
      17_000_000 + width * height * (quality >= FULL_CHROMA_QUALITY ? 24 : 16),
    open: () =>
      openGuarded("JPEG", async () => {
        const factory = encoderGlue as unknown as EmscriptenFactory<JpegEncoderApi>;
        const { api, memoryBytes } = await openEmscripten(factory, await compiled());
        return {
          memoryBytes,
          encode: ({ data, width, height }, options) =>
            workGuarded("JPEG", () => api.encode(data, width, height, mozjpegOptions(options))),
        };
      }),
  };
}

function mozjpegOptions({ quality, progressive }: EncodeOptions): MozjpegOptions {
  const scans = progressive && quality >= PROGRESSIVE_QUALITY.from && quality <= PROGRESSIVE_QUALITY.to;
  return {
    quality,
    baseline: !scans,
    arithmetic: false,
    progressive: scans,
    optimize_coding: true,
    smoothing: 0,
    color_space: 3,
    quant_table: 3,
    trellis_multipass: false,
    trellis_opt_zero: false,
    trellis_opt_table: false,
    trellis_loops: 1,
    // Chroma at half width only (mozjpeg's rule for 80 to 89) costs a tenth of the size for no visible gain.
    auto_subsample: false,
    chroma_subsample: quality >= FULL_CHROMA_QUALITY ? 1 : 2,
    separate_chroma_quality: false,
    chroma_quality: quality,
  };
}

/** libjpeg's last line says why it gave up. */
function explain(complaints: readonly string[], error: unknown): unknown {
  const reason = complaints.at(-1);
  if (reason === undefined) return error;
  return UNSUPPORTED.test(reason)
    ? unsupported("JPEG pictures of this coding are not supported.", reason)
    : new Error(reason, { cause: error });
}

function unsupported(message: string, cause?: unknown): DarkroomError {
  return new DarkroomError("image_unsupported", message, { cause });
}
