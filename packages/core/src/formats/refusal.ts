import { DarkroomError } from "../errors.ts";

/** The error of a file that breaks its own format's rules. */
export function corrupt(sentence: string): DarkroomError {
  return new DarkroomError("image_corrupt", sentence);
}

/** The error of a file that keeps its format's rules but is of a kind that nothing here decodes. */
export function unsupported(sentence: string): DarkroomError {
  return new DarkroomError("image_unsupported", sentence);
}
