import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { difference } from "./likeness.ts";
import type { Guide } from "./guide.ts";

/** What a shell made of a guide's commands, as far as it came. */
export interface Followed {
  readonly failure?: string;
  /** What each step printed. */
  readonly printed: readonly string[];
}

/** Runs all commands of a guide in one shell, in the folder `work`; what they print goes to the folder `notes`. */
export async function runSteps(
  { steps }: Pick<Guide, "steps">,
  {
    work,
    notes,
    environment,
  }: {
    readonly work: string;
    readonly notes: string;
    readonly environment: Readonly<Record<string, string>>;
  },
): Promise<Followed> {
  const output = (index: number): string => join(notes, `printed-${index}`);
  const script = steps.map(({ commands }, index) => `exec > "${output(index)}"\n${commands}`).join("");
  const failure = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], {
    cwd: work,
    env: { ...environment },
  }).then(
    () => undefined,
    (error: { readonly code?: number; readonly stderr?: string }) =>
      `The shell ended with code ${error.code}: ${error.stderr}`,
  );
  const printed = await Promise.all(
    steps.map((_step, index) => readFile(output(index), "utf8").catch(() => undefined)),
  );
  return { ...(failure !== undefined && { failure }), printed: printed.filter((text) => text !== undefined) };
}

/** What is wrong with a guide that was followed, with its lines; empty when all is as it says. */
export function problemsIn(guide: Guide, { failure, printed }: Followed): readonly string[] {
  const problems = printed.flatMap((text, index) => {
    const { line, printed: shown } = guide.steps[index]!;
    const problem =
      shown === undefined
        ? // A refusal is an answer to curl: one that the guide does not show was not meant.
          text.includes('"success":false') && `A refusal that is not shown: ${text}`
        : difference(shown, text);
    return problem ? [`${guide.path}:${shown?.line ?? line}: ${problem}`] : [];
  });
  if (failure === undefined) return problems;
  return [...problems, `${guide.path}:${guide.steps[Math.max(0, printed.length - 1)]!.line}: ${failure}`];
}
