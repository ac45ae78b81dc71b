import { expectedSentence } from "@darkroom/core";
import { HttpError } from "./errors.ts";
import type { Parameters } from "./reference/description.ts";

/** A whole number of the query, from 1 to `most`. Throws `field_invalid` for any other text. */
export function positiveParameter(url: URL, name: string, fallback: number, most: number): number {
  const text = url.searchParams.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) {
    throw new HttpError("field_invalid", expectedSentence(`a whole number from 1 to ${most}`, name, text));
  }
  return value;
}

/** One of some words of the query; the first where it has none. Throws `field_invalid` for any other text. */
export function wordParameter<Word extends string>(
  url: URL,
  name: string,
  words: readonly [Word, ...Word[]],
): Word {
  const text = url.searchParams.get(name);
  if (text === null) return words[0];
  const word = words.find((known) => known === text);
  if (word === undefined) {
    throw new HttpError("field_invalid", expectedSentence(quoted(words, "or"), name, text));
  }
  return word;
}

/**
 * Throws `field_invalid` for a parameter that is not `known`, or that is sent twice, so that nobody takes a list
 * for another one than it is. Those of `others` are for somebody else to judge.
 */
export function refuseUnknownParameters(
  url: URL,
  known: readonly string[],
  others: (name: string) => boolean = () => false,
): void {
  const seen = new Set<string>();
  for (const name of url.searchParams.keys()) {
    if (others(name)) continue;
    const shown = JSON.stringify(name.slice(0, 100));
    if (!known.includes(name)) {
      const takes = known.length === 0 ? "no parameters" : `the parameters ${quoted(known, "and")}`;
      throw new HttpError("field_invalid", `Expected ${takes} but received ${shown}.`);
    }
    if (seen.has(name)) {
      throw new HttpError("field_invalid", `Expected one parameter ${shown} but received two.`);
    }
    seen.add(name);
  }
}

/** Throws `field_invalid` for a parameter that the description of an operation has not. */
export function refuseUndescribed(url: URL, described: Parameters = {}): void {
  const families = Object.values(described).filter((parameter) => "covers" in parameter);
  const known = Object.entries(described).filter(([, parameter]) => !("covers" in parameter));
  refuseUnknownParameters(
    url,
    known.map(([name]) => name),
    (name) => families.some(({ covers }) => covers(name)),
  );
}

function quoted(words: readonly string[], joint: string): string {
  const all = words.map((word) => `\`${word}\``);
  return [all.slice(0, -1).join(", "), all.at(-1)].filter(Boolean).join(` ${joint} `);
}
