/**
 * Rows as lines of columns that are parted by two spaces.
 * @param rights The columns that stand at the right, as numbers do.
 */
export function tableLines(rows: readonly (readonly string[])[], rights: readonly number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_cell, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (rights.includes(at) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join("  ")
      .trimEnd(),
  );
}

/** "1 image", "2 images". */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
