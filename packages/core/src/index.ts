export {
  DarkroomError,
  ERRORS,
  expectedSentence,
  isDarkroomError,
  type Blame,
  type ErrorCode,
} from "./errors.ts";
export { sha256Hex } from "./digest.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";

export { FORMATS, type Format, type FormatRow } from "./formats/table.ts";
export {
  swapsAxes,
  uprightSize,
  type ImageFacts,
  type Orientation,
  type Rectangle,
  type Size,
} from "./formats/facts.ts";
export { probe } from "./formats/probe.ts";
export { sniff } from "./formats/sniff.ts";
export { unpackSvgz } from "./svg/svgz.ts";

export {
  OPTIONS,
  type Fit,
  type FormatOption,
  type OptionName,
  type OptionRow,
  type TransformOptions,
} from "./variant/options.ts";
export { parseOptions, parseOptionSegment } from "./variant/parse.ts";
export { canonicalOptions, optionSegment, optionsToJson } from "./variant/canonical.ts";
export {
  isImageId,
  isVariantName,
  LONGEST_IMAGE_ID,
  parseImageId,
  parseVariantName,
  RESERVED_ID_STARTS,
  VARIANT_NAME,
  type ImageIdRules,
} from "./variant/names.ts";
export { nearNames } from "./variant/near-names.ts";
export {
  BUILT_IN_VARIANTS,
  resolveVariant,
  variantDependsOnDevice,
  type DeviceClass,
  type Variant,
} from "./variant/variants.ts";
export {
  betaDeliveryPath,
  deliveryPath,
  parseDeliveryPath,
  type DeliveryAddress,
} from "./variant/delivery-url.ts";
export {
  signUrl,
  verifySignature,
  type SignatureCheck,
  type SignatureVerdict,
  type SignedPart,
  type Signing,
} from "./variant/sign-url.ts";

export type { Geometry } from "./fit/contract.ts";
export { geometry } from "./fit/geometry.ts";
export { DEVICE_HEADERS, deviceClass } from "./negotiate/device.ts";
export { chooseFormat, type FormatChoice } from "./negotiate/choose-format.ts";

export {
  createPipeline,
  PIPELINE_REVISION,
  type Pipeline,
  type PipelineSettings,
  type TransformedImage,
} from "./pipeline/pipeline.ts";
export { resolveRequest, type PlanRequest } from "./pipeline/request.ts";
export type { Rendering, RenderJob } from "./pipeline/render-job.ts";
export { createVariantDigest } from "./pipeline/variant-digest.ts";
export { describePlan, describeStep, type OutputFormat, type Plan, type Step } from "./pipeline/step.ts";
export { dominantColour } from "./placeholder/dominant-colour.ts";
export { decodePlaceholder, type Placeholder } from "./placeholder/placeholder.ts";
export { thumbHash } from "./placeholder/thumb-hash.ts";
export { drawThumbHash } from "./placeholder/thumb-hash-picture.ts";
export type * from "./codecs/contract.ts";
export type { RecycleReason } from "./codecs/instance-pool.ts";
