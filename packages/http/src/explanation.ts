import {
  describeStep,
  deviceClass,
  FORMATS,
  OPTIONS,
  optionsToJson,
  resolveVariant,
  variantDependsOnDevice,
  type DeviceClass,
  type OptionRow,
} from "@darkroom/core";
import type { ImageRecord } from "@darkroom/storage";
import type {
  ExplainAnswer,
  ExplainedOptionAnswer,
  ExplainedOriginalAnswer,
  ExplainedPlanAnswer,
  ExplainedRunAnswer,
} from "./answers.ts";
import type { Computed } from "./deliver.ts";
import type { Opened } from "./delivery-access.ts";
import type { Decision } from "./delivery-decision.ts";
import { cachingHeaders } from "./delivery-headers.ts";
import type { AppDeps } from "./deps.ts";
import type { Explanation } from "./explain.ts";
import { presentOriginal } from "./shape.ts";
import type { FoundVariant } from "./variant-lookup.ts";

/** Writes down what is known of a delivery; null is what was not reached. */
export function presentExplanation(
  { now }: Pick<AppDeps, "now">,
  { address, headers, problem, opened, decision, cachedSize, computed }: Explanation,
): ExplainAnswer {
  const { device } = deviceClass(headers);
  return {
    url: address.pathname + address.search,
    status: problem?.status ?? 200,
    error:
      problem === undefined
        ? null
        : { code: problem.code, number: problem.delivery, message: problem.message },
    access: opened === undefined || problem !== undefined ? null : allowance(opened),
    original: opened === undefined ? null : explainOriginal(opened.record),
    variant:
      opened === undefined ? null : { name: opened.found.variant.name, device: deviceOf(opened, device) },
    options: opened === undefined ? null : presentOptions(opened.found, device),
    format:
      decision === undefined ? null : { mediaType: decision.mediaType, reason: decision.request.reason },
    plan: decision === undefined ? null : presentPlan(decision),
    cache:
      decision === undefined
        ? null
        : { key: decision.key, result: cachedSize === undefined ? "miss" : "hit", bytes: cachedSize ?? null },
    headers:
      decision === undefined || problem !== undefined
        ? null
        : { "content-type": decision.mediaType, ...cachingHeaders(decision, now()) },
    browserTtl: opened?.found.browserTtl ?? null,
    run: computed === undefined ? null : presentRun(computed),
  };
}

/** Why a client may see the image. */
function allowance({ record, found, access }: Opened): string {
  if (access.by === "signature") {
    const until =
      access.expiresAt === undefined
        ? "as long as the key is there that signed it"
        : `until ${new Date(access.expiresAt).toISOString()}`;
    return `The address is signed, and opens ${until}.`;
  }
  if (record.requireSignedURLs) {
    return "Everybody may see it: the image is private, but its variant never requires signed URLs.";
  }
  return found.isFlexible
    ? "Everybody may see it: the image is public, and options in addresses are switched on."
    : "Everybody may see it: the image is public.";
}

/** The device where the variant asks for it. */
function deviceOf({ found }: Opened, device: DeviceClass): DeviceClass | null {
  return variantDependsOnDevice(found.variant) ? device : null;
}

function explainOriginal(record: ImageRecord): ExplainedOriginalAnswer {
  const { facts } = record;
  return {
    ...presentOriginal(record),
    frames: facts.frames,
    orientation: facts.orientation,
    alpha: facts.alpha,
    components: facts.components,
    bitDepth: facts.bitDepth,
    colourProfile: facts.icc,
    progressive: facts.progressive,
  };
}

/** The options that have a value when nobody gives one. */
const DEFAULTS = optionsToJson(
  Object.fromEntries(
    Object.entries<OptionRow>(OPTIONS)
      .filter(([, row]) => row.built && row.default !== undefined)
      .map(([name, row]) => [name, row.default]),
  ),
);

function presentOptions(
  { variant, isFlexible }: FoundVariant,
  device: DeviceClass,
): Readonly<Record<string, ExplainedOptionAnswer>> {
  const given = optionsToJson(resolveVariant(variant, device));
  const from = isFlexible ? "address" : "variant";
  const names = [...new Set([...Object.keys(given), ...Object.keys(DEFAULTS)])].toSorted();
  return Object.fromEntries(
    names.map((name) => [
      name,
      name in given ? { value: given[name], from } : { value: DEFAULTS[name], from: "default" },
    ]),
  );
}

function presentPlan({ plan }: Decision): ExplainedPlanAnswer {
  const { width, height, format } = plan.output;
  return {
    steps: plan.steps.map(describeStep),
    output: { mediaType: FORMATS[format].mediaType, width, height },
    predictedBytes: plan.predictedBytes,
  };
}

function presentRun({ bytes, waitMs, readMs, renderMs, stepMs }: Computed): ExplainedRunAnswer {
  return {
    bytes: bytes.length,
    waitMs,
    readMs,
    renderMs,
    stepMs: stepMs.length === 0 ? null : stepMs.map((milliseconds) => Math.round(milliseconds * 100) / 100),
  };
}
