import { DarkroomError } from "../errors.ts";
import { SVG_LIMITS } from "./limits.ts";

/** How often what is referred to is drawn: once, once an element inside, or once a vertex of the paths inside. */
export type Repetition = "once" | "elements" | "vertices";

/** Properties that hand their reference down to the elements inside; `marker-mid` is drawn at each vertex. */
const INHERITED: ReadonlyMap<string, Repetition> = new Map([
  ["fill", "elements"],
  ["stroke", "elements"],
  ["marker-start", "elements"],
  ["marker-end", "elements"],
  ["marker-mid", "vertices"],
  ["marker", "vertices"],
]);

export function repetitionOf(property: string): Repetition {
  return INHERITED.get(property) ?? "once";
}

/** A count of what a document so far has drawn, from the start. */
interface Position {
  readonly elements: number;
  readonly vertices: number;
}

interface Target {
  readonly start: number;
  end: number;
}

interface Reference {
  /** Number of the drawn element that it stands on, or -1 for a style sheet. */
  readonly at: number;
  readonly id: string;
  times: number;
}

interface OpenElement {
  readonly start: Position;
  readonly target: Target | undefined;
  readonly references: readonly (readonly [Reference, Repetition])[];
}

/**
 * Counts the elements that a viewer has to draw when each reference stands for a copy of what it names, the
 * measure by which ten nested `use` elements become 10¹⁰. Elements are numbered as they are drawn, so that a
 * subtree is a range of numbers. The count is a bound for `use`; for paint it leaves out what style sheets match
 * and what `use` hands down.
 */
export function createDrawingCost() {
  const targets = new Map<string, Target>();
  const references: Reference[] = [];
  const open: OpenElement[] = [];
  let position: Position = { elements: 0, vertices: 0 };

  const refer = (at: number, id: string): Reference => {
    const reference = { at, id: decoded(id), times: 1 };
    references.push(reference);
    return reference;
  };

  return {
    /** A style sheet refers to `id`. */
    referFromStyles: (id: string): void => {
      refer(-1, id);
    },
    /** `outline` is the text of its path or points. */
    open: (element: {
      readonly drawn: boolean;
      readonly id: string | undefined;
      readonly outline: string | undefined;
      readonly references: readonly { readonly id: string; readonly repetition: Repetition }[];
    }): void => {
      const start = position;
      const target = { start: start.elements, end: start.elements };
      // Of several elements with one id, the first is the one that is found.
      const named = element.id !== undefined && !targets.has(element.id);
      if (named) targets.set(element.id, target);
      open.push({
        start,
        target: named ? target : undefined,
        references: element.references.map(({ id, repetition }) => [refer(start.elements, id), repetition]),
      });
      position = {
        elements: start.elements + (element.drawn ? 1 : 0),
        // A vertex takes two characters at least: `h1h1`.
        vertices: start.vertices + Math.ceil((element.outline?.length ?? 0) / 2),
      };
    },
    close: (): void => {
      const element = open.pop();
      if (element === undefined) return;
      if (element.target !== undefined) element.target.end = position.elements;
      for (const [reference, repetition] of element.references) {
        if (repetition !== "once") {
          reference.times = Math.max(1, position[repetition] - element.start[repetition]);
        }
      }
    },
    /** Throws `image_too_large` above the limit and `image_corrupt` for references in a circle. */
    check: (): void => {
      checkCost(position.elements, targets, references);
    },
  };
}

interface Visit {
  readonly target: Target;
  /** Index of the reference that is looked at next. */
  next: number;
  sum: number;
}

function checkCost(
  elements: number,
  targets: ReadonlyMap<string, Target>,
  references: readonly Reference[],
): void {
  const costs = new Map<Target, number | "unfinished">();
  const visit = (target: Target): Visit => {
    costs.set(target, "unfinished");
    return { target, next: firstAtOrAfter(references, target.start), sum: target.end - target.start };
  };
  // The whole document is the range that holds the style sheets' references too.
  const stack: Visit[] = [{ target: { start: -1, end: elements }, next: 0, sum: elements }];
  // Not recursive: a chain of references may be as long as the document.
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const reference = references[top.next];
    if (reference === undefined || reference.at >= top.target.end) {
      costs.set(top.target, top.sum);
      stack.pop();
      continue;
    }
    const target = targets.get(reference.id);
    const cost = target === undefined ? 0 : costs.get(target);
    if (cost === "unfinished") {
      throw new DarkroomError(
        "image_corrupt",
        `The SVG refers to itself in a circle, through #${reference.id.slice(0, 40)}.`,
      );
    }
    if (cost === undefined) {
      if (target !== undefined) stack.push(visit(target));
      continue;
    }
    top.sum += reference.times * cost;
    top.next += 1;
    if (top.sum > SVG_LIMITS.drawnElements) {
      throw new DarkroomError(
        "image_too_large",
        `The SVG's references make it draw more than ${SVG_LIMITS.drawnElements} elements.`,
      );
    }
  }
}

/** Index of the first reference on the element numbered `start` or after it; references are in document order. */
function firstAtOrAfter(references: readonly Reference[], start: number): number {
  let low = 0;
  let high = references.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((references[middle]?.at ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** URLs may spell an id with percent signs; a viewer looks for the decoded one. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
