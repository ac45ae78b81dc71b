import {
  OPTIONS,
  type BuiltOptionName,
  type OptionName,
  type OptionRow,
  type TransformOptions,
} from "./options.ts";

const ROWS: Readonly<Record<OptionName, OptionRow>> = OPTIONS;

/**
 * The one string of a variant: the options by name, defaults left out. Two spellings of the same options give
 * one string, different options never; part of cache keys.
 */
export function canonicalOptions(options: TransformOptions): string {
  return stated(options)
    .map(([name, text]) => `${name}=${text}`)
    .join(",");
}

/**
 * The options as a segment of a delivery address, in the one spelling of their variant; `parseOptionSegment`
 * reads it. Never empty: a segment is known by its `=`.
 */
export function optionSegment(options: TransformOptions): string {
  const members = stated(options).map(([name, text]) => `${name}=${encodeURIComponent(text)}`);
  return members.length > 0 ? members.join(",") : `fit=${OPTIONS.fit.default}`;
}

/** The options as JSON, which `parseOptions` reads; nothing is left out. */
export function optionsToJson(options: TransformOptions): Record<string, unknown> {
  return Object.fromEntries(present(options).map(([name, value]) => [name, ROWS[name].kind.toJson(value)]));
}

/** Names and texts of the options that are not at their defaults, sorted by name. */
function stated(options: TransformOptions): (readonly [BuiltOptionName, string])[] {
  return present(options)
    .map(([name, value]) => [name, ROWS[name].kind.toText(value)] as const)
    .filter(([name, text]) => text !== defaultText(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function present(options: TransformOptions): [BuiltOptionName, unknown][] {
  return (Object.entries(options) as [BuiltOptionName, unknown][]).filter(([, value]) => value !== undefined);
}

function defaultText(name: BuiltOptionName): string | undefined {
  const { default: value, kind } = ROWS[name];
  return value === undefined ? undefined : kind.toText(value);
}
