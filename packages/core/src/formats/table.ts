/** The image formats that Darkroom knows; `heic` is recognised so that it can be refused by name. */
export type Format = "jpeg" | "png" | "webp" | "avif" | "gif" | "svg" | "heic";

export interface FormatRow {
  readonly mediaType: string;
  /** File extensions without the dot, the usual one first. */
  readonly extensions: readonly [string, ...string[]];
  /** Pixels can be decoded from it. */
  readonly decodes: boolean;
  /** Pixels can be encoded to it. */
  readonly encodes: boolean;
  /** The format can hold an animation. */
  readonly animates: boolean;
  /** The format can hold transparency. */
  readonly alpha: boolean;
  /** Pictures keep their colours at full resolution, as lossy formats seldom do: graphics with hard edges. */
  readonly fineChroma: boolean;
  /** Encoded with a quality, from small to good. */
  readonly quality: boolean;
  /** Encoded so that a coarse picture of the whole arrives first, where the size is worth it. */
  readonly progressive: boolean;
  /** Delivered only to a client that names it in Accept; `*` + `/*` is not enough. */
  readonly mustBeNamed: boolean;
  /** What a client receives that does not take the format: for opaque pictures, and for those with alpha. */
  readonly family: { readonly opaque: Format; readonly alpha: Format };
}

/** THE format table. Code asks a row; it never compares format names. */
export const FORMATS = {
  jpeg: {
    mediaType: "image/jpeg",
    extensions: ["jpg", "jpeg"],
    decodes: true,
    encodes: true,
    animates: false,
    alpha: false,
    fineChroma: false,
    quality: true,
    progressive: true,
    mustBeNamed: false,
    family: { opaque: "jpeg", alpha: "png" },
  },
  png: {
    mediaType: "image/png",
    extensions: ["png"],
    decodes: true,
    encodes: true,
    animates: true,
    alpha: true,
    fineChroma: true,
    quality: false,
    progressive: false,
    mustBeNamed: false,
    family: { opaque: "png", alpha: "png" },
  },
  webp: {
    mediaType: "image/webp",
    extensions: ["webp"],
    decodes: true,
    encodes: true,
    animates: true,
    alpha: true,
    fineChroma: false,
    quality: true,
    progressive: false,
    mustBeNamed: true,
    family: { opaque: "jpeg", alpha: "png" },
  },
  avif: {
    mediaType: "image/avif",
    extensions: ["avif"],
    decodes: true,
    encodes: true,
    animates: true,
    alpha: true,
    fineChroma: false,
    quality: true,
    progressive: false,
    mustBeNamed: true,
    family: { opaque: "jpeg", alpha: "png" },
  },
  gif: {
    mediaType: "image/gif",
    extensions: ["gif"],
    decodes: true,
    encodes: false,
    animates: true,
    alpha: true,
    fineChroma: true,
    quality: false,
    progressive: false,
    mustBeNamed: false,
    family: { opaque: "png", alpha: "png" },
  },
  svg: {
    mediaType: "image/svg+xml",
    extensions: ["svg"],
    decodes: false,
    encodes: false,
    animates: false,
    alpha: true,
    fineChroma: true,
    quality: false,
    progressive: false,
    mustBeNamed: false,
    family: { opaque: "svg", alpha: "svg" },
  },
  heic: {
    mediaType: "image/heic",
    extensions: ["heic", "heif"],
    decodes: false,
    encodes: false,
    animates: true,
    alpha: true,
    fineChroma: false,
    quality: false,
    progressive: false,
    mustBeNamed: true,
    family: { opaque: "jpeg", alpha: "png" },
  },
} as const satisfies Record<Format, FormatRow>;
