import { parseArgs } from "node:util";
import { BuildError } from "../errors.ts";
import { hint } from "../hints.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

export interface Flag {
  /** What stands for its value in the help; absent for a flag without one. */
  readonly value?: string;
  readonly short?: string;
  readonly doc: string;
  /** Known, so that it can be refused by what reads it, but not in the help. */
  readonly hidden?: boolean;
}

/** One command: its help, its flags and what it does. */
export interface Command {
  /** As it is typed after `darkroom`. */
  readonly name: string;
  /** What it takes besides flags, such as `<image>`. */
  readonly takes: string;
  /** How many of these, at least and at most. */
  readonly count: readonly [number, number];
  /** What it does, in a line. */
  readonly summary: string;
  /** What is to be known besides. */
  readonly more?: string;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly examples: readonly string[];
  readonly run: (terminal: Terminal, given: Given) => Promise<ExitCode>;
}

/** What stood on the command line. */
export interface Given {
  readonly positionals: readonly string[];
  /** The text of each flag that was given; empty for one without a value. */
  readonly flags: Readonly<Record<string, string>>;
}

/** Of every command. */
export const COMMON_FLAGS = {
  help: { short: "h", doc: "Shows this." },
} as const satisfies Record<string, Flag>;

/** Reads what follows a command's name. Throws `usage` for what the command does not know, with what was meant. */
export function readArguments({ name, takes, count, flags }: Command, args: readonly string[]): Given {
  const known: Readonly<Record<string, Flag>> = { ...flags, ...COMMON_FLAGS };
  const options = Object.fromEntries(
    Object.entries(known).map(([flag, { value, short }]) => [
      flag,
      { type: value === undefined ? "boolean" : "string", ...(short !== undefined && { short }) } as const,
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const positionals: string[] = [];
  const given: Record<string, string> = {};
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (flag === undefined) {
      const visible = Object.keys(known).filter((other) => known[other]?.hidden !== true);
      const near = hint(token.name, visible, "flags").replaceAll(/`([\w-]+)`/g, "`--$1`");
      throw usage(name, `There is no flag ${token.rawName}. ${near}`);
    }
    if (Object.hasOwn(given, token.name)) throw usage(name, `Expected ${token.rawName} once.`);
    given[token.name] = valueOf(name, flag, token);
  }
  if (!("help" in given) && (positionals.length < count[0] || positionals.length > count[1])) {
    const received =
      positionals.length === 0 ? "nothing" : positionals.map((text) => `\`${text}\``).join(" ");
    throw usage(name, `Expected ${takes === "" ? "nothing but flags" : takes} but received ${received}.`);
  }
  return { positionals, flags: given };
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function valueOf(name: string, flag: Flag, { rawName, value, inlineValue }: OptionToken): string {
  if (flag.value === undefined) {
    if (value === undefined) return "";
    throw usage(name, `${rawName} takes no value.`);
  }
  // `--width --format webp` has forgotten the width.
  if (value === undefined || value === "" || (inlineValue !== true && /^-./.test(value))) {
    throw usage(name, `Expected a value after ${rawName}: ${rawName} <${flag.value}>.`);
  }
  return value;
}

export function usage(command: string, problem: string): BuildError {
  return new BuildError("usage", `${problem}\nSee: darkroom ${`${command} --help`.trim()}`);
}

export function helpText({ name, takes, summary, more, flags, examples }: Command): string {
  const rows = Object.entries<Flag>({ ...flags, ...COMMON_FLAGS })
    .filter(([, { hidden }]) => hidden !== true)
    .map(([flag, { value, short, doc }]) => {
      const names = `${short === undefined ? "" : `-${short}, `}--${flag}`;
      return [value === undefined ? names : `${names} <${value}>`, doc] as const;
    });
  return [
    `${more === undefined ? summary : `${summary}\n${more}`}\n`,
    `Usage: darkroom ${[name, takes, "[flags]"].filter((part) => part !== "").join(" ")}\n`,
    "Flags:",
    ...columns(rows),
    "\nExamples:",
    ...examples.map((example) => `  ${example}`),
    "",
  ].join("\n");
}

/** Rows of two columns, indented. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
}
