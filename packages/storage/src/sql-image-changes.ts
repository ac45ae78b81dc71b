import type { ImageChanges } from "./draft-store.ts";
import type { Json } from "./record-store.ts";
import type { SqlRow, SqlValue } from "./sql-driver.ts";

/** Column that images and drafts share → the change that it holds, and the value of it. */
export const SHARED_COLUMNS = {
  creator: (record) => record.creator,
  meta: (record) => JSON.stringify(record.meta),
  require_signed_urls: (record) => Number(record.requireSignedURLs),
} as const satisfies Record<string, (record: Required<ImageChanges>) => SqlValue>;

export const SHARED_COLUMN_NAMES = Object.keys(SHARED_COLUMNS) as readonly (keyof typeof SHARED_COLUMNS)[];

const CHANGED = {
  creator: "creator",
  meta: "meta",
  require_signed_urls: "requireSignedURLs",
} as const satisfies Record<keyof typeof SHARED_COLUMNS, keyof ImageChanges>;

/** What follows SET in an UPDATE of the row that the changes are for; without a change, it stays as it is. */
export function assignments(changes: ImageChanges): {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
} {
  const columns = SHARED_COLUMN_NAMES.filter((column) => changes[CHANGED[column]] !== undefined);
  if (columns.length === 0) return { sql: "id = id", parameters: [] };
  return {
    sql: columns.map((column) => `${column} = ?`).join(", "),
    parameters: columns.map((column) => SHARED_COLUMNS[column](changes as Required<ImageChanges>)),
  };
}

/** The shared columns of a row, back to values; they have the types that a STRICT table gives them. */
export function sharedOf(row: SqlRow): Required<ImageChanges> {
  return {
    creator: row["creator"] as string | null,
    meta: JSON.parse(row["meta"] as string) as { readonly [key: string]: Json },
    requireSignedURLs: row["require_signed_urls"] === 1,
  };
}
