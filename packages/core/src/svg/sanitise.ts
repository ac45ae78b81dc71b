import { ATTRIBUTES, isAnimatable, XML_ATTRIBUTES, type AttributeKind } from "./attributes.ts";
import { DarkroomError } from "../errors.ts";
import { createCssFilter, type CssFilter, type FilteredCss } from "./css-filter.ts";
import { createDrawingCost, repetitionOf, type Repetition } from "./drawing-cost.ts";
import { ELEMENTS, type ElementRow } from "./elements.ts";
import { SVG_LIMITS } from "./limits.ts";
import { fragmentOf, pictureUrl } from "./references.ts";
import { checkRoot, SVG_NAMESPACE, XLINK_NAMESPACE, XML_NAMESPACE } from "./root.ts";
import { createXmlWriter } from "./serialise.ts";
import { readXml, type XmlAttribute, type XmlElement } from "./xml.ts";

/**
 * Rewrites an SVG so that it cannot run code, load anything or refer outside itself, and looks the same
 * otherwise: elements, attributes, CSS functions and URLs by allow-list, in UTF-8, without DOCTYPE, comments and
 * processing instructions. Sanitising twice gives the same bytes as once.
 *
 * Throws `image_unrecognised` for a root other than `svg`, `image_corrupt`, `image_unsupported` (encoding, kind of
 * entity) or `image_too_large` ({@link SVG_LIMITS}).
 */
export function sanitiseSvg(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const writer = createXmlWriter();
  const cost = createDrawingCost();
  const css = createCssFilter();
  /** Rows of the open elements that are kept. */
  const open: ElementRow[] = [];
  /** Open elements inside a dropped one, itself among them. */
  let dropped = 0;
  let isRoot = true;
  let styleLength = 0;
  let styles = "";
  let styleElement: KeptElement | undefined;

  const write = (kept: KeptElement) => {
    writer.open(kept.name);
    if (open.length === 0) writer.attribute("xmlns", SVG_NAMESPACE);
    for (const [name, value] of kept.attributes) writer.attribute(name, value);
  };

  const writeStyles = (kept: KeptElement) => {
    const filtered = css.styleSheet(styles);
    styles = "";
    if (filtered === undefined || filtered.text === "") return;
    write(kept);
    writer.text(filtered.text);
    writer.close();
    for (const { id } of filtered.references) cost.referFromStyles(id);
  };

  readXml(bytes, {
    open: (element) => {
      if (isRoot) checkRoot(element);
      isRoot = false;
      const kept =
        dropped === 0 && (open.at(-1)?.content ?? "elements") === "elements" ? keep(element, css) : undefined;
      if (kept === undefined) {
        dropped += 1;
        return;
      }
      if (kept.row.content === "styles") {
        styleElement = kept;
      } else {
        write(kept);
        cost.open({
          drawn: kept.row.drawn,
          id: kept.attributes.get("id"),
          outline: kept.attributes.get("d") ?? kept.attributes.get("points"),
          references: kept.references,
        });
      }
      open.push(kept.row);
    },
    text: (text) => {
      // Outside the root there is only white space.
      if (dropped > 0 || open.length === 0) return;
      if (styleElement === undefined) {
        writer.text(text);
        return;
      }
      styleLength += text.length;
      if (styleLength > SVG_LIMITS.styleLength) {
        throw new DarkroomError(
          "image_too_large",
          `The SVG's style sheets are longer than ${SVG_LIMITS.styleLength} characters.`,
        );
      }
      styles += text;
    },
    close: () => {
      if (dropped > 0) {
        dropped -= 1;
        return;
      }
      open.pop();
      if (styleElement === undefined) {
        writer.close();
        cost.close();
      } else {
        writeStyles(styleElement);
        styleElement = undefined;
      }
    },
  });
  cost.check();
  return writer.finish();
}

interface KeptElement {
  readonly name: string;
  readonly row: ElementRow;
  readonly attributes: ReadonlyMap<string, string>;
  /** What drawing it draws besides. */
  readonly references: readonly { readonly id: string; readonly repetition: Repetition }[];
}

/** The element without what it must not have; undefined when it goes as a whole. */
function keep(element: XmlElement, css: CssFilter): KeptElement | undefined {
  const row = element.uri === SVG_NAMESPACE ? ELEMENTS.get(element.local) : undefined;
  if (row === undefined) return undefined;
  const given = knownAttributes(element.attributes);
  const animated = row.animates ? (given.get("attributeName")?.trim() ?? "") : undefined;
  if (animated !== undefined && !isAnimatable(animated)) return undefined;
  const attributes = new Map<string, string>();
  const references: { id: string; repetition: Repetition }[] = [];
  for (const [name, value] of given) {
    if (name === "attributeName" && animated === undefined) continue;
    // An animation's values are for the property that it animates.
    const filtered = FILTERS[ATTRIBUTES.get(name) ?? "plain"](value, {
      css,
      property: animated ?? name,
      row,
    });
    if (filtered === undefined || (filtered.text === "" && value !== "")) continue;
    attributes.set(name, filtered.text);
    for (const { property, id } of filtered.references) {
      references.push({ id, repetition: repetitionOf(property) });
    }
  }
  return { name: element.local, row, attributes, references };
}

/** Attributes by the name that they are written with; `xlink:href` becomes `href` where there is none (SVG 2, 16.1.6). */
function knownAttributes(attributes: readonly XmlAttribute[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const { uri, local, value } of attributes) {
    if (uri === "" && ATTRIBUTES.has(local)) known.set(local, value);
    if (uri === XML_NAMESPACE && XML_ATTRIBUTES.has(local)) known.set(`xml:${local}`, value);
    if (uri === XLINK_NAMESPACE && local === "href" && !known.has("href")) known.set("href", value);
  }
  return known;
}

interface AttributeContext {
  readonly css: CssFilter;
  readonly property: string;
  readonly row: ElementRow;
}

/** Each gives the value to write, or undefined for none. */
const FILTERS = {
  plain: (value) => ({ text: value, references: [] }),
  value: (value, { css, property }) => css.value(value, property),
  values: (value, { css, property }) => css.values(value, property),
  declarations: (value, { css }) => css.declarations(value),
  reference: (value, { row }) => filterHref(value, row),
} as const satisfies Record<
  AttributeKind,
  (value: string, context: AttributeContext) => FilteredCss | undefined
>;

function filterHref(url: string, row: ElementRow): FilteredCss | undefined {
  const picture = row.href.includes("picture") ? pictureUrl(url) : undefined;
  if (picture !== undefined) return { text: picture, references: [] };
  const id = row.href.includes("fragment") ? fragmentOf(url) : undefined;
  if (id === undefined) return undefined;
  return { text: `#${id}`, references: row.instantiates ? [{ property: "href", id }] : [] };
}
