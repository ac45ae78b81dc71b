import { DarkroomError, expectedSentence, isDarkroomError } from "../errors.ts";
import { nearNames } from "./near-names.ts";
import {
  isOptionName,
  OPTION_PARTS,
  OPTIONS,
  type OptionName,
  type OptionRow,
  type TransformOptions,
} from "./options.ts";
import type { Reading } from "./value-kinds.ts";

/** A body with a thousand wrong options gets an answer about a few. */
const MOST_PROBLEMS = 5;

const ROWS: Readonly<Record<OptionName, OptionRow>> = OPTIONS;

/**
 * Reads options from JSON: an object such as `{ width: 800, fit: "cover" }`. What is undefined counts as absent.
 * Throws `option_unknown`, `option_unbuilt` or `option_invalid`: the code of the first problem, with a sentence
 * for each of the first five.
 */
export function parseOptions(json: unknown): TransformOptions {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new DarkroomError("option_invalid", expectedSentence("an object", "options", json));
  }
  const options: Partial<Record<OptionName, unknown>> = {};
  const problems: DarkroomError[] = [];
  for (const [key, value] of Object.entries(json)) {
    if (value === undefined) continue;
    try {
      if (!isOptionName(key)) throw unknownOption(key);
      options[key] = valueOf(key, value, (row) => row.kind.readJson(value));
    } catch (error) {
      if (!isDarkroomError(error)) throw error;
      problems.push(error);
      if (problems.length === MOST_PROBLEMS) break;
    }
  }
  const [first] = problems;
  if (first === undefined) return options as TransformOptions;
  throw new DarkroomError(first.code, problems.map(({ message }) => message).join(" "));
}

/**
 * Reads the options of a URL, such as `w=400,fit=crop`, as they stand there: the text is split first and then
 * percent-decoded, once. A comma inside parentheses does not split, so that `rgb(1,2,3)` need not be encoded.
 * Throws `option_unknown`, `option_unbuilt` or `option_invalid` for the first problem.
 */
export function parseOptionSegment(text: string): TransformOptions {
  const options: Partial<Record<OptionName, unknown>> = {};
  for (const member of splitMembers(text)) {
    const equals = member.indexOf("=");
    if (equals < 0)
      throw new DarkroomError("option_invalid", expectedSentence("`name=value`", "options", member));
    const written = decode(member.slice(0, equals));
    const value = decode(member.slice(equals + 1));
    const name = OPTION_NAMES.get(written);
    if (name === undefined) throw unknownOption(written);
    if (Object.hasOwn(options, name)) {
      throw new DarkroomError("option_invalid", `Expected one value for \`${name}\` but received several.`);
    }
    options[name] = valueOf(name, value, (row) => row.kind.readText(value));
  }
  return options as TransformOptions;
}

/** Every name that a URL may use, with the option that it means. */
const OPTION_NAMES: ReadonlyMap<string, OptionName> = new Map(
  (Object.keys(OPTIONS) as OptionName[]).flatMap((name) =>
    [name, ...ROWS[name].aliases].map((written) => [written, name]),
  ),
);

function valueOf(name: OptionName, received: unknown, read: (row: OptionRow) => Reading<unknown>): unknown {
  const row = ROWS[name];
  if (!row.built) throw unbuiltOption(name);
  const reading = read(row);
  if (reading === undefined)
    throw new DarkroomError("option_invalid", expectedSentence(row.kind.what, name, received));
  if ("unbuilt" in reading) {
    throw new DarkroomError(
      "option_unbuilt",
      `\`${reading.unbuilt}\` is a value of \`${name}\` in Cloudflare Images that Darkroom does not build yet.`,
    );
  }
  return reading.value;
}

function unbuiltOption(name: string): DarkroomError {
  return new DarkroomError(
    "option_unbuilt",
    `\`${name}\` is an option of Cloudflare Images that Darkroom does not build yet.`,
  );
}

function unknownOption(written: string): DarkroomError {
  const whole = OPTION_PARTS.get(written);
  if (whole !== undefined) return unbuiltOption(whole);
  const alias = OPTION_NAMES.get(written.toLowerCase());
  const near = alias === undefined ? nearNames(written, Object.keys(OPTIONS)) : [alias];
  const known = Object.keys(OPTIONS).filter((name) => isOptionName(name) && OPTIONS[name].built);
  const hint =
    near.length > 0 ? `Did you mean ${list(near, "or")}?` : `The options are ${list(known, "and")}.`;
  return new DarkroomError(
    "option_unknown",
    `There is no option ${JSON.stringify(written.slice(0, 100))}. ${hint}`,
  );
}

function list(names: readonly string[], joint: string): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  return quoted.length > 0 ? `${quoted.join(", ")} ${joint} ${last}` : `${last}`;
}

/** Splits at the commas that are not inside parentheses. */
function splitMembers(text: string): string[] {
  const members: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "(") depth++;
    else if (character === ")") depth = Math.max(0, depth - 1);
    else if (character === "," && depth === 0) {
      members.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...members, text.slice(start)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new DarkroomError("option_invalid", expectedSentence("percent-encoded UTF-8", "options", text));
  }
}
