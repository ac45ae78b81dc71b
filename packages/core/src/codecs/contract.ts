import type { ImageFacts, Orientation, Rectangle, Size } from "../formats/facts.ts";
import type { Format } from "../formats/table.ts";

/** Pixels: RGBA, 8 bits a sample, not premultiplied, rows from the top, no padding. */
export interface Raster extends Size {
  /** Exactly `width * height * 4` bytes, and its buffer holds nothing else (codecs ignore `byteOffset`). */
  readonly data: Uint8Array<ArrayBuffer>;
  /** Every alpha byte is known to be 255; steps that care for alpha may be left out. */
  readonly opaque: boolean;
  /** Not RGBA but cyan, magenta, yellow and black, 255 being full ink: only from a decoder to the colour step. */
  readonly ink?: true;
}

/** A part of a stored picture, and the size to resample it to. */
export interface Resampling {
  readonly crop: Rectangle;
  readonly size: Size;
}

/** What an encoder is told; an encoder ignores what its format does not have. */
export interface EncodeOptions {
  /** 1 to 100 on the scale of the API (JPEG's); each encoder maps it to its own. */
  readonly quality: number;
  /** JPEG: progressive scans rather than one. */
  readonly progressive: boolean;
  /** Keep edges between colours as sharp as the format can: the source had them at full resolution. */
  readonly fineChroma?: boolean;
}

/** An instance of a codec: its own memory, used by one image at a time, thrown away after any failure. */
export interface CodecInstance {
  /** Bytes of linear memory that the instance holds; memory of an instance never shrinks. */
  memoryBytes(): number;
}

export interface DecoderInstance extends CodecInstance {
  /**
   * Decodes the first frame, as stored: orientation and colour profile are not applied. The raster has the
   * size of the facts: where they have a `clap`, the picture is cropped to it. With a `resampling`, which only
   * a codec that `shrinks` is given, it has that size, by Lanczos3 as a resizer would.
   * Throws a `DarkroomError` `image_corrupt` or `image_unsupported` for bytes that it cannot take.
   */
  decode(bytes: Uint8Array, facts: ImageFacts, resampling?: Resampling): Raster;
}

export interface TranscoderInstance extends CodecInstance {
  /**
   * Decodes, resamples, changes and encodes at once, without a picture in between. The resampling is that of the stored
   * picture, which is turned afterwards.
   */
  transcode(
    bytes: Uint8Array,
    facts: ImageFacts,
    resampling: Resampling,
    options: EncodeOptions,
    changes: { readonly orientation: Orientation; readonly profile?: Uint8Array | undefined },
  ): Uint8Array<ArrayBuffer>;
}

export interface EncoderInstance extends CodecInstance {
  encode(raster: Raster, options: EncodeOptions): Uint8Array<ArrayBuffer>;
}

export interface ResizerInstance extends CodecInstance {
  /** Resamples to exactly `size` (each side at least 1) with Lanczos3; alpha is premultiplied where it is used. */
  resize(raster: Raster, size: Size): Raster;
}

export interface ColourInstance extends CodecInstance {
  /**
   * Converts pixels from an embedded profile to sRGB, alpha untouched, in place or in a copy. Returns RGBA
   * unchanged where there is no profile or it cannot be used, as browsers do; inks are then mixed by rule of thumb.
   */
  toSrgb(raster: Raster, profile: Uint8Array | undefined): Raster;
}

/** Which binary or library does the work; part of every cache key, so that new code gives new keys. */
export interface CodecBuild {
  readonly name: string;
  readonly version: string;
  /** Hex SHA-256 of the `.wasm`; of no meaning, and absent, for a codec in plain JavaScript. */
  readonly sha256?: string;
}

interface CodecBase<Instance extends CodecInstance> {
  readonly build: CodecBuild;
  /** Loads and instantiates. Rejects when the environment cannot run it; the next call tries anew. */
  open(): Promise<Instance>;
}

export interface DecoderCodec extends CodecBase<DecoderInstance> {
  readonly does: "decode";
  readonly format: Format;
  /** It takes pictures of four colour components (CMYK, YCCK), and gives inks. */
  readonly cmyk: boolean;
  /** It can crop and resample while it decodes, so that the full picture never exists. */
  readonly shrinks: boolean;
  /** Predicted bytes of memory while it decodes such a file, the raster that it gives not counted. */
  bytesFor(facts: ImageFacts, resampling?: Resampling): number;
}
export interface TranscoderCodec extends CodecBase<TranscoderInstance> {
  readonly does: "transcode";
  readonly from: Format;
  readonly to: Format;
  /** Predicted bytes of memory while it works; neither file is counted. */
  bytesFor(
    facts: ImageFacts,
    resampling: Resampling,
    options: EncodeOptions,
    changes: { readonly orientation: Orientation },
  ): number;
}
export interface EncoderCodec extends CodecBase<EncoderInstance> {
  readonly does: "encode";
  readonly format: Format;
  /** Predicted bytes of memory while it encodes, the raster not counted, for a photograph: noise takes up to twice as much. */
  bytesFor(picture: Pick<Raster, "width" | "height" | "opaque">, options: EncodeOptions): number;
}
export interface ResizerCodec extends CodecBase<ResizerInstance> {
  readonly does: "resize";
  /** Predicted bytes of memory while it resizes, both rasters not counted. */
  bytesFor(from: Size, to: Size): number;
}
/** Profiles that are curves and a matrix, as those of most pictures are; or those of every kind. */
export type Profiles = "matrix" | "any";

export interface ColourCodec extends CodecBase<ColourInstance> {
  readonly does: "colour";
  /** The profiles that it can follow. */
  readonly profiles: Profiles;
  /** Predicted bytes of memory while it converts, the raster not counted. */
  bytesFor(picture: Size): number;
}

/** A codec as an application hands it to the pipeline: stateless until `open` is called. */
export type Codec = DecoderCodec | TranscoderCodec | EncoderCodec | ResizerCodec | ColourCodec;
