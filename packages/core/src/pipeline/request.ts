import { geometry } from "../fit/geometry.ts";
import { uprightSize, type ImageFacts } from "../formats/facts.ts";
import type { Limits } from "../limits.ts";
import { parseAccept } from "../negotiate/accept.ts";
import { chooseFormat, type FormatChoice } from "../negotiate/choose-format.ts";
import type { TransformOptions } from "../variant/options.ts";

/** What to make of an image: options that are resolved to one device, and the format that negotiation chose. */
export interface PlanRequest extends Pick<FormatChoice, "format"> {
  readonly options: TransformOptions;
  /** Deliver the uploaded animation instead of its first frame. */
  readonly passThrough?: boolean;
  /** One scan although the rule for JPEG would choose progressive (`format=baseline-jpeg`). */
  readonly baseline?: boolean;
}

/**
 * Settles what a client gets: its options, and the format that its Accept header allows for an output of that
 * size. Hosted delivery converts to the best format where no `format` is given. Throws `output_too_large`.
 */
export function resolveRequest(
  facts: ImageFacts,
  options: TransformOptions,
  accept: string | undefined,
  limits: Limits,
): PlanRequest & FormatChoice {
  const background = options.background;
  const choice = chooseFormat({
    accept: parseAccept(accept),
    requested: options.format ?? "auto",
    facts,
    alpha: facts.alpha && (background === undefined || background.a < 255),
    output: geometry(uprightSize(facts), options, limits).canvas,
    limits,
  });
  return { ...choice, options };
}
