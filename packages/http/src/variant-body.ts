import {
  expectedSentence,
  OPTIONS,
  optionsToJson,
  parseOptions,
  type OptionRow,
  type TransformOptions,
  type Variant,
} from "@darkroom/core";
import type { VariantSettings } from "@darkroom/storage";
import type { VariantAnswer } from "./answers.ts";
import { BROWSER_TTL, parseBrowserTtl } from "./browser-ttl.ts";
import { HttpError } from "./errors.ts";
import { closed, named, optional, schema } from "./reference/schema.ts";
import type { NamedVariant } from "./variant-lookup.ts";

/** The `options` of a variant, as the reference describes them: what is built of the option table. */
export const VARIANT_OPTIONS = named(
  "VariantOptions",
  closed(
    {
      ...Object.fromEntries(
        Object.entries(OPTIONS as { readonly [name: string]: OptionRow })
          .filter(([, { built }]) => built)
          .map(([name, { kind, doc }]) => [name, optional(schema({ description: doc, ...kind.schema }))]),
      ),
      browser_ttl: optional(BROWSER_TTL),
    },
    "How images are delivered.",
    { examples: [{ width: 400, height: 300, fit: "cover" }] },
  ),
);

/**
 * Reads the `options` of a variant: transform options, which are kept in one spelling, and beside them
 * `browser_ttl`, which is none. Throws `field_invalid`, `option_unknown`, `option_invalid` or `option_unbuilt`.
 */
export function parseVariantOptions(options: unknown): Pick<VariantSettings, "options" | "browserTtl"> {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new HttpError("field_invalid", expectedSentence("an object", "options", options));
  }
  const { browser_ttl: browserTtl = null, ...transform } = options as { readonly [name: string]: unknown };
  return { options: optionsToJson(parseOptions(transform)), browserTtl: parseBrowserTtl(browserTtl) };
}

/** Reads a `neverRequireSignedURLs`. Throws `field_invalid`. */
export function parseNeverRequireSigned(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new HttpError("field_invalid", expectedSentence("true or false", "neverRequireSignedURLs", value));
}

/** The settings of a variant, whoever made it. */
export function settingsOf(variant: NamedVariant): VariantSettings {
  if ("account" in variant) return variant;
  const options = "devices" in variant ? variant.devices.desktop : variant.options;
  return { options: optionsToJson(options), neverRequireSignedURLs: false, browserTtl: null };
}

/**
 * A variant as the API shows it. Options are shown as they are kept, also those that only a later version of
 * the program understands. One that depends on the device shows the desktop's, and all of them in `devices`.
 */
export function presentVariant(variant: NamedVariant): VariantAnswer {
  const { options, neverRequireSignedURLs, browserTtl } = settingsOf(variant);
  return {
    id: variant.name,
    options: browserTtl === null ? options : { ...options, browser_ttl: browserTtl },
    neverRequireSignedURLs,
    ...("devices" in variant && { devices: presentDevices(variant.devices) }),
  };
}

/** Every set of options that the variant delivers with; none where this program cannot read them. */
export function optionSetsOf(variant: NamedVariant): readonly TransformOptions[] {
  if ("devices" in variant) return Object.values(variant.devices);
  if (!("account" in variant)) return [variant.options];
  try {
    return [parseOptions(variant.options)];
  } catch {
    return [];
  }
}

function presentDevices(
  devices: Extract<Variant, { devices: unknown }>["devices"],
): NonNullable<VariantAnswer["devices"]> {
  return Object.fromEntries(
    Object.entries(devices).map(([device, options]) => [device, optionsToJson(options)]),
  );
}
