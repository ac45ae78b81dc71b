import { expectedSentence } from "@darkroom/core";
import { HttpError } from "./errors.ts";
import { nullable, integer } from "./reference/schema.ts";

/** Seconds that browsers may keep an image where nobody has said otherwise: two days, as Cloudflare has it. */
export const DEFAULT_BROWSER_TTL = 172_800;

/** An hour and a year, the bounds of Cloudflare Images. */
const LEAST = 3600;
const MOST = 31_536_000;

/** As the reference describes it. */
export const BROWSER_TTL = nullable(
  integer("Seconds that browsers may keep public images; null for what holds without it.", {
    minimum: LEAST,
    maximum: MOST,
    examples: [86_400],
  }),
);

/** Reads a `browser_ttl`; null takes it back. Throws `field_invalid`. */
export function parseBrowserTtl(value: unknown): number | null {
  if (value === null) return null;
  if (typeof value === "number" && Number.isInteger(value) && value >= LEAST && value <= MOST) return value;
  const what = `a whole number of seconds from ${LEAST} to ${MOST}`;
  throw new HttpError("field_invalid", expectedSentence(what, "browser_ttl", value));
}
