/**
 * How the value of an attribute is read. `plain`: numbers, names and text, from which nothing is ever fetched.
 * `value`: a CSS value. `values`: CSS values with semicolons between them, split before CSS sees them.
 * `declarations`: what is between the braces of a CSS rule. `reference`: a URL.
 */
export type AttributeKind = "plain" | "value" | "values" | "declarations" | "reference";

const PLAIN = [
  // Every element
  ["id", "class", "lang", "role", "aria-describedby", "aria-hidden", "aria-label", "aria-labelledby"],
  ["aria-roledescription", "systemLanguage", "requiredFeatures", "requiredExtensions"],
  // Structure, links and views
  ["version", "baseProfile", "viewBox", "preserveAspectRatio", "zoomAndPan", "type", "media", "title"],
  ["enable-background", "transform", "gradientTransform", "patternTransform"],
  // Geometry
  ["x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "points", "pathLength"],
  ["d", "dx", "dy", "rotate", "textLength", "lengthAdjust", "startOffset", "method", "spacing", "side"],
  // Paint servers, clipping, masking, markers
  ["gradientUnits", "spreadMethod", "fx", "fy", "fr", "offset", "patternUnits", "patternContentUnits"],
  ["clipPathUnits", "maskUnits", "maskContentUnits", "markerUnits", "markerWidth", "markerHeight"],
  ["refX", "refY", "orient"],
  // Filters
  ["filterUnits", "primitiveUnits", "filterRes", "in", "in2", "result", "mode", "tableValues", "slope"],
  [
    "intercept",
    "amplitude",
    "exponent",
    "operator",
    "k1",
    "k2",
    "k3",
    "k4",
    "order",
    "kernelMatrix",
    "divisor",
  ],
  ["bias", "targetX", "targetY", "edgeMode", "kernelUnitLength", "preserveAlpha", "surfaceScale"],
  ["diffuseConstant", "specularConstant", "specularExponent", "limitingConeAngle", "azimuth", "elevation"],
  [
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "z",
    "scale",
    "xChannelSelector",
    "yChannelSelector",
    "stdDeviation",
  ],
  ["radius", "baseFrequency", "numOctaves", "seed", "stitchTiles"],
  // Animation; the times are `begin="1s"`, or events that no script can make
  [
    "attributeName",
    "attributeType",
    "begin",
    "dur",
    "end",
    "min",
    "max",
    "restart",
    "repeatCount",
    "repeatDur",
  ],
  ["calcMode", "keyTimes", "keySplines", "keyPoints", "additive", "accumulate", "path", "origin"],
  // SVG fonts
  ["horiz-origin-x", "horiz-origin-y", "horiz-adv-x", "vert-origin-x", "vert-origin-y", "vert-adv-y"],
  ["unicode", "glyph-name", "orientation", "arabic-form", "g1", "g2", "u1", "u2", "k", "unicode-range"],
  ["units-per-em", "panose-1", "stemv", "stemh", "cap-height", "x-height", "accent-height", "ascent"],
  ["descent", "widths", "bbox", "ideographic", "alphabetic", "mathematical", "hanging", "v-ideographic"],
  ["v-alphabetic", "v-mathematical", "v-hanging", "underline-position", "underline-thickness"],
  ["strikethrough-position", "strikethrough-thickness", "overline-position", "overline-thickness", "name"],
].flat();

/** Presentation attributes (SVG 1.1 appendix M.2, SVG 2 6.6) and other attributes with the syntax of CSS. */
const VALUE = [
  ["alignment-baseline", "baseline-shift", "clip", "clip-path", "clip-rule", "color", "color-interpolation"],
  ["color-interpolation-filters", "color-rendering", "cursor", "direction", "display", "dominant-baseline"],
  ["fill", "fill-opacity", "fill-rule", "filter", "flood-color", "flood-opacity", "font", "font-family"],
  ["font-feature-settings", "font-kerning", "font-size", "font-size-adjust", "font-stretch", "font-style"],
  ["font-variant", "font-variation-settings", "font-weight", "glyph-orientation-horizontal"],
  ["glyph-orientation-vertical", "image-rendering", "inline-size", "isolation", "kerning", "letter-spacing"],
  [
    "lighting-color",
    "line-height",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "mask-type",
  ],
  [
    "mix-blend-mode",
    "opacity",
    "overflow",
    "paint-order",
    "pointer-events",
    "shape-rendering",
    "solid-color",
  ],
  ["solid-opacity", "stop-color", "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset"],
  ["stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-align"],
  ["text-anchor", "text-decoration", "text-orientation", "text-overflow", "text-rendering", "transform-box"],
  ["transform-origin", "unicode-bidi"],
  ["vector-effect", "visibility", "white-space", "word-spacing", "writing-mode", "from", "to", "by"],
].flat();

/** The attributes that are kept, on any kept element, by name in no namespace. Event handlers are not among them. */
export const ATTRIBUTES: ReadonlyMap<string, AttributeKind> = new Map<string, AttributeKind>([
  ...PLAIN.map((name) => [name, "plain"] as const),
  ...VALUE.map((name) => [name, "value"] as const),
  ["values", "values"],
  ["style", "declarations"],
  ["href", "reference"],
]);

/** The attributes of the XML namespace that are kept; not `xml:base`, which would give fragments another document. */
export const XML_ATTRIBUTES: ReadonlySet<string> = new Set(["space", "lang"]);

/** An animation may write to the attribute: one with a value that has been looked at, and neither `href` nor `style`. */
export function isAnimatable(name: string): boolean {
  const kind = ATTRIBUTES.get(name);
  return kind === "plain" || kind === "value";
}
