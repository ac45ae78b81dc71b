import { DarkroomError, expectedSentence } from "../errors.ts";

/**
 * Names that a variant cannot have: first segments of Darkroom's own addresses, because `/<variant>/<id>` is one
 * too, and `__proto__`, which an object that is keyed by name would lose.
 */
export const RESERVED_VARIANT_NAMES: ReadonlySet<string> = new Set([
  "client",
  "cdn-cgi",
  "dashboard",
  "docs",
  "images",
  "upload",
  "healthz",
  "metrics",
  "openapi.json",
  "__proto__",
]);

/** First segments that an id cannot have: they stand beside ids in `/images/v1/…`. */
export const RESERVED_ID_STARTS: ReadonlySet<string> = new Set([
  "keys",
  "variants",
  "stats",
  "config",
  "batch_token",
  "direct_upload",
]);

/** The last segment that an id cannot have: `/images/v1/<id>/blob` is the original. */
export const RESERVED_ID_END = "blob";

/** Most characters (code points) of a custom id, as Cloudflare has it. */
export const LONGEST_IMAGE_ID = 1024;

/** What the name of a variant looks like; some of these are reserved. */
export const VARIANT_NAME = /^[A-Za-z0-9_-]{1,99}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a variant could have this name; not whether one does. */
export function isVariantName(name: string): boolean {
  return VARIANT_NAME.test(name) && !RESERVED_VARIANT_NAMES.has(name);
}

/** The name of a variant. Throws `option_invalid` with what is wrong. */
export function parseVariantName(name: unknown): string {
  if (typeof name !== "string" || !VARIANT_NAME.test(name)) {
    throw invalid("1 to 99 letters, digits, `-` and `_`", "variant name", name);
  }
  if (!isVariantName(name)) throw invalid("a name that is not reserved", "variant name", name);
  return name;
}

export interface ImageIdRules {
  /** Ids that look like generated ones are allowed, as a migration needs it. */
  readonly allowUuid?: boolean;
}

/**
 * A custom image id: 1 to 1,024 characters, in segments parted by `/`. Ids are compared as they are, without
 * normalisation. Throws `option_invalid` with what is wrong.
 */
export function parseImageId(id: unknown, rules: ImageIdRules = {}): string {
  if (typeof id !== "string") throw invalid("text", "id", id);
  const broken = ID_RULES.find(({ holds }) => !holds(id));
  if (broken !== undefined) throw invalid(broken.what, "id", id);
  if (rules.allowUuid !== true && UUID.test(id)) {
    throw invalid("anything but a UUID, which only generated ids are", "id", id);
  }
  return id;
}

/** Whether an image could have this id, be it generated or custom. */
export function isImageId(id: string): boolean {
  return ID_RULES.every(({ holds }) => holds(id));
}

const ID_RULES: readonly { readonly what: string; readonly holds: (id: string) => boolean }[] = [
  {
    what: `1 to ${LONGEST_IMAGE_ID} characters`,
    // A character has at most two code units, so that a text of any length is judged quickly.
    holds: (id) =>
      id.length > 0 && id.length <= 2 * LONGEST_IMAGE_ID && Array.from(id).length <= LONGEST_IMAGE_ID,
  },
  { what: "text that UTF-8 can hold (no surrogate alone)", holds: (id) => id.isWellFormed() },
  {
    // They end lines in logs and strings in C.
    what: "text without control characters",
    holds: (id) => !/\p{Cc}/u.test(id),
  },
  {
    // In an address a backslash means a slash (WHATWG URL, 4.4), so one id would have two readings.
    what: "text without a backslash",
    holds: (id) => !id.includes("\\"),
  },
  {
    what: "no slash at the start or the end, and none doubled",
    holds: (id) => id.split("/").every((segment) => segment !== ""),
  },
  {
    // Every URL parser on the way would resolve them.
    what: "no segment `.` or `..`",
    holds: (id) => id.split("/").every((segment) => segment !== "." && segment !== ".."),
  },
  {
    what: `a first segment other than ${[...RESERVED_ID_STARTS].map((word) => `\`${word}\``).join(", ")}`,
    holds: (id) => !RESERVED_ID_STARTS.has(id.split("/", 1)[0] ?? ""),
  },
  {
    what: `a last segment other than \`${RESERVED_ID_END}\``,
    holds: (id) => id.split("/").at(-1) !== RESERVED_ID_END,
  },
];

function invalid(what: string, name: string, received: unknown): DarkroomError {
  return new DarkroomError("option_invalid", expectedSentence(what, name, received));
}
