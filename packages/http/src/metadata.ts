import { expectedSentence } from "@darkroom/core";
import type { Json } from "@darkroom/storage";
import { HttpError } from "./errors.ts";

/** What a user keeps with an image: an object of JSON. */
export type Metadata = { readonly [key: string]: Json };

/** A text field of a form. */
export interface FormField {
  readonly name: string;
  readonly text: string;
}

/** Most bytes of metadata, written as JSON without spaces, in UTF-8. Cloudflare's number; that it counts so is our choice. */
export const MOST_METADATA_BYTES = 1024;
/** Filters reach 5 levels deep; nobody has use for many more. */
const MOST_LEVELS = 20;

const EXPECTED = `a JSON object of at most ${MOST_METADATA_BYTES} bytes and ${MOST_LEVELS} levels`;

/**
 * Metadata of a JSON body, or of a field that holds JSON. Names such as `__proto__` are names like any other.
 * Throws `field_invalid` for what is no object, too large, too deep, or holds a number beyond those of JSON.
 */
export function checkMetadata(value: unknown): Metadata {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refusal(value);
  assertDepth(value as Metadata, MOST_LEVELS);
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  if (bytes > MOST_METADATA_BYTES) {
    throw new HttpError(
      "field_invalid",
      `Expected ${EXPECTED} for \`metadata\` but received ${bytes} bytes.`,
    );
  }
  return value as Metadata;
}

/** Whether a field of a form belongs to the metadata, in any of its three encodings. */
export function isMetadataField(name: string): boolean {
  return encodingOf(name) !== undefined;
}

/**
 * Metadata from the fields of a form, in whatever order they came, in one of three encodings: a field
 * `metadata` with JSON (curl, and the documentation), `metadata[a][b]` and `metadata[list][]` (the TypeScript
 * SDK), `metadata.a.b` and `metadata.list.0` (the Go SDK). In the latter two every value is text, and a level
 * of the third whose names are 0, 1, 2 … is a list. Throws `field_invalid` as `checkMetadata` does, for a mix
 * of encodings, and for names that cannot be read or contradict each other.
 * @returns undefined when no field is the metadata's.
 */
export function metadataOfForm(fields: readonly FormField[]): Metadata | undefined {
  const own = fields.filter(({ name }) => isMetadataField(name));
  const encodings = new Set(own.map(({ name }) => encodingOf(name)!));
  const [encoding] = encodings;
  if (encoding === undefined) return undefined;
  if (encodings.size > 1) {
    throw new HttpError(
      "field_invalid",
      "Expected `metadata` as one JSON field, as `metadata[name]` fields or as `metadata.name` fields, but received a mix.",
    );
  }
  return checkMetadata(ENCODINGS[encoding].read(own));
}

interface Encoding {
  /** What follows `metadata` in the name of a field. */
  readonly begins: RegExp;
  /** Reads fields of this encoding. */
  readonly read: (fields: readonly FormField[]) => unknown;
}

const ENCODINGS = {
  json: { begins: /^$/, read: ([field]) => parseJson(field!.text) },
  brackets: {
    begins: /^\[/,
    read: (fields) => {
      const root: Level = new Map();
      for (const { name, text } of fields) insert(root, bracketPath(name), text, name);
      return valueOf(root, () => false);
    },
  },
  dots: {
    begins: /^\./,
    read: (fields) => {
      const root: Level = new Map();
      for (const { name, text } of fields) insert(root, dottedPath(name), text, name);
      // The metadata itself is an object, whatever its names are.
      return Object.fromEntries([...root].map(([key, node]) => [key, valueOf(node, isCounted)]));
    },
  },
} as const satisfies Record<string, Encoding>;

function encodingOf(name: string): keyof typeof ENCODINGS | undefined {
  if (!name.startsWith("metadata")) return undefined;
  const rest = name.slice("metadata".length);
  const found = Object.entries(ENCODINGS).find(([, { begins }]) => begins.test(rest));
  return found?.[0] as keyof typeof ENCODINGS | undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refusal(text);
  }
}

/** A level of what the names of fields spell out: by name, or (an array) one entry after the other. */
type Level = Map<string, Node>;
type Node = string | string[] | Level;

/** The end of a path whose values are gathered in a list. */
const EACH = Symbol("each");
type Path = readonly (string | typeof EACH)[];

/** `metadata[a][b]` → a, b; `metadata[list][]` → list, EACH. */
function bracketPath(name: string): Path {
  const keys = /^metadata((?:\[[^[\]]+\])+)(\[\])?$/.exec(name);
  if (keys === null) {
    throw new HttpError(
      "field_invalid",
      `Expected a name like \`metadata[a][b]\` or \`metadata[list][]\` but received ${shown(name)}. Lists of objects and names with brackets can be sent as JSON, in the field \`metadata\`.`,
    );
  }
  const path = keys[1]!.slice(1, -1).split("][");
  return keys[2] === undefined ? path : [...path, EACH];
}

/** `metadata.a.b` → a, b. */
function dottedPath(name: string): Path {
  const path = name.split(".").slice(1);
  if (path.includes("")) {
    throw new HttpError(
      "field_invalid",
      `Expected a name like \`metadata.a.b\` but received ${shown(name)}. Names with dots, and empty ones, can be sent as JSON, in the field \`metadata\`.`,
    );
  }
  return path;
}

function insert(root: Level, path: Path, text: string, name: string): void {
  if (path.length > MOST_LEVELS + 1) throw refusal(name);
  let level = root;
  for (const [depth, key] of path.entries()) {
    if (key === EACH) return;
    const next = path[depth + 1];
    const node = level.get(key);
    if (next === undefined) {
      if (node !== undefined) throw contradiction(name);
      level.set(key, text);
    } else if (next === EACH) {
      if (node !== undefined && !Array.isArray(node)) throw contradiction(name);
      if (node === undefined) level.set(key, [text]);
      else node.push(text);
    } else {
      if (node !== undefined && !(node instanceof Map)) throw contradiction(name);
      const below: Level = node ?? new Map();
      if (node === undefined) level.set(key, below);
      level = below;
    }
  }
}

/** `Object.fromEntries` defines its properties: `__proto__` becomes a name, not a prototype. */
function valueOf(node: Node, isList: (level: Level) => boolean): Json {
  if (!(node instanceof Map)) return node;
  if (isList(node)) return Array.from(node, (_, index) => valueOf(node.get(String(index))!, isList));
  return Object.fromEntries([...node].map(([key, value]) => [key, valueOf(value, isList)]));
}

function isCounted(level: Level): boolean {
  return Array.from(level.keys(), (_, index) => level.has(String(index))).every(Boolean);
}

function assertDepth(value: Json, levels: number): void {
  if (typeof value === "number" && !Number.isFinite(value)) throw refusal(value);
  if (typeof value !== "object" || value === null) return;
  if (levels === 0)
    throw new HttpError("field_invalid", `Expected ${EXPECTED} for \`metadata\` but received more levels.`);
  for (const entry of Object.values(value)) assertDepth(entry, levels - 1);
}

function contradiction(name: string): HttpError {
  return new HttpError(
    "field_invalid",
    `Expected one value for the field ${shown(name)} but received two, or one beside values below it.`,
  );
}

function refusal(received: unknown): HttpError {
  return new HttpError("field_invalid", expectedSentence(EXPECTED, "metadata", received));
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
