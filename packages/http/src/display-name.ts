import { expectedSentence } from "@darkroom/core";
import { HttpError } from "./errors.ts";

/** As long as Cloudflare's names of tokens. */
export const LONGEST_NAME = 120;

/** What a person called a thing of his. Throws `field_invalid`. */
export function readDisplayName(value: unknown, field: string): string {
  const isName =
    typeof value === "string" && value.isWellFormed() && /^\P{Cc}+$/u.test(value) && value.trim() !== "";
  if (!isName || value.length > LONGEST_NAME) {
    const expected = `1 to ${LONGEST_NAME} characters without control characters`;
    throw new HttpError("field_invalid", expectedSentence(expected, field, value));
  }
  return value;
}
