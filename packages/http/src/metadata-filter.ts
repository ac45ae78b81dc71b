import { expectedSentence } from "@darkroom/core";
import { isMetaName, type MetaCondition, type MetaFilter } from "@darkroom/storage";
import { HttpError } from "./errors.ts";
import type { Family } from "./reference/description.ts";
import { map, string } from "./reference/schema.ts";

/** Cloudflare's limits of one request. */
const MOST_FILTERS = 5;
const MOST_LEVELS = 5;
const MOST_VALUES = 10;

type Value = string | number | boolean;

/** The types of JSON that a filter can ask for → how a value of the query is read as one. */
const TYPES = {
  string: { what: "a text", read: (text) => text },
  number: { what: "a number as JSON writes it, such as `-1.5`", read: readNumber },
  boolean: {
    what: "`true` or `false`",
    read: (text) => (text === "true" ? true : text === "false" ? false : undefined),
  },
} as const satisfies Record<string, { what: string; read: (text: string) => Value | undefined }>;

type Type = keyof typeof TYPES;

/**
 * What a value without a type may be. Cloudflare does not say; ours is what a reader of `meta.count[eq]=5` and
 * of metadata that came as form fields, where all is text, would expect: every type that it reads as.
 */
const UNTYPED: readonly Type[] = ["string", "number", "boolean"];

/** Every operator, in brackets after the field → the condition that a value makes with it. */
const OPERATORS = {
  eq: (name, text) => among(name, [text], UNTYPED),
  "eq:string": (name, text) => among(name, [text], ["string"]),
  "eq:number": (name, text) => among(name, [text], ["number"]),
  "eq:boolean": (name, text) => among(name, [text], ["boolean"]),
  in: (name, text) => among(name, text.split("|"), UNTYPED),
  "in:string": (name, text) => among(name, text.split("|"), ["string"]),
  "in:number": (name, text) => among(name, text.split("|"), ["number"]),
  gt: (name, text) => compared(name, text, "gt"),
  "gt:number": (name, text) => compared(name, text, "gt"),
  gte: (name, text) => compared(name, text, "gte"),
  "gte:number": (name, text) => compared(name, text, "gte"),
  lt: (name, text) => compared(name, text, "lt"),
  "lt:number": (name, text) => compared(name, text, "lt"),
  lte: (name, text) => compared(name, text, "lte"),
  "lte:number": (name, text) => compared(name, text, "lte"),
} as const satisfies Record<string, (name: string, text: string) => MetaCondition>;

/** The operators, as they stand in brackets. */
export const META_OPERATORS = Object.keys(OPERATORS) as readonly (keyof typeof OPERATORS)[];

/** Whether a parameter of a query is meant as a filter of metadata, well formed or not. */
export function isMetaParameter(name: string): boolean {
  return /^meta(?:$|[.[])/.test(name);
}

/** The filters, as the reference describes them. */
export const META_FILTERS: Family = {
  ...map(
    string("The value; several ones of `in` are parted by `|`."),
    `Filters of metadata, \`meta.<field>[<operator>]=<value>\`, all of which must hold: at most ${MOST_FILTERS}, with fields of at most ${MOST_LEVELS} names joined by dots. Operators: ${META_OPERATORS.map((operator) => `\`${operator}\``).join(", ")}.`,
    { examples: [{ "meta.album[eq]": "summer" }] },
  ),
  covers: isMetaParameter,
};

/**
 * The filters of a query, `meta.<field>[<operator>]=<value>`, all of which must hold. Throws `field_invalid` for
 * one that is not understood: it is never left out, for the rest would find too much.
 */
export function readMetaFilters(parameters: URLSearchParams): readonly MetaFilter[] {
  const filters = [...parameters].filter(([name]) => isMetaParameter(name));
  if (filters.length > MOST_FILTERS) {
    throw invalid(`at most ${MOST_FILTERS} filters`, "meta", filters.length);
  }
  return filters.map(([name, value]) => readFilter(name, value));
}

function readFilter(name: string, value: string): MetaFilter {
  const [, field, operator] = /^meta\.([^[\]]+)\[([^[\]]*)\]$/.exec(name) ?? [];
  if (field === undefined || operator === undefined) {
    throw invalid("a filter `meta.<field>[<operator>]=<value>`", "meta", name);
  }
  const path = field.split(".");
  if (path.length > MOST_LEVELS) {
    throw invalid(`at most ${MOST_LEVELS} names, joined by dots,`, `meta.${field}`, path.length);
  }
  const misnamed = path.find((part) => !isMetaName(part));
  if (misnamed !== undefined) {
    throw invalid("names of 1 to 100 letters, digits and underscores", `meta.${field}`, misnamed);
  }
  if (!isOperator(operator)) {
    throw invalid(`one of the operators ${META_OPERATORS.join(", ")}`, `meta.${field}`, operator);
  }
  return { path, ...OPERATORS[operator](name, value) };
}

function isOperator(text: string): text is keyof typeof OPERATORS {
  return Object.hasOwn(OPERATORS, text);
}

function among(name: string, texts: readonly string[], types: readonly Type[]): MetaCondition {
  if (texts.length > MOST_VALUES) {
    throw invalid(`at most ${MOST_VALUES} values, separated by \`|\`,`, name, texts.length);
  }
  return { operator: "in", values: texts.flatMap((text) => readAs(name, text, types)) };
}

function compared(name: string, text: string, operator: "gt" | "gte" | "lt" | "lte"): MetaCondition {
  return { operator, value: required(name, text, "number", TYPES.number.read(text)) };
}

/** All that a text is of the types that it may be; of one type alone it must be one. */
function readAs(name: string, text: string, types: readonly Type[]): readonly Value[] {
  const [only, ...others] = types;
  if (only !== undefined && others.length === 0) return [required(name, text, only, TYPES[only].read(text))];
  return types.map((type) => TYPES[type].read(text)).filter((value) => value !== undefined);
}

function required<V extends Value>(name: string, text: string, type: Type, value: V | undefined): V {
  if (value === undefined) throw invalid(TYPES[type].what, name, text);
  return value;
}

function readNumber(text: string): number | undefined {
  const value = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function invalid(what: string, name: string, received: unknown): HttpError {
  return new HttpError("field_invalid", expectedSentence(what, name.slice(0, 200), received));
}
