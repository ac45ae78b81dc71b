import type { Printed } from "./guide.ts";

/**
 * How what was printed differs from what a guide shows, or undefined. JSON has the same keys and values in any
 * layout; text the same lines, whatever ends them. In a text of either, `…` stands for any characters of one line.
 */
export function difference({ language, text }: Printed, printed: string): string | undefined {
  if (language === "text") return differenceOfText(text, printed);
  let value: unknown;
  try {
    value = JSON.parse(printed);
  } catch {
    return `Expected one JSON value but it printed:\n${printed}`;
  }
  return differenceOfJson("the answer", JSON.parse(text), value);
}

function differenceOfText(expected: string, printed: string): string | undefined {
  const wanted = expected.trimEnd().split("\n");
  const lines = printed.trimEnd().split(/\r?\n/);
  const same = wanted.length === lines.length && wanted.every((line, index) => fits(line, lines[index]!));
  return same ? undefined : `Expected\n${expected.trimEnd()}\nbut it printed\n${printed.trimEnd()}`;
}

function differenceOfJson(where: string, expected: unknown, value: unknown): string | undefined {
  if (isObject(expected) && isObject(value) && Array.isArray(expected) === Array.isArray(value)) {
    const names = Object.keys(expected);
    const received = Object.keys(value);
    if (names.toSorted().join("\n") !== received.toSorted().join("\n")) {
      return `Expected ${where} with [${names.join(", ")}] but it has [${received.join(", ")}].`;
    }
    return names
      .map((name) => differenceOfJson(`${where}.${name}`, expected[name], value[name]))
      .find((found) => found !== undefined);
  }
  const same =
    typeof expected === "string" && typeof value === "string" ? fits(expected, value) : expected === value;
  return same
    ? undefined
    : `Expected ${where} to be ${JSON.stringify(expected)} but it is ${JSON.stringify(value)}.`;
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null;
}

function fits(pattern: string, text: string): boolean {
  return new RegExp(
    `^${pattern
      .split("…")
      .map((part) => RegExp.escape(part))
      .join(".*")}$`,
    "u",
  ).test(text);
}
