import type { ImageRecord, Json } from "./record-store.ts";

/** Which images of an account a list or a count is about: those of which all that is given is true. */
export interface ImageSelection {
  /** Theirs; null for images without a creator. */
  readonly creator?: string | null;
  readonly filters?: readonly MetaFilter[];
  /** Part of the id or of the file name; the letters A to Z and a to z are the same. */
  readonly search?: string;
}

/** A question about one value of the metadata. Of an image that has no such value it is never true. */
export type MetaFilter = {
  /** Names of nested objects from the outside in, each one that `isMetaName` takes; never through a list. */
  readonly path: readonly string[];
} & MetaCondition;

export type MetaCondition =
  /** It is one of these, of the same type: `5`, `"5"` and `true` are three values. */
  | { readonly operator: "in"; readonly values: readonly (string | number | boolean)[] }
  /** It is a number, and greater or less than this one. */
  | { readonly operator: keyof typeof COMPARISONS; readonly value: number };

/** How numbers are compared; in SQL, the operator between them. */
export const COMPARISONS = {
  gt: { sql: ">", holds: (a, b) => a > b },
  gte: { sql: ">=", holds: (a, b) => a >= b },
  lt: { sql: "<", holds: (a, b) => a < b },
  lte: { sql: "<=", holds: (a, b) => a <= b },
} as const satisfies Record<string, { sql: string; holds: (a: number, b: number) => boolean }>;

/** Whether a filter may ask for a field of that name: every store can put it into a path. */
export function isMetaName(name: string): boolean {
  return /^[A-Za-z0-9_]{1,100}$/.test(name);
}

/** Throws a `TypeError` for a path that no store may be asked: a defect of the caller, whatever a user sent. */
export function assertPaths({ filters = [] }: ImageSelection): void {
  if (filters.every(({ path }) => path.length > 0 && path.every(isMetaName))) return;
  throw new TypeError("A path of metadata is empty, or has a name that `isMetaName` does not take.");
}

/** Whether an image is one of a selection: what the memory store does, and SQL must agree with. */
export function isSelected(
  { id, filename, creator, meta }: Pick<ImageRecord, "id" | "filename" | "creator" | "meta">,
  selection: ImageSelection,
): boolean {
  const { search } = selection;
  if (search !== undefined && ![id, filename].some((text) => lowerCase(text).includes(lowerCase(search)))) {
    return false;
  }
  if (selection.creator !== undefined && selection.creator !== creator) return false;
  return (selection.filters ?? []).every((filter) => holds(filter, valueAt(meta, filter.path)));
}

/** As SQLite's `lower`: ASCII alone, so that no store needs tables of Unicode. */
function lowerCase(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function holds(condition: MetaCondition, value: Json | undefined): boolean {
  if (condition.operator === "in") return condition.values.some((wanted) => wanted === value);
  return typeof value === "number" && COMPARISONS[condition.operator].holds(value, condition.value);
}

function valueAt(meta: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = meta;
  for (const name of path) {
    // `__proto__` and `length` are names like others: only what the JSON itself has counts.
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, name) ? (value as { readonly [key: string]: Json })[name] : undefined;
  }
  return value;
}
