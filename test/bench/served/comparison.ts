import { UNITS, type Report, type Result } from "./results.ts";

/** How one number changed from one run to another. */
export interface Change {
  readonly measure: string;
  readonly subject: string;
  readonly before: number;
  readonly after: number;
  /** By how much it got worse: 1.1 is a tenth worse, below 1 is better. */
  readonly worse: number;
}

/** Every number that both runs have, by itself: means something only for the same machine. */
export function compareValues(before: Report, after: Report): Change[] {
  return changes(before, after, ({ value }) => value);
}

/** The same of the ratios to Node, which mean something across machines too. */
export function compareRatios(before: Report, after: Report): Change[] {
  return changes(before, after, ({ ratioToNode }) => ratioToNode).filter(({ subject }) => subject !== "Node");
}

/** Ratios that are worse than before by more than a share. Peers do not count: they are not ours to mend. */
export function regressions(before: Report, after: Report, tolerance: number): Change[] {
  const ours = new Set(after.subjects.filter(({ kind }) => kind === "darkroom").map(({ name }) => name));
  return compareRatios(before, after).filter(
    ({ subject, worse }) => ours.has(subject) && worse > 1 + tolerance,
  );
}

function changes(before: Report, after: Report, of: (result: Result) => number | null): Change[] {
  return after.results.flatMap((result) => {
    const { measure, subject, unit } = result;
    const earlier = before.results.find((other) => other.measure === measure && other.subject === subject);
    const [then, now] = [earlier === undefined ? null : of(earlier), of(result)];
    if (then === null || now === null || then === 0 || now === 0) return [];
    const worse = UNITS[unit].better === "lower" ? now / then : then / now;
    return [{ measure, subject, before: then, after: now, worse }];
  });
}

/** Changes as a table, the worst first. */
export function changeTable(title: string, rows: readonly Change[]): string {
  const shown = rows
    .toSorted((a, b) => b.worse - a.worse)
    .map((row) => [
      row.measure,
      row.subject,
      row.before.toPrecision(3),
      row.after.toPrecision(3),
      row.worse >= 1
        ? `${((row.worse - 1) * 100).toFixed(0)} % worse`
        : `${((1 / row.worse - 1) * 100).toFixed(0)} % better`,
    ]);
  return [
    `## ${title}`,
    "",
    "| measure | of | before | after | |",
    "|---|---|---:|---:|---|",
    ...shown.map((cells) => `| ${cells.join(" | ")} |`),
    "",
  ].join("\n");
}
