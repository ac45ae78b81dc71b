/** How the sanitiser treats an SVG element that it keeps. */
export interface ElementRow {
  /** What may be inside: kept elements and text, text alone, or a style sheet. */
  readonly content: "elements" | "text" | "styles";
  /** A viewer draws it, so that it counts each time it is referred to. */
  readonly drawn: boolean;
  /** What `href` may name: a part of the same document, or a picture written out as a data URL. */
  readonly href: "fragment" | "picture" | "fragment or picture" | "none";
  /** `href` draws what it names. */
  readonly instantiates: boolean;
  /** It changes the attribute that its `attributeName` says, and is of no use without one. */
  readonly animates: boolean;
}

const INERT: ElementRow = {
  content: "elements",
  drawn: false,
  href: "none",
  instantiates: false,
  animates: false,
};
const DRAWN: ElementRow = { ...INERT, drawn: true };
const TEXT: ElementRow = { ...INERT, content: "text" };
const PAINT: ElementRow = { ...INERT, href: "fragment" };
const ANIMATION: ElementRow = { ...INERT, href: "fragment", animates: true };

/**
 * The elements that are kept, by local name in the SVG namespace (SVG 1.1 appendix K, SVG 2 appendix F, Filter
 * Effects 1, CSS Masking 1, SVG Animations). Whatever is not here goes with all that is in it. Left out on
 * purpose: `script`, `handler` and `listener` (code); `foreignObject`, `iframe`, `audio`, `video`, `canvas`
 * (other content); `metadata` (RDF, of no effect, often names and paths); `cursor`, `font-face-src`,
 * `font-face-uri`, `color-profile` and `altGlyph` (exist to name other resources).
 */
export const ELEMENTS: ReadonlyMap<string, ElementRow> = new Map(
  Object.entries({
    // Structure
    svg: DRAWN,
    g: DRAWN,
    defs: INERT,
    symbol: DRAWN,
    use: { ...DRAWN, href: "fragment", instantiates: true },
    switch: DRAWN,
    // A link is dead in a picture inside a page but alive when the picture is opened by itself, on the origin
    // of the dashboard: only jumps inside the picture stay.
    a: { ...DRAWN, href: "fragment" },
    view: INERT,
    desc: TEXT,
    title: TEXT,
    style: { ...INERT, content: "styles" },

    // Shapes, text and pictures
    path: DRAWN,
    rect: DRAWN,
    circle: DRAWN,
    ellipse: DRAWN,
    line: DRAWN,
    polyline: DRAWN,
    polygon: DRAWN,
    text: DRAWN,
    tspan: DRAWN,
    tref: { ...DRAWN, href: "fragment" },
    textPath: { ...DRAWN, href: "fragment", instantiates: true },
    image: { ...DRAWN, href: "picture" },

    // Paint servers, clipping, masking, markers
    linearGradient: PAINT,
    radialGradient: PAINT,
    stop: INERT,
    meshgradient: PAINT,
    meshrow: INERT,
    meshpatch: INERT,
    pattern: { ...DRAWN, href: "fragment", instantiates: true },
    clipPath: DRAWN,
    mask: DRAWN,
    marker: DRAWN,

    // Filters
    filter: PAINT,
    feBlend: INERT,
    feColorMatrix: INERT,
    feComponentTransfer: INERT,
    feComposite: INERT,
    feConvolveMatrix: INERT,
    feDiffuseLighting: INERT,
    feDisplacementMap: INERT,
    feDistantLight: INERT,
    feDropShadow: INERT,
    feFlood: INERT,
    feFuncA: INERT,
    feFuncB: INERT,
    feFuncG: INERT,
    feFuncR: INERT,
    feGaussianBlur: INERT,
    feImage: { ...DRAWN, href: "fragment or picture", instantiates: true },
    feMerge: INERT,
    feMergeNode: INERT,
    feMorphology: INERT,
    feOffset: INERT,
    fePointLight: INERT,
    feSpecularLighting: INERT,
    feSpotLight: INERT,
    feTile: INERT,
    feTurbulence: INERT,

    // Animation
    animate: ANIMATION,
    animateColor: ANIMATION,
    animateTransform: ANIMATION,
    set: ANIMATION,
    animateMotion: { ...INERT, href: "fragment" },
    mpath: { ...INERT, href: "fragment" },

    // SVG fonts, as far as they are in the document
    font: INERT,
    "font-face": INERT,
    "font-face-name": INERT,
    glyph: DRAWN,
    "missing-glyph": DRAWN,
    hkern: INERT,
    vkern: INERT,
  } satisfies Record<string, ElementRow>),
);
