import type { ProblemCode } from "../errors.ts";

/** What can be wrong with an image that is sent. */
export const IMAGE_PROBLEMS = [
  "not_a_form",
  "form_broken",
  "upload_too_large",
  "upload_too_slow",
  "images_full",
  "image_unrecognised",
  "image_unsupported",
  "image_corrupt",
  "image_too_large",
  "busy",
] as const satisfies readonly ProblemCode[];

/** What can be wrong with an address that an image is fetched from. */
export const SOURCE_PROBLEMS = [
  "source_invalid",
  "source_refused",
  "source_unresolved",
  "source_unreachable",
  "source_untrusted",
  "source_slow",
  "source_missing",
  "source_denied",
  "source_broken",
  "source_cut",
  "source_too_large",
  "source_redirects",
  "source_loop",
] as const satisfies readonly ProblemCode[];

/** What can be wrong with transform options. */
export const OPTION_PROBLEMS = [
  "option_unknown",
  "option_invalid",
  "option_unbuilt",
] as const satisfies readonly ProblemCode[];
