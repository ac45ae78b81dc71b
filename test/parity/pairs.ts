/** One picture and what to make of it. */
export interface Pair {
  /** Below `test/fixtures`. */
  readonly source: string;
  /** As the API takes them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What the client accepts, where the format is left open. */
  readonly accept?: string;
}

const pair = (source: string, options: Pair["options"], accept?: string): Pair => ({
  source,
  options,
  ...(accept !== undefined && { accept }),
});

const PHOTO = "photos/adobe-rgb-600.jpg";
const ALPHA = "png/palette-transparent.png";
const SMALL = { width: 160, height: 120 };

/** Turned and mirrored, by the number of the EXIF tag. */
const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8];
const FITS = ["scale-down", "scale-up", "contain", "cover", "crop", "aspect-crop", "pad", "squeeze"];
const QUALITIES = [1, 35, 60, 85, 100, "low", "high"];
const OUTPUTS = ["jpeg", "baseline-jpeg", "png", "webp", "avif"];

/** Every format, pixel type, orientation, profile, fit, quality and output; small, for each runs on every runtime. */
export const PAIRS: readonly Pair[] = [
  // Every output of a photo with a profile, of a picture with alpha, and at its own size.
  ...OUTPUTS.flatMap((format) => [
    pair(PHOTO, { ...SMALL, format }),
    pair(ALPHA, { ...SMALL, format }),
    pair("orientation/orientation-6.png", { format }),
  ]),
  // Every fit, down and up, with and without alpha.
  ...FITS.flatMap((fit) => [
    pair(PHOTO, { width: 150, height: 150, fit, format: "jpeg" }),
    pair(ALPHA, { width: 400, height: 300, fit, format: "webp" }),
  ]),
  // Qualities, and what `png` makes of one.
  ...QUALITIES.flatMap((quality) => [
    pair(PHOTO, { width: 120, quality, format: "jpeg" }),
    pair(PHOTO, { width: 120, quality, format: "webp" }),
  ]),
  ...[10, 50, 90].map((quality) => pair(PHOTO, { width: 120, quality, format: "avif" })),
  pair(PHOTO, { width: 120, quality: 50, format: "png" }),
  // Every orientation, in every format that has one.
  ...ORIENTATIONS.map((turn) => pair(`orientation/landscape_${turn}.jpg`, { width: 90, format: "png" })),
  ...ORIENTATIONS.map((turn) =>
    pair(`orientation/portrait_${turn}.jpg`, {
      width: 60,
      height: 60,
      fit: "cover",
      gravity: "top",
      format: "webp",
    }),
  ),
  pair("orientation/orientation-6.webp", { width: 60, format: "png" }),
  pair("avif/irot1-imir0.avif", { width: 60, format: "png" }),
  pair("avif/irot-alpha-both.avif", { width: 60, format: "png" }),
  // Gravity, background and device pixels.
  ...["left", "right", "top", "bottom", "0.1x0.9"].map((gravity) =>
    pair(PHOTO, { width: 100, height: 50, fit: "crop", gravity, format: "jpeg" }),
  ),
  pair(ALPHA, { ...SMALL, fit: "pad", background: "#ff8000", format: "jpeg" }),
  pair(ALPHA, { ...SMALL, background: "rgb(0 128 255 / 50%)", format: "webp" }),
  pair(PHOTO, { ...SMALL, dpr: 2, format: "webp" }),
  // JPEG of other kinds: grey, RGB, a wide gamut.
  pair("photos/rgb-jpeg-adobe-transform-0.jpg", { width: 100, format: "png" }),
  pair("photos/display-p3-gain-map-phone.jpg", { width: 100, format: "png" }),
  pair("photos/3mp-baseline-gray-flower.jpg", { width: 200, format: "jpeg" }),
  pair("photos/3mp-baseline-422-flower.jpg", { width: 320, format: "jpeg" }),
  pair("photos/4mp-progressive-420-fig.jpg", { width: 320, format: "webp" }),
  // PNG of every pixel type.
  ...[
    "basi0g08",
    "basi6a08",
    "basn0g01",
    "basn0g08",
    "basn0g16",
    "basn2c08",
    "basn3p01",
    "basn3p04",
    "basn3p08",
    "basn4a08",
    "basn4a16",
    "basn6a08",
    "basn6a16",
    "oi9n2c16",
    "tbrn2c08",
    "tm3n3p02",
    "exif2c08",
  ].map((name) => pair(`png/${name}.png`, { width: 20, format: "png" })),
  pair("png/display-p3.png", { format: "png" }),
  pair("png/icc-exif-xmp.png", { width: 100, format: "webp" }),
  pair("png/apng-4-frames.png", { width: 50, format: "png" }),
  // WebP, AVIF and GIF: still, with alpha, animated (their first frame, or passed through).
  pair("webp/lossy-photo.webp", { width: 200, format: "jpeg" }),
  pair("webp/icc-exif.webp", { width: 100, format: "png" }),
  pair("webp/animated-alpha-9.webp", { width: 50, format: "png" }),
  pair("webp/animated-loop-3.webp", {}, "image/webp"),
  pair("avif/photo-8bit-420.avif", { width: 200, format: "jpeg" }),
  pair("avif/alpha.avif", { format: "png" }),
  pair("avif/hdr-p3-pq.avif", { width: 100, format: "png" }),
  pair("avif/icc-exif-xmp.avif", { width: 100, format: "webp" }),
  pair("avif/grid-1x5.avif", { width: 100, format: "png" }),
  pair("avif/animated-8bit.avif", { format: "png" }),
  pair("gif/static.gif", { width: 100, format: "png" }),
  pair("gif/static-interlaced.gif", { width: 100, format: "webp" }),
  pair("gif/transparent.gif", { width: 100, format: "png" }),
  pair("gif/first-frame-transparency.gif", { format: "png" }),
  pair("gif/animated-loop-3.gif", {}, "*/*"),
  // A drawing is rewritten, not drawn.
  pair("svg/commons-logo.svg", {}, "*/*"),
  // What is negotiated.
  ...["*/*", "image/webp", "image/avif,image/webp"].map((accept) => pair(PHOTO, SMALL, accept)),
];

/** A pair as one line, which names it in the manifest. */
export function pairName({ source, options, accept }: Pair): string {
  const list = Object.entries(options).map(([name, value]) => `${name}=${String(value)}`);
  return [source, list.join(","), ...(accept === undefined ? [] : [`Accept: ${accept}`])].join(" ").trimEnd();
}
