import { load } from "#wasm/pixels";
import { readMatrixProfile } from "../colour/matrix-profile.ts";
import { DarkroomError } from "../errors.ts";
import type { ImageFacts, Size } from "../formats/facts.ts";
import { decodeJpeg } from "../kernels/jpeg-decode.ts";
import { encodeJpeg, type JpegEncodeOptions } from "../kernels/jpeg-encode.ts";
import {
  chooseScale,
  resizeJpeg,
  resizeJpegAsPixels,
  resizeJpegToInk,
  resizeJpegToRaster,
} from "../kernels/jpeg-resize.ts";
import { convertPixels, matrixTables } from "../kernels/matrix-colour.ts";
import { instantiatePixels, type PixelKernels } from "../kernels/pixels.ts";
import { openResizer } from "../kernels/resample.ts";
import { buildOf } from "./builds.ts";
import { rememberLoaded } from "./compiled-module.ts";
import type {
  ColourCodec,
  DecoderCodec,
  EncodeOptions,
  EncoderCodec,
  Raster,
  Resampling,
  ResizerCodec,
  TranscoderCodec,
} from "./contract.ts";
import { decodeGuarded, openGuarded, workGuarded } from "./failure.ts";

/**
 * Darkroom's own kernels as codecs: JPEG both ways, JPEG to JPEG in planes, Lanczos3, and profiles of a matrix. All of it is one
 * binary of plain SIMD, `wasm/pixels.wasm`; see `src/kernels`.
 */

const compiled = (): (() => Promise<WebAssembly.Module>) => rememberLoaded(load);

async function open(module: () => Promise<WebAssembly.Module>): Promise<PixelKernels> {
  return openGuarded("pixel kernel", async () => instantiatePixels(await module()));
}

/** JPEG of 8 bits, baseline and progressive, one to four components; decodes to size. */
export function jpegDecoder(): DecoderCodec {
  const module = compiled();
  return {
    does: "decode",
    format: "jpeg",
    build: buildOf("pixels", 1),
    cmyk: true,
    shrinks: true,
    bytesFor: (facts, resampling) =>
      resampling === undefined && facts.components !== 4
        ? fullDecodeBytes(facts)
        : resizeBytes(facts, resampling ?? whole(facts)),
    async open() {
      const kernels = await open(module);
      return {
        memoryBytes: kernels.memoryBytes,
        decode: (bytes, facts, resampling) =>
          decodeGuarded("JPEG", () => decode(kernels, bytes, facts, resampling)),
      };
    },
  };
}

function decode(
  kernels: PixelKernels,
  bytes: Uint8Array,
  facts: ImageFacts,
  resampling: Resampling | undefined,
): Raster {
  if (facts.components === 4) {
    const { crop, size: out } = resampling ?? whole(facts);
    const ink = resizeJpegToInk(kernels, bytes, { crop, out });
    if (ink === undefined)
      throw new DarkroomError("image_corrupt", "The JPEG has not the components of its header.");
    return { ...ink, opaque: true, ink: true };
  }
  if (resampling === undefined) return decodeJpeg(kernels, bytes, 8);
  return resizeJpegToRaster(kernels, bytes, { crop: resampling.crop, out: resampling.size });
}

/** JPEG with Huffman codes made for the picture, baseline or progressive. Alpha is ignored: flatten before. */
export function jpegEncoder(): EncoderCodec {
  const module = compiled();
  return {
    does: "encode",
    format: "jpeg",
    build: buildOf("pixels", 1),
    bytesFor: (picture, options) => FIXED_BYTES + encodeBytes(picture, options),
    async open() {
      const kernels = await open(module);
      return {
        memoryBytes: kernels.memoryBytes,
        encode: (raster, options) =>
          workGuarded("JPEG", () => encodeJpeg(kernels, raster, jpegOptions(options))),
      };
    },
  };
}

/** JPEG to JPEG: planes are decoded to size, resampled and encoded, a few rows at a time; none becomes RGB. */
export function jpegTranscoder(): TranscoderCodec {
  const module = compiled();
  return {
    does: "transcode",
    from: "jpeg",
    to: "jpeg",
    build: buildOf("pixels", 1),
    bytesFor: (facts, resampling, options, { orientation }) =>
      resizeBytes(facts, resampling) +
      encodeBytes(resampling.size, options) +
      (orientation === 1
        ? 0
        : 4.2 * area(resampling.size) + 100 * (resampling.size.width + resampling.size.height)),
    async open() {
      const kernels = await open(module);
      return {
        memoryBytes: kernels.memoryBytes,
        transcode: (bytes, _facts, { crop, size }, options, { orientation, profile }) => {
          const encoding = jpegOptions(options);
          const plan = { crop, out: size };
          const changes = { orientation, tables: profile && tablesOf(profile) };
          return fileGuarded(size, () => {
            const keepsPlanes = orientation === 1 && changes.tables === undefined;
            // A picture that is stored as RGB has no such planes.
            const inPlanes = keepsPlanes ? resizeJpeg(kernels, bytes, plan, encoding) : undefined;
            return inPlanes ?? resizeJpegAsPixels(kernels, bytes, plan, changes, encoding);
          });
        },
      };
    },
  };
}

/** {@link decodeGuarded} for what makes a file of the bytes. */
function fileGuarded(size: Size, make: () => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return decodeGuarded("JPEG", () => ({ ...size, data: make(), opaque: true })).data;
}

function tablesOf(profile: Uint8Array): Uint8Array | undefined {
  const matrix = readMatrixProfile(profile);
  return matrix && matrixTables(matrix);
}

/** From an embedded profile of curves and a matrix to sRGB, as Little CMS would to within a level. */
export function matrixColour(): ColourCodec {
  const module = compiled();
  return {
    does: "colour",
    profiles: "matrix",
    build: buildOf("pixels", 1),
    bytesFor: () => FIXED_BYTES,
    async open() {
      const kernels = await open(module);
      return {
        memoryBytes: kernels.memoryBytes,
        toSrgb(raster, profile) {
          const tables = profile === undefined || raster.ink ? undefined : tablesOf(profile);
          if (tables !== undefined) workGuarded("colour", () => convertPixels(kernels, tables, raster.data));
          return raster;
        },
      };
    },
  };
}

/** Lanczos3 in fixed point; alpha is premultiplied where it is used. */
export function lanczosResizer(): ResizerCodec {
  const module = compiled();
  return {
    does: "resize",
    build: buildOf("pixels", 1),
    bytesFor: resizerBytes,
    open: async () => openResizer(await open(module)),
  };
}

/** From this quality on colour is worth its bytes, as libjpeg's users find too. */
const FULL_CHROMA_QUALITY = 91;

function jpegOptions({ quality, fineChroma = false, progressive }: EncodeOptions): JpegEncodeOptions {
  const subsampling = fineChroma || quality >= FULL_CHROMA_QUALITY ? "4:4:4" : "4:2:0";
  return { quality, progressive, subsampling };
}

function whole({ width, height }: Size): Resampling {
  return { crop: { left: 0, top: 0, width, height }, size: { width, height } };
}

/** Code, tables, and pages that are not full. */
const FIXED_BYTES = 350_000;

/*
 * The figures below are fitted to some hundred measured sizes, samplings and scales, and raised to an upper bound;
 * a test holds them to that, and to being no more than half as much again.
 */

/** From here on the kernel carries sums from window to window, and its window no longer grows. */
const LONGEST_REACH = 18.5;

/** A band of source rows, the rows that the filter reaches over, weights; with alpha, which takes half as much again. */
function resizerBytes(from: Size, to: Size): number {
  const reach = Math.min(Math.max(1, from.height / to.height), LONGEST_REACH);
  return 60_000 + Math.min(8 * area(from), 450_000) + from.width * (360 + 48 * reach) + 75 * to.width;
}

function area({ width, height }: Size): number {
  return width * height;
}

/** Decoding without resampling: a band of rows, and its pixels. */
function fullDecodeBytes(facts: ImageFacts): number {
  return FIXED_BYTES + 105 * facts.width + coefficientBytes(facts, 8);
}

/** Bands of rows of the scaled picture, the rows that the filter reaches over, its weights, and what is ready. */
function resizeBytes(facts: ImageFacts, { crop, size }: Resampling): number {
  const { samples = facts.components, components } = facts;
  const scale = chooseScale(crop, size);
  const scaledWidth = (facts.width * scale) / 8;
  return (
    FIXED_BYTES +
    samples * (8.5 * scaledWidth * scale + 5 * facts.width) +
    components * (160 * size.width + 2 * size.height + 15 * scaledWidth) +
    coefficientBytes(facts, scale)
  );
}

/**
 * A picture in one scan is decoded row by row. Otherwise the coefficients that the scale needs are kept, two
 * bytes each, and eight bytes of masks for each block of 8×8.
 */
function coefficientBytes(
  { width, height, components, samples = components, progressive, scans }: ImageFacts,
  scale: number,
): number {
  if (!progressive && scans === 1) return 0;
  const blocks = Math.ceil(width / 8 + 2) * Math.ceil(height / 8 + 2) * samples;
  return blocks * (2 * scale * scale + 8);
}

/** Symbols of the coefficients are kept until their frequencies are known, and then the file. */
function encodeBytes({ width, height }: Size, { quality }: EncodeOptions): number {
  return 60_000 + 90 * width + 30 * height + width * height * (quality >= FULL_CHROMA_QUALITY ? 3 : 0.75);
}
