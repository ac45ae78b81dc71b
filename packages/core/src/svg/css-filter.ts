import { DarkroomError } from "../errors.ts";
import { readCssItems, trim, type CssItem } from "./css-items.ts";
import { serializeCss, tokenizeCss, type CssToken } from "./css-tokens.ts";
import { SVG_LIMITS } from "./limits.ts";
import { fragmentOf } from "./references.ts";

/** That a property uses another part of the document, as `fill: url(#id)` does. */
export interface CssReference {
  readonly property: string;
  readonly id: string;
}

/** CSS in canonical spelling that loads nothing and runs nothing, and what of the document it refers to. */
export interface FilteredCss {
  readonly text: string;
  readonly references: readonly CssReference[];
}

/**
 * The functions that are kept, `url()` aside, which has rules of its own. Strings turn into URLs only inside
 * functions (`src()`, `image-set()`, `image()`, …) and at-rules; with both on an allow-list no other way is left.
 */
const FUNCTIONS: ReadonlySet<string> = new Set(
  [
    // Colours and numbers
    ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "icc-color"],
    ["calc", "min", "max", "clamp", "abs", "sign", "round", "mod", "rem", "var"],
    // Transforms, timing, shapes, filters, gradients
    ["matrix", "matrix3d", "translate", "translatex", "translatey", "translatez", "translate3d", "scale"],
    ["scalex", "scaley", "scalez", "scale3d", "rotate", "rotatex", "rotatey", "rotatez", "rotate3d", "skew"],
    ["skewx", "skewy", "perspective", "cubic-bezier", "steps", "linear"],
    ["rect", "inset", "circle", "ellipse", "polygon", "path", "xywh"],
    ["blur", "brightness", "contrast", "drop-shadow", "grayscale", "hue-rotate", "invert", "opacity"],
    ["saturate", "sepia"],
    ["linear-gradient", "radial-gradient", "conic-gradient", "repeating-linear-gradient"],
    ["repeating-radial-gradient", "repeating-conic-gradient"],
    // Selectors and conditions
    ["not", "is", "where", "has", "lang", "dir", "nth-child", "nth-last-child", "nth-of-type"],
    ["nth-last-of-type", "selector"],
  ].flat(),
);

/**
 * At-rules with a block that are kept. Not `@import`, `@namespace` and `@document`, which name URLs; not
 * `@font-face`, whose fonts could only come from elsewhere.
 */
const AT_RULES: ReadonlySet<string> = new Set([
  "media",
  "supports",
  "keyframes",
  "-webkit-keyframes",
  "layer",
]);

/** Properties that attach code in old browsers. */
const REFUSED_PROPERTIES: ReadonlySet<string> = new Set(["behavior", "-ms-behavior", "-moz-binding"]);

/** Most attributes are one of these, in which nothing can hide and no token needs to be looked at. */
const PLAIN_DECLARATIONS =
  /^(?:[\w\s:;.,#%!+-]|(?<![\w-])(?:url\(#[A-Za-z][\w.-]*\)|(?:rgb|hsl)a?\([\d\s.,%]*\)))*$/;
const PLAIN_REFERENCE = /^url\(#([A-Za-z][\w.-]*)\)$/;
const PLAIN_LENGTH = 4096;

/** Filters the CSS of one document; all of it together may have the tokens that {@link SVG_LIMITS} allows. */
export function createCssFilter() {
  let tokensLeft: number = SVG_LIMITS.styleTokens;

  const spend = (tokens: number) => {
    tokensLeft -= tokens;
    if (tokensLeft < 0) {
      const sentence = `The SVG's styles have more than ${SVG_LIMITS.styleTokens} tokens.`;
      throw new DarkroomError("image_too_large", sentence);
    }
  };
  const read = (css: string): readonly CssToken[] | undefined => {
    const tokens = tokenizeCss(css, tokensLeft + 1);
    // Where reading ended early, nobody knows how late: a token has one character at least.
    spend(tokens?.length ?? css.length);
    return tokens;
  };
  /** CSS that reads differently the second time was put together wrongly: neighbours that grew into one token. */
  const stable = (filtered: FilteredCss): FilteredCss | undefined => {
    const again = read(filtered.text);
    return again !== undefined && serializeCss(again) === filtered.text ? filtered : undefined;
  };
  const filterBlock = (css: string, admits: (item: CssItem) => boolean): FilteredCss | undefined => {
    const tokens = read(css);
    const items = tokens && readCssItems(tokens);
    return items && stable(filterItems(items.filter(admits)));
  };
  const value = (text: string, property: string): FilteredCss | undefined => {
    // Without a bracket there is no function, and without a function no URL.
    if (!text.includes("(")) return { text, references: [] };
    const id = PLAIN_REFERENCE.exec(text)?.[1];
    if (id !== undefined) return { text, references: [{ property, id }] };
    const tokens = read(text);
    const safe = tokens && safeTokens(tokens, property);
    return safe && stable(safe);
  };

  return {
    /** What is left of a style sheet; undefined when it cannot be read without doubt. */
    styleSheet: (css: string): FilteredCss | undefined =>
      filterBlock(css, (item) => item.block !== undefined),

    /** What is left of a `style` attribute; undefined when it cannot be read without doubt. */
    declarations: (css: string): FilteredCss | undefined =>
      plainDeclarations(css) ?? filterBlock(css, (item) => item.block === undefined),

    /** The value of a presentation attribute, whole or not at all; its references are filed under `property`. */
    value,

    /** The values of an animation, which are split at semicolons before CSS sees them: `";url(x)"` is two. */
    values: (text: string, property: string): FilteredCss | undefined => {
      if (!text.includes("(")) return { text, references: [] };
      const parts = text.split(";", tokensLeft + 1);
      spend(parts.length);
      const kept = parts.map((part) => value(part, property)).filter((part) => part !== undefined);
      return kept.length < parts.length ? undefined : joined(kept, ";");
    },
  };
}

/** Declarations that may stay as they are, by a look at their characters. */
function plainDeclarations(css: string): FilteredCss | undefined {
  if (css.length > PLAIN_LENGTH || !PLAIN_DECLARATIONS.test(css) || /behavior|binding/i.test(css))
    return undefined;
  const references = css.split(";").flatMap((declaration) => {
    const [, property = "", value = ""] = /^\s*([\w-]+)\s*:([^]*)$/.exec(declaration) ?? [];
    return Array.from(value.matchAll(/url\(#([^)]+)\)/g), ([, id = ""]) => ({
      property: property.toLowerCase(),
      id,
    }));
  });
  return { text: css, references };
}

export type CssFilter = ReturnType<typeof createCssFilter>;

function filterItems(items: readonly CssItem[]): FilteredCss {
  const kept = items.map(filterItem).filter((item) => item !== undefined);
  return joined(kept, "");
}

function joined(parts: readonly FilteredCss[], separator: string): FilteredCss {
  return {
    text: parts.map((part) => part.text).join(separator),
    references: parts.flatMap((part) => part.references),
  };
}

function filterItem(item: CssItem): FilteredCss | undefined {
  if (item.block === undefined) return filterDeclaration(item.head);
  const [first] = item.head;
  if (first === undefined) return undefined;
  const isAtRule = first.type === "at";
  if (isAtRule && !AT_RULES.has(first.value.toLowerCase())) return undefined;
  const prelude = safeTokens(isAtRule ? item.head.slice(1) : item.head, "");
  if (prelude === undefined) return undefined;
  const block = filterItems(item.block);
  const start = isAtRule ? serializeCss([first]) : "";
  return { text: `${start}${prelude.text}{${block.text}}`, references: block.references };
}

function filterDeclaration(tokens: readonly CssToken[]): FilteredCss | undefined {
  const [property, ...rest] = tokens;
  if (property?.type !== "ident") return undefined;
  const [colon, ...value] = trim(rest);
  if (colon?.type !== "delim" || colon.value !== ":") return undefined;
  const name = property.value.toLowerCase();
  const safe = REFUSED_PROPERTIES.has(name) ? undefined : safeTokens(trim(value), name);
  return safe && { text: `${serializeCss([property])}:${safe.text};`, references: safe.references };
}

/** All tokens, or undefined when one of them could load or run something. */
function safeTokens(tokens: readonly CssToken[], property: string): FilteredCss | undefined {
  const kept: CssToken[] = [];
  const references: CssReference[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || token.type === "at") return undefined;
    const url = urlAt(tokens, at);
    if (url !== undefined) {
      const id = fragmentOf(url.value);
      if (id === undefined) return undefined;
      references.push({ property, id });
      kept.push({ type: "url", value: `#${id}` });
      at += url.length - 1;
    } else if (token.type === "function" && !FUNCTIONS.has(token.value.toLowerCase())) {
      return undefined;
    } else if (token.type === "delim" && token.value === "(" && looksLikeName(tokens[at - 1])) {
      return undefined;
    } else {
      kept.push(token);
    }
  }
  return { text: serializeCss(kept), references };
}

/** `#url(` and `1url(` call no function, and mean nothing either: there is no reason to leave them to others. */
function looksLikeName(token: CssToken | undefined): boolean {
  return token?.type === "hash" || token?.type === "number";
}

/** `url(x)`, which is one token, and `url("x")`, which is a function, a string and a bracket among white space. */
function urlAt(tokens: readonly CssToken[], start: number): { value: string; length: number } | undefined {
  const token = tokens[start];
  if (token?.type === "url") return { value: token.value, length: 1 };
  if (token?.type !== "function" || token.value.toLowerCase() !== "url") return undefined;
  const afterSpace = (at: number) => (tokens[at]?.type === "space" ? at + 1 : at);
  const stringAt = afterSpace(start + 1);
  const string = tokens[stringAt];
  const end = afterSpace(stringAt + 1);
  const bracket = tokens[end];
  if (string?.type !== "string" || bracket?.type !== "delim" || bracket.value !== ")") return undefined;
  return { value: string.value, length: end - start + 1 };
}
