import { DarkroomError } from "../errors.ts";
import { SVG_LIMITS } from "./limits.ts";

/** One declaration or one piece of white space of an internal subset, tried at the place where the last ended. */
const SUBSET = {
  space: /\s+/y,
  comment: /<!--[^]*?-->/y,
  instruction: /<\?[^]*?\?>/y,
  entity: /<!ENTITY\s+([^\s%"'<>&;]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/y,
  // Only a browser that kept the DOCTYPE would act on these; it is not part of the output.
  ignored: /<!(?:ELEMENT|ATTLIST|NOTATION)\s(?:[^"'<>]|"[^"]*"|'[^']*')*>/y,
} as const;

const DOCTYPE =
  /^\s+[^\s"'<>[\]]+\s*(?:(?:SYSTEM|PUBLIC\s*(?:"[^"]*"|'[^']*'))\s*(?:"[^"]*"|'[^']*')\s*)?(?:\[|$)/;

const PREDEFINED = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["apos", "'"],
  ["quot", '"'],
]);

/**
 * The general entities that a DOCTYPE's internal subset declares, with every reference inside them resolved.
 * The external subset that a DOCTYPE names is ignored, as non-validating parsers may (XML 1.0, 5.1).
 *
 * `doctype` is the text between `<!DOCTYPE` and `>`. Throws `image_unsupported` for external and parameter
 * entities and for entities that contain markup, `image_too_large` for entities that multiply, `image_corrupt`
 * for what is not a DOCTYPE or refers in a circle.
 */
export function declaredEntities(doctype: string): Map<string, string> {
  if (doctype.length > SVG_LIMITS.doctypeLength) {
    throw new DarkroomError(
      "image_too_large",
      `The SVG's DOCTYPE is longer than ${SVG_LIMITS.doctypeLength} characters.`,
    );
  }
  const head = DOCTYPE.exec(doctype)?.[0];
  if (head === undefined) throw malformed();
  return head.endsWith("[") ? resolveAll(readSubset(doctype.slice(head.length))) : new Map();
}

/** Entity names with their replacement text: character references expanded, others left (XML 1.0, 4.5). */
function readSubset(text: string): Map<string, string> {
  const replacements = new Map<string, string>();
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    at += match?.[0].length ?? 0;
    return match;
  };
  while (text[at] !== "]") {
    const entity = take(SUBSET.entity);
    if (entity !== null) {
      const [, name = "", doubleQuoted, singleQuoted = ""] = entity;
      // The first declaration of a name is the one that counts (XML 1.0, 4.2).
      if (!replacements.has(name)) replacements.set(name, replacementOf(name, doubleQuoted ?? singleQuoted));
      if (replacements.size > SVG_LIMITS.entities) {
        throw new DarkroomError(
          "image_too_large",
          `The SVG declares more than ${SVG_LIMITS.entities} entities.`,
        );
      }
    } else if (
      !(take(SUBSET.space) ?? take(SUBSET.comment) ?? take(SUBSET.instruction) ?? take(SUBSET.ignored))
    ) {
      throw refusal(text.slice(at, at + 200));
    }
  }
  if (text.slice(at + 1).trim() !== "") throw malformed();
  return replacements;
}

function replacementOf(name: string, literal: string): string {
  if (literal.includes("%")) throw refusal("%");
  const text = literal.replaceAll(/&#([^;]*);/g, (_, digits: string) => character(digits));
  if (text.includes("<")) {
    throw new DarkroomError(
      "image_unsupported",
      `The SVG's entity ${name.slice(0, 40)} contains markup; only text is supported.`,
    );
  }
  return text;
}

function resolveAll(replacements: ReadonlyMap<string, string>): Map<string, string> {
  const resolved = new Map<string, string>();
  const open = new Set<string>();
  const resolve = (name: string): string => {
    const known = PREDEFINED.get(name) ?? resolved.get(name);
    if (known !== undefined) return known;
    const replacement = replacements.get(name);
    if (replacement === undefined || open.has(name) || open.size > 32) throw malformed();
    open.add(name);
    let value = "";
    let from = 0;
    for (const { 0: reference, 1: inner = "", index } of replacement.matchAll(/&([^&;]*);?/g)) {
      if (!reference.endsWith(";")) throw malformed();
      value +=
        replacement.slice(from, index) + (inner.startsWith("#") ? character(inner.slice(1)) : resolve(inner));
      from = index + reference.length;
      if (value.length > SVG_LIMITS.entityLength) throw tooLong();
    }
    value += replacement.slice(from);
    if (value.length > SVG_LIMITS.entityLength) throw tooLong();
    open.delete(name);
    resolved.set(name, value);
    return value;
  };
  for (const name of replacements.keys()) resolve(name);
  return resolved;
}

/** The character of a reference's digits, without `&#` and `;` (XML 1.0, 4.1 and production 2). */
function character(digits: string): string {
  const code = /^x[0-9a-f]{1,8}$/i.test(digits)
    ? Number.parseInt(digits.slice(1), 16)
    : /^\d{1,8}$/.test(digits)
      ? Number.parseInt(digits, 10)
      : 0;
  const allowed =
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  if (!allowed) throw malformed();
  return String.fromCodePoint(code);
}

function refusal(rest: string): DarkroomError {
  if (/^%|^<!ENTITY\s+%/.test(rest)) {
    return new DarkroomError(
      "image_unsupported",
      "The SVG's DOCTYPE uses parameter entities, which are not supported.",
    );
  }
  if (/^<!ENTITY\s+\S+\s+(?:SYSTEM|PUBLIC)/.test(rest)) {
    return new DarkroomError(
      "image_unsupported",
      "The SVG's DOCTYPE declares an external entity; nothing outside the file is read.",
    );
  }
  return malformed();
}

function tooLong(): DarkroomError {
  return new DarkroomError(
    "image_too_large",
    `An entity of the SVG stands for more than ${SVG_LIMITS.entityLength} characters.`,
  );
}

function malformed(): DarkroomError {
  return new DarkroomError("image_corrupt", "The SVG's DOCTYPE is malformed.");
}
