import { expectedSentence } from "@darkroom/core";
import { HttpError } from "./errors.ts";

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
