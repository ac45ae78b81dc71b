/**
 * Who has to act for an error to go away. `caller`: the request is wrong. `input`: the image's bytes are
 * broken. `limit`: a limit was passed. `unsupported`: a valid image or option of a kind that is not built.
 * `environment`: nobody outside can help (a codec that does not load, a full disk).
 */
export type Blame = "caller" | "input" | "limit" | "unsupported" | "environment";

/** The permanent codes of the core, each with its blame. A code is never renamed or reused. */
export const ERRORS = {
  option_unknown: "caller",
  option_invalid: "caller",
  option_unbuilt: "unsupported",
  image_unrecognised: "unsupported",
  image_unsupported: "unsupported",
  image_corrupt: "input",
  image_too_large: "limit",
  output_too_large: "limit",
  time_exceeded: "limit",
  codec_missing: "environment",
  codec_failed: "environment",
} as const satisfies Record<string, Blame>;

export type ErrorCode = keyof typeof ERRORS;

/**
 * The one error of the core: a permanent code and a sentence that may be shown to a client.
 * Recognise it by `name`, so that two copies of this module agree; use {@link isDarkroomError}.
 */
export class DarkroomError extends Error {
  override readonly name = "DarkroomError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get blame(): Blame {
    return ERRORS[this.code];
  }
}

export function isDarkroomError(error: unknown): error is DarkroomError {
  return error instanceof Error && error.name === "DarkroomError" && "code" in error;
}

/** The one sentence for a wrong option or setting: "Expected ‹what› for `‹name›` but received ‹value›." */
export function expectedSentence(what: string, name: string, received: unknown): string {
  return `Expected ${what} for \`${name}\` but received ${shown(received)}.`;
}

/** Never calls a method of the value: JSON may bring its own `toString`, or lists nested too deep to join. */
function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 100));
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "function" ? "a function" : String(value);
}
