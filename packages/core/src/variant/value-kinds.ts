import { colourText, parseColour, type Colour } from "./colour.ts";
import { parseDecimal } from "./decimal-text.ts";
import { CENTRE, GRAVITY_WORDS, gravityPoint, gravityText, parseGravity, type Gravity } from "./gravity.ts";

/**
 * What a value turns out to be: a value, the name of one that Cloudflare has and Darkroom does not build yet,
 * or, undefined, neither.
 */
export type Reading<Value> = { readonly value: Value } | { readonly unbuilt: string } | undefined;

/** A kind of option value: how it is described, read from JSON and from URLs, and written. */
export interface ValueKind<Value> {
  /** Completes "Expected … for `width`". */
  readonly what: string;
  /** JSON Schema of the JSON form, without what is not built. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Values that are refused by name. */
  readonly unbuilt: readonly string[];
  readJson(json: unknown): Reading<Value>;
  /** Reads the value of a URL, percent-decoded. */
  readText(text: string): Reading<Value>;
  toJson(value: Value): unknown;
  /** The one spelling of a value in URLs, before percent-encoding; it holds no comma. */
  toText(value: Value): string;
}

/** Whole numbers from `min` to `max`, and words that stand for one. */
export function wholeNumber(
  min: number,
  max: number,
  words: Readonly<Record<string, number>> = {},
  unbuilt: readonly string[] = [],
): ValueKind<number> {
  const named = new Map(Object.entries(words));
  const within = (value: number) =>
    Number.isInteger(value) && value >= min && value <= max ? value : undefined;
  const readWord = (word: string) => reading(named.get(word), word, unbuilt);
  const integer = { type: "integer", minimum: min, maximum: max };
  return {
    what: either([`a whole number from ${min} to ${max}`, ...quoted(named.keys())]),
    schema: named.size === 0 ? integer : { anyOf: [integer, { enum: [...named.keys()] }] },
    unbuilt,
    readJson(json) {
      if (typeof json === "string") return readWord(json);
      return typeof json === "number" ? reading(within(json)) : undefined;
    },
    readText: (text) => (/^\d+$/.test(text) ? reading(within(Number(text))) : readWord(text)),
    toJson: (value) => value,
    toText: String,
  };
}

/** Numbers from `min` to `max`. */
export function decimal(min: number, max: number): ValueKind<number> {
  const read = (value: unknown) =>
    typeof value === "number" && value >= min && value <= max ? { value } : undefined;
  return {
    what: `a number from ${min} to ${max}`,
    schema: { type: "number", minimum: min, maximum: max },
    unbuilt: [],
    readJson: read,
    readText: (text) => read(parseDecimal(text)),
    toJson: (value) => value,
    toText: String,
  };
}

/** One of a few words. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  unbuilt: readonly string[] = [],
): ValueKind<Word> {
  const readText = (text: string) =>
    reading(
      words.find((word) => word === text),
      text,
      unbuilt,
    );
  return {
    what: either(quoted(words)),
    schema: { enum: [...words] },
    unbuilt,
    readJson: (json) => (typeof json === "string" ? readText(json) : undefined),
    readText,
    toJson: (value) => value,
    toText: (value) => value,
  };
}

/** A colour as CSS writes it. */
export function colour(): ValueKind<Colour> {
  return {
    what: "a CSS colour (`#rrggbb`, a name, `rgb(…)` or `hsl(…)`)",
    schema: { type: "string" },
    unbuilt: [],
    readJson: (json) => (typeof json === "string" ? reading(parseColour(json)) : undefined),
    readText: (text) => reading(parseColour(text)),
    toJson: colourText,
    toText: colourText,
  };
}

/** The two modes of a point: its shares of the room that remains, as in `XxY`, or a box around it. */
const REMAINDER = "remainder";
const BOX_CENTER = "box-center";

/** A point to keep: a side, `center`, `XxY`, or in JSON `{ x, y }` with 0.5 for one that is left out. */
export function gravity(unbuilt: readonly string[]): ValueKind<Gravity> {
  const readText = (text: string) => reading(parseGravity(text), text, unbuilt);
  const share = { type: "number", minimum: 0, maximum: 1 };
  const properties = { x: share, y: share, mode: { const: REMAINDER } };
  return {
    what: either([...quoted(Object.keys(GRAVITY_WORDS)), "a point from `0x0` to `1x1`"]),
    schema: { anyOf: [{ type: "string" }, { type: "object", properties, additionalProperties: false }] },
    unbuilt: [...unbuilt, BOX_CENTER],
    readJson(json) {
      if (typeof json === "string") return readText(json);
      if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
      const { x = CENTRE.x, y = CENTRE.y, mode = REMAINDER, ...others } = json as Record<string, unknown>;
      if (Object.keys(others).length > 0) return undefined;
      if (mode !== REMAINDER) return mode === BOX_CENTER ? { unbuilt: BOX_CENTER } : undefined;
      return reading(gravityPoint(x, y));
    },
    readText,
    toJson: ({ x, y }) => ({ x, y }),
    toText: gravityText,
  };
}

/** Values of an option that is not built as a whole: described, never read. */
export function described(what: string): ValueKind<never> {
  return {
    what,
    schema: {},
    unbuilt: [],
    readJson: () => undefined,
    readText: () => undefined,
    toJson: (value) => value,
    toText: (value) => value,
  };
}

function reading<Value>(
  value: Value | undefined,
  word = "",
  unbuilt: readonly string[] = [],
): Reading<Value> {
  if (value !== undefined) return { value };
  return unbuilt.includes(word) ? { unbuilt: word } : undefined;
}

function quoted(words: Iterable<string>): string[] {
  return Array.from(words, (word) => `\`${word}\``);
}

/** "a, b or c". */
function either(choices: readonly string[]): string {
  const last = choices.at(-1) ?? "";
  return choices.length > 1 ? `${choices.slice(0, -1).join(", ")} or ${last}` : last;
}
