import type { Blame } from "@darkroom/core";

/** The permanent codes of a build, each with its blame. A code is never renamed or reused. */
export const BUILD_ERRORS = {
  /** A setting that is unknown, missing or wrong, wherever it was given. */
  setting_invalid: "caller",
  /** A variant that nobody defined. */
  variant_unknown: "caller",
  /** A pattern or path that names no file, or one outside the root. */
  source_missing: "caller",
  /** Two pictures would be written to one file. */
  output_taken: "caller",
  /** The configuration file cannot be read or run. */
  config_unreadable: "caller",
  /** A command line that no command understands. */
  usage: "caller",
  /** A file or folder that the system does not let us read or write. */
  file_unusable: "environment",
  /** A server that does not answer, or not with what was asked for. */
  server_unusable: "environment",
  /** A server that answers, and does not do what it was asked. */
  server_refused: "caller",
  /** An exported folder that is not as it was written. */
  export_broken: "caller",
} as const satisfies Record<string, Blame>;

export type BuildErrorCode = keyof typeof BUILD_ERRORS;

/**
 * The one error of a build: a permanent code, a sentence for the person who builds (it may name files) and the
 * cause. Recognise it by `name`; use {@link isBuildError}.
 */
export class BuildError extends Error {
  override readonly name = "BuildError";
  readonly code: BuildErrorCode;

  constructor(code: BuildErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get blame(): Blame {
    return BUILD_ERRORS[this.code];
  }
}

export function isBuildError(error: unknown): error is BuildError {
  return error instanceof Error && error.name === "BuildError" && "code" in error;
}
