export {
  DarkroomError,
  ERRORS,
  expectedSentence,
  isDarkroomError,
  type Blame,
  type ErrorCode,
} from "./errors.ts";
export { FORMATS, type Format, type FormatRow } from "./formats/table.ts";
export {
  uprightSize,
  swapsAxes,
  type ImageFacts,
  type Orientation,
  type Rectangle,
  type Size,
} from "./formats/facts.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export type { Geometry } from "./fit/contract.ts";
export type * from "./codecs/contract.ts";
