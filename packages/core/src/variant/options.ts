import { CENTRE } from "./gravity.ts";
import { colour, decimal, described, gravity, oneOf, wholeNumber, type ValueKind } from "./value-kinds.ts";

/** One transform option of Cloudflare Images. */
export interface OptionRow<Value = unknown> {
  /** Other names in URLs. JSON takes only the row's own name. */
  readonly aliases: readonly string[];
  /** False: Darkroom knows the option and refuses it by name. */
  readonly built: boolean;
  readonly kind: ValueKind<Value>;
  /** The value that means the same as leaving the option out; absent where no value does. */
  readonly default?: Value;
  /** One sentence for the reference tables. */
  readonly doc: string;
}

interface RowText<Value> {
  readonly aliases?: readonly string[];
  readonly default?: NoInfer<Value>;
  readonly doc: string;
}

function built<Value, const Row extends RowText<Value>>(kind: ValueKind<Value>, row: Row) {
  return { aliases: [], ...row, kind, built: true } as const;
}

function unbuilt<Value, const Row extends RowText<Value>>(kind: ValueKind<Value>, row: Row) {
  return { aliases: [], ...row, kind, built: false } as const;
}

/** The longest side that a JPEG can have (ITU-T T.81, B.2.2); what is made is limited further, see `Limits`. */
const LONGEST_SIDE = 65_535;

const QUALITY = wholeNumber(1, 100, { high: 90, "medium-high": 70, "medium-low": 50, low: 35 });

/**
 * THE option table: one row for each transform option of Cloudflare Images, by its name in JSON and URLs.
 * Types, parsers, the canonical string and the reference tables come from it.
 */
export const OPTIONS = {
  anim: unbuilt(described("true or false"), {
    doc: "Keeps animations moving; `false` delivers the first frame.",
  }),
  background: built(colour(), {
    doc: "Fills what is transparent and what `fit=pad` adds; without it transparency is kept where the format has it, and is white elsewhere.",
  }),
  blur: unbuilt(decimal(0, 250), {
    doc: "Blurs by about this radius in pixels.",
  }),
  border: unbuilt(described("an object of a color and widths"), {
    doc: "Draws a border around the finished picture.",
  }),
  brightness: unbuilt(described("a factor"), {
    doc: "Brightens by a factor; below 1 darkens.",
  }),
  compression: unbuilt(oneOf(["fast"]), {
    doc: "Takes the quickest encoder rather than the smallest file.",
  }),
  contrast: unbuilt(described("a factor"), {
    doc: "Multiplies the contrast by a factor.",
  }),
  dpr: built(decimal(1, 2), {
    default: 1,
    doc: "Multiplies `width` and `height`, for screens with more than one device pixel to a CSS pixel.",
  }),
  draw: unbuilt(described("a list of overlays"), {
    doc: "Lays other pictures over this one.",
  }),
  fit: built(oneOf(["scale-down", "scale-up", "contain", "cover", "crop", "aspect-crop", "pad", "squeeze"]), {
    default: "scale-down",
    doc: "How the picture is fitted into `width` and `height`: shrunk or enlarged to fit inside, cropped to fill, padded, or distorted.",
  }),
  flip: unbuilt(oneOf(["h", "v", "hv"]), {
    doc: "Mirrors horizontally, vertically or both ways.",
  }),
  format: built(
    oneOf(["auto", "avif", "webp", "jpeg", "baseline-jpeg", "png"], ["json", "png-force", "svg"]),
    {
      aliases: ["f"],
      default: "auto",
      doc: "The format to deliver; `auto` chooses the best that the client's Accept header allows.",
    },
  ),
  gamma: unbuilt(described("a factor"), {
    doc: "Changes the brightness of midtones.",
  }),
  gravity: built(gravity(["auto", "face", "entropy"]), {
    aliases: ["g"],
    default: CENTRE,
    doc: "What `cover`, `crop` and `aspect-crop` keep: a side, `center`, or a point as shares of width and height such as `0.33x0.5`.",
  }),
  height: built(wholeNumber(1, LONGEST_SIDE), {
    aliases: ["h"],
    doc: "The height to fit into, in pixels.",
  }),
  metadata: built(oneOf(["none"], ["copyright", "keep"]), {
    default: "none",
    doc: "Which metadata the delivered picture keeps; orientation and colour profile are always applied.",
  }),
  onerror: unbuilt(oneOf(["redirect"]), {
    doc: "Redirects to the source when the picture cannot be made.",
  }),
  "origin-auth": unbuilt(oneOf(["share-publicly"]), {
    doc: "Fetches the source with the credentials of the request.",
  }),
  quality: built(QUALITY, {
    aliases: ["q"],
    default: 85,
    doc: "The quality of JPEG, WebP and AVIF: a number, or a word for one (`high` 90, `medium-high` 70, `medium-low` 50, `low` 35).",
  }),
  rotate: unbuilt(described("0, 90, 180 or 270"), {
    doc: "Turns the picture clockwise before it is resized.",
  }),
  saturation: unbuilt(described("a factor"), {
    doc: "Multiplies the saturation by a factor; 0 is grey.",
  }),
  segment: unbuilt(oneOf(["foreground"]), {
    doc: "Makes everything behind the subject transparent.",
  }),
  sharpen: unbuilt(decimal(0, 10), {
    doc: "Sharpens; 1 suits most pictures that were made smaller.",
  }),
  "slow-connection-quality": unbuilt(QUALITY, {
    aliases: ["scq"],
    doc: "Replaces `quality` for clients whose hints tell of a slow connection.",
  }),
  trim: unbuilt(described("pixels or shares to cut off, or `border`"), {
    doc: "Cuts off the edges before anything else happens.",
  }),
  upscale: unbuilt(oneOf(["interpolate", "generate"]), {
    doc: "How pictures are enlarged.",
  }),
  width: built(wholeNumber(1, LONGEST_SIDE, {}, ["auto"]), {
    aliases: ["w"],
    doc: "The width to fit into, in pixels.",
  }),
  zoom: unbuilt(decimal(0, 1), {
    aliases: ["face-zoom"],
    doc: "How tightly `gravity=face` frames the faces.",
  }),
} as const satisfies Record<string, OptionRow>;

export type OptionName = keyof typeof OPTIONS;

/** The options that Darkroom builds. */
export type BuiltOptionName = {
  [Name in OptionName]: (typeof OPTIONS)[Name]["built"] extends true ? Name : never;
}[OptionName];

type ValueOf<Name extends OptionName> =
  (typeof OPTIONS)[Name]["kind"] extends ValueKind<infer Value> ? Value : never;

/**
 * Transform options as parsed: words are resolved to numbers, gravity to a point, the background to bytes. An
 * absent option has its default.
 */
export type TransformOptions = { readonly [Name in BuiltOptionName]?: ValueOf<Name> };

/** Options of a stored variant; the same as those of a URL. */
export type VariantOptions = TransformOptions;

export type Fit = NonNullable<TransformOptions["fit"]>;
export type FormatOption = NonNullable<TransformOptions["format"]>;

/** Names that belong to an option or to one of its values, and are refused with it. */
export const OPTION_PARTS: ReadonlyMap<string, string> = new Map([
  ["trim.top", "trim"],
  ["trim.right", "trim"],
  ["trim.bottom", "trim"],
  ["trim.left", "trim"],
  ["trim.width", "trim"],
  ["trim.height", "trim"],
  ["trim.border.color", "trim"],
  ["trim.border.tolerance", "trim"],
  ["trim.border.keep", "trim"],
  ["wbreakpoints", "width=auto"],
  ["wmobile", "width=auto"],
  ["wdesktop", "width=auto"],
]);

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}
