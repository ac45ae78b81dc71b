import { isDarkroomError } from "@darkroom/core";
import { isStorageError } from "@darkroom/storage";
import { isBuildError } from "./errors.ts";
import { isServerRefusal } from "./server/server-refusal.ts";

/** What could not be made, and why. */
export interface Failure {
  /** The source, from the root. */
  readonly path: string;
  /** The file, from the output; absent where it is the source itself that failed. */
  readonly output?: string;
  /** A permanent code. */
  readonly code: string;
  /** A sentence that says what is wrong. */
  readonly message: string;
}

export function failureOf(error: unknown, path: string, output?: string): Failure {
  const isOurs = isDarkroomError(error) || isBuildError(error) || isStorageError(error);
  return {
    path,
    ...(output !== undefined && { output }),
    code: isOurs ? error.code : "unexpected",
    message: messageOf(error),
  };
}

/** Which server it was is known where many of its answers are told. */
function messageOf(error: unknown): string {
  if (isServerRefusal(error)) return error.reason;
  return error instanceof Error ? error.message : String(error);
}
