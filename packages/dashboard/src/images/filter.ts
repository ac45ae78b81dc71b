/** Which images are listed, and in which order. */
export interface ImageFilter {
  /** Part of an id or a file name. */
  readonly search: string;
  /** Undefined: whoever made them. Empty: those without a creator. */
  readonly creator: string | undefined;
  readonly meta: readonly MetaFilter[];
  readonly order: "asc" | "desc";
}

export interface MetaFilter {
  /** Nested fields by dots. */
  readonly field: string;
  readonly operator: MetaOperator;
  readonly value: string;
}

/** Comparisons of a metadata field, and how they are read out. */
export const META_OPERATORS = {
  "eq:string": "is the text",
  "eq:number": "is the number",
  "eq:boolean": "is true or false:",
  gt: "is greater than",
  gte: "is at least",
  lt: "is less than",
  lte: "is at most",
  "in:string": "is one of the texts (a|b)",
} as const;

export type MetaOperator = keyof typeof META_OPERATORS;

/** Most metadata filters of one request. */
export const MOST_META_FILTERS = 5;

/** The parameters of the API's list. */
export function filterQuery({
  search,
  creator,
  meta,
  order,
}: ImageFilter): Record<string, string | undefined> {
  return {
    sort_order: order,
    search: search === "" ? undefined : search,
    creator,
    ...Object.fromEntries(meta.map(({ field, operator, value }) => [`meta.${field}[${operator}]`, value])),
  };
}

export function isFiltered({ search, creator, meta }: ImageFilter): boolean {
  return search !== "" || creator !== undefined || meta.length > 0;
}

/** The filter as the query of a place, so that it can be bookmarked and gone back to. */
export function filterToQuery({ search, creator, meta, order }: ImageFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (search !== "") query.set("search", search);
  if (creator !== undefined) query.set("creator", creator);
  for (const { field, operator, value } of meta)
    query.append("meta", JSON.stringify([field, operator, value]));
  if (order === "asc") query.set("order", order);
  return query;
}

/** Reads what `filterToQuery` wrote; what is not understood is left out. */
export function filterFromQuery(query: URLSearchParams): ImageFilter {
  return {
    search: query.get("search") ?? "",
    creator: query.get("creator") ?? undefined,
    meta: query.getAll("meta").flatMap(readMeta).slice(0, MOST_META_FILTERS),
    order: query.get("order") === "asc" ? "asc" : "desc",
  };
}

function readMeta(text: string): MetaFilter[] {
  try {
    const parts: unknown = JSON.parse(text);
    if (!Array.isArray(parts)) return [];
    const [field, operator, value] = parts as readonly unknown[];
    if (typeof field !== "string" || typeof value !== "string" || typeof operator !== "string") return [];
    return Object.hasOwn(META_OPERATORS, operator)
      ? [{ field, operator: operator as MetaOperator, value }]
      : [];
  } catch {
    return [];
  }
}
