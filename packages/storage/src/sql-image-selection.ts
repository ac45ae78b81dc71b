import { assertPaths, COMPARISONS, type ImageSelection, type MetaFilter } from "./image-selection.ts";
import { isStorableText } from "./record-rules.ts";
import type { SqlStatement } from "./sql-driver.ts";

/** A condition on a row of `images`, and what its `?` are. */
export type SqlCondition = Required<SqlStatement>;

/**
 * A selection as a condition on a row of `images`. It rests on `meta` being the text that `JSON.stringify`
 * gives, which writes a value in one way only: what is equal has equal texts, numbers to the last bit.
 */
export function selectionCondition(selection: ImageSelection): SqlCondition {
  assertPaths(selection);
  const { creator, filters = [], search } = selection;
  const conditions: SqlCondition[] = filters.map(filterCondition);
  if (typeof creator === "string" && !isStorableText(creator)) conditions.push({ sql: "0", parameters: [] });
  else if (creator !== undefined) conditions.push({ sql: "creator IS ?", parameters: [creator] });
  if (search !== undefined) conditions.push(searchCondition(search));
  return {
    sql: conditions.map(({ sql }) => ` AND ${sql}`).join(""),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

function searchCondition(search: string): SqlCondition {
  if (!isStorableText(search)) return { sql: "0", parameters: [] };
  // `instr`, not `LIKE`: the text has no wildcards.
  return {
    sql: "(instr(lower(id), lower(?)) > 0 OR instr(lower(filename), lower(?)) > 0)",
    parameters: [search, search],
  };
}

function filterCondition(filter: MetaFilter): SqlCondition {
  const path = jsonPath(filter.path);
  if (filter.operator === "in") {
    // One parameter for all values: D1 takes a hundred in a statement.
    const texts = filter.values.map((value) => JSON.stringify(value));
    return {
      sql: "meta -> ? IN (SELECT value FROM json_each(?))",
      parameters: [path, JSON.stringify(texts)],
    };
  }
  const { sql } = COMPARISONS[filter.operator];
  return {
    // Cast, for SQLite reads digits as a 64-bit integer, where JSON means the nearest double.
    sql: `json_type(meta, ?) IN ('integer', 'real') AND CAST(meta ->> ? AS REAL) ${sql} CAST(? AS REAL)`,
    parameters: [path, path, filter.value],
  };
}

/** `$."a"."b"`: quoted, a name is never an index or a function. */
function jsonPath(names: readonly string[]): string {
  return names.reduce((path, name) => `${path}."${name}"`, "$");
}
