import {
  nearNames,
  OPTIONS,
  parseOptionSegment,
  type OptionName,
  type OptionRow,
  type TransformOptions,
  type Variant,
} from "@darkroom/core";
import { BuildError } from "../errors.ts";
import { hint, listed } from "../hints.ts";
import { OPEN_FORMATS } from "../open-formats.ts";
import { findVariant } from "../variants.ts";

/** What an import gives: one address, a `srcset`, or all that a `<picture>` needs. */
const SHAPES = ["url", "srcset", "picture"] as const;
export type ImportShape = (typeof SHAPES)[number];

/** A picture that an import asks for: options, and the Accept header of those who get it. */
export interface AskedPicture {
  readonly options: TransformOptions;
  readonly accept: string;
}

export interface ImportRequest {
  readonly shape: ImportShape;
  /** In the order of preference: by format, then by width as they were written. */
  readonly pictures: readonly AskedPicture[];
}

const ROWS: Readonly<Record<OptionName, OptionRow>> = OPTIONS;

/** Every name that a query may use for an option, with the option. */
const NAMES: ReadonlyMap<string, OptionName> = new Map(
  (Object.keys(OPTIONS) as OptionName[]).flatMap((name) =>
    [name, ...ROWS[name].aliases].map((written) => [written, name]),
  ),
);
/** The options that may have several values, parted by `;`. */
const LISTS: ReadonlySet<OptionName> = new Set(["width", "format"]);
/** What Vite adds to imports for itself. */
const OF_VITE: ReadonlySet<string> = new Set(["import", "t", "v"]);

/** What a hint names. */
const FULL_NAMES: readonly string[] = [
  ...(Object.keys(OPTIONS) as OptionName[]).filter((name) => ROWS[name].built),
  "variant",
  "as",
];

/** More pictures of one import are a mistake. */
const MOST_PICTURES = 64;

/**
 * Reads the query of an import: options as in an address, `variant` and `as`. Undefined for a query that has
 * nothing of ours. Throws `setting_invalid`, and what is thrown for wrong options.
 */
export function parseImportQuery(query: string, variants: readonly Variant[]): ImportRequest | undefined {
  const params = [...new URLSearchParams(query)].filter(([name]) => !OF_VITE.has(name));
  if (!params.some(([name]) => isOurs(name))) return undefined;
  const given = new Map<string, string>();
  for (const [written, text] of params) {
    const name = NAMES.get(written) ?? written;
    if (!isKnown(written)) {
      throw wrong(`There is no option ${JSON.stringify(written)}. ${hint(written, FULL_NAMES, "options")}`);
    }
    if (given.has(name)) throw wrong(`Expected one \`${name}\` but received several; part values by \`;\`.`);
    given.set(name, text);
  }
  const shape = readShape(given.get("as"));
  const variant = given.get("variant");
  const base = variant === undefined ? {} : baseOf(findVariant(variant, variants));
  given.delete("as");
  given.delete("variant");
  const options = combinations(given).map((members) => withBase(base, members));
  const pictures = options.flatMap((each) =>
    acceptsOf(each, shape).map((accept) => ({ options: each, accept })),
  );
  if (pictures.length > MOST_PICTURES)
    throw wrong(`Expected at most ${MOST_PICTURES} pictures of one import.`);
  if (shape === "url" && pictures.length > 1) {
    throw wrong(
      "Expected one width and one format for an address; add `as=srcset` or `as=picture` for several.",
    );
  }
  if (shape === "srcset" && (given.get("format") ?? "").includes(";")) {
    throw wrong("Expected one format for a srcset; add `as=picture` for several.");
  }
  return { shape, pictures };
}

/** A misspelt option is ours too: without a word the whole image would be taken. */
function isOurs(name: string): boolean {
  return isKnown(name) || nearNames(name, FULL_NAMES).length > 0;
}

function isKnown(name: string): boolean {
  return NAMES.has(name) || name === "variant" || name === "as";
}

function readShape(text = "url"): ImportShape {
  const shape = SHAPES.find((name) => name === text);
  if (shape === undefined)
    throw wrong(`Expected ${listed(SHAPES, "or")} for \`as\` but received ${JSON.stringify(text)}.`);
  return shape;
}

function baseOf(variant: Variant): TransformOptions {
  if ("options" in variant) return variant.options;
  throw wrong(
    `The variant \`${variant.name}\` has other options for each kind of device, which an address in a page cannot know. Give options, or define a variant of your own.`,
  );
}

/** A `<picture>` names all formats itself; any other address must do for every client. */
function acceptsOf({ format = "auto" }: TransformOptions, shape: ImportShape): readonly string[] {
  return format === "auto" && shape === "picture" ? Object.values(OPEN_FORMATS) : [OPEN_FORMATS.fallback];
}

function withBase(base: TransformOptions, members: string): TransformOptions {
  return members === "" ? base : { ...base, ...parseOptionSegment(members) };
}

/** Options as in addresses, one for each format and width. */
function combinations(given: ReadonlyMap<string, string>): string[] {
  const lists = new Map([...given].map(([name, text]) => [name, valuesOf(name, text)]));
  const last = ["format", "width"];
  const order = [...lists.keys()].toSorted((a, b) => last.indexOf(a) - last.indexOf(b));
  return order.reduce<string[]>(
    (members, name) =>
      members.flatMap((before) =>
        (lists.get(name) ?? []).map((value) =>
          [before, `${name}=${encodeURIComponent(value)}`].filter(Boolean).join(","),
        ),
      ),
    [""],
  );
}

function valuesOf(name: string, text: string): string[] {
  const values = text.split(";").map((value) => value.trim());
  if (values.length === 1 || LISTS.has(name as OptionName)) return values;
  throw wrong(`Expected one value for \`${name}\` but received several.`);
}

function wrong(sentence: string): BuildError {
  return new BuildError("setting_invalid", sentence);
}
