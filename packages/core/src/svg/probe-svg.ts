import { DarkroomError } from "../errors.ts";
import type { ImageFacts, Size } from "../formats/facts.ts";
import { checkRoot } from "./root.ts";
import { readXml, type XmlElement } from "./xml.ts";

/** Pixels in a unit (CSS Values 4, 6.2); font-relative ones at the initial font size of 16 px. */
const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  px: 1,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
  pt: 96 / 72,
  pc: 16,
  em: 16,
  rem: 16,
  ex: 8,
};

/** The size of a replaced element about which nothing is known (CSS Sizing 3, 5.1). */
const DEFAULT_SIZE: Size = { width: 300, height: 150 };

/**
 * Facts of an SVG from its root element, without a look at what is inside. The size is the one that a browser
 * gives an `<img>`: `width` and `height`, else the proportions of `viewBox`, else 300 × 150; whole pixels, at
 * least 1, and without an upper limit.
 *
 * Throws `image_unrecognised` for another root, `image_corrupt` or `image_unsupported` for what cannot be read.
 */
export function probeSvg(bytes: Uint8Array): ImageFacts {
  return {
    format: "svg",
    ...sizeOf(rootOf(bytes)),
    orientation: 1,
    frames: 1,
    alpha: true,
    bitDepth: 8,
    components: 3,
    icc: false,
    progressive: false,
    scans: 1,
  };
}

function rootOf(bytes: Uint8Array): XmlElement {
  let root: XmlElement | undefined;
  readXml(bytes, {
    open: (element) => {
      root = element;
    },
    text: () => {},
    close: () => {},
    done: () => root !== undefined,
  });
  if (root === undefined) throw new DarkroomError("image_corrupt", "The SVG has no root element.");
  checkRoot(root);
  return root;
}

function sizeOf(root: XmlElement): Size {
  const valueOf = (name: string) =>
    root.attributes.find(({ uri, local }) => uri === "" && local === name)?.value ?? "";
  const width = pixels(valueOf("width"));
  const height = pixels(valueOf("height"));
  const box = viewBoxSize(valueOf("viewBox"));
  return {
    width: whole(
      width ??
        (box && (height === undefined ? box.width : (height * box.width) / box.height)) ??
        DEFAULT_SIZE.width,
    ),
    height: whole(
      height ??
        (box && (width === undefined ? box.height : (width * box.height) / box.width)) ??
        DEFAULT_SIZE.height,
    ),
  };
}

/** Undefined for percentages, which are of a size that nobody knows here, and for what is no length. */
function pixels(value: string): number | undefined {
  const match = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)$/i.exec(value.trim().slice(0, 400));
  const factor = UNITS[match?.[2]?.toLowerCase() ?? ""];
  const length = Number(match?.[1]) * (factor ?? Number.NaN);
  return length >= 0 ? length : undefined;
}

function viewBoxSize(value: string): Size | undefined {
  const [, , width = 0, height = 0, ...others] = value
    .slice(0, 400)
    .trim()
    .split(/\s*,\s*|\s+/)
    .map(Number);
  return width > 0 && height > 0 && others.length === 0 ? { width, height } : undefined;
}

function whole(length: number): number {
  return Math.min(Math.max(1, Math.round(length)), Number.MAX_SAFE_INTEGER);
}
