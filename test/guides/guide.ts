import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "../harness/runtimes.ts";

/** The folder of the guides, from the root of the checkout. */
export const GUIDES = "packages/http/guides";

/** One step of a guide: commands, and what the guide says that they print. */
export interface Step {
  /** The line of its first command in the guide, from 1. */
  readonly line: number;
  readonly commands: string;
  readonly printed?: Printed;
}

export interface Printed {
  readonly language: "json" | "text";
  readonly line: number;
  readonly text: string;
}

export interface Guide {
  /** From the root of the checkout. */
  readonly path: string;
  /** Its first heading. */
  readonly title: string;
  readonly steps: readonly Step[];
}

/** What is done with a block by its language; one that is not here would be read by nobody. */
const LANGUAGES = {
  bash: "run",
  json: "compare",
  text: "compare",
  html: "show",
  http: "show",
} as const satisfies Record<string, "run" | "compare" | "show">;

/** Every guide, by name. */
export function readGuides(): readonly Guide[] {
  return readdirSync(join(ROOT, GUIDES))
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => parseGuide(`${GUIDES}/${name}`, readFileSync(join(ROOT, GUIDES, name), "utf8")));
}

/**
 * Takes a guide apart. Throws an error that names file and line for a guide without title or commands, a block
 * that is not closed or has another language, and an answer to no commands or a second one to the same.
 */
export function parseGuide(path: string, text: string): Guide {
  const fault = (line: number, what: string): Error => new Error(`${path}:${line}: ${what}`);
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) throw fault(1, "Expected a heading `# …`.");
  const steps: Step[] = [];
  for (const { language, line, code } of blocksOf(text, fault)) {
    const use = (LANGUAGES as { readonly [language: string]: string })[language];
    const last = steps.at(-1);
    if (use === "run") steps.push({ line: line + 1, commands: code });
    else if (use === "compare") {
      if (last === undefined)
        throw fault(line, `A ${language} block is what the bash block before it prints.`);
      if (last.printed !== undefined) throw fault(line, `The bash block of line ${last.line} has an answer.`);
      const printed = { language: language as Printed["language"], line, text: code };
      steps[steps.length - 1] = { ...last, printed };
    } else if (use === undefined) {
      throw fault(line, `Expected a block of ${Object.keys(LANGUAGES).join(", ")} but found "${language}".`);
    }
  }
  if (steps.length === 0) throw fault(1, `${basename(path)} has no commands.`);
  return { path, title, steps };
}

interface Block {
  readonly language: string;
  /** The line of its fence, from 1. */
  readonly line: number;
  readonly code: string;
}

function blocksOf(text: string, fault: (line: number, what: string) => Error): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly language: string; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const fence = /^\s*```(.*)$/.exec(line)?.[1]?.trim();
    if (fence === undefined) open?.lines.push(line);
    else if (open === undefined) open = { language: fence, line: index + 1, lines: [] };
    else {
      blocks.push({ ...open, code: open.lines.map((code) => `${code}\n`).join("") });
      open = undefined;
    }
  }
  if (open !== undefined) throw fault(open.line, "The block is not closed.");
  return blocks;
}
