/** Names that differ by more single-character edits than this are not what somebody meant; short ones by half. */
const MOST_EDITS = 2;
const SHORT_NAME = 4;

/** Which of the names somebody may have meant who wrote `written`: the nearest by spelling, none if all are far. */
export function nearNames(written: string, names: Iterable<string>): string[] {
  const near = new Map<string, number>();
  for (const name of names) {
    const edits = editDistance(written.toLowerCase(), name);
    if (edits <= (name.length > SHORT_NAME ? MOST_EDITS : MOST_EDITS / 2)) near.set(name, edits);
  }
  const least = Math.min(...near.values());
  return [...near].filter(([, edits]) => edits === least).map(([name]) => name);
}

/** Levenshtein distance; a lower bound of it where the lengths alone put two names far apart. */
function editDistance(a: string, b: string): number {
  const difference = Math.abs(a.length - b.length);
  if (difference > MOST_EDITS) return difference;
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[b.length]!;
}
