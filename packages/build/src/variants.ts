import {
  BUILT_IN_VARIANTS,
  DarkroomError,
  expectedSentence,
  isDarkroomError,
  parseOptions,
  parseVariantName,
  type DeviceClass,
  type TransformOptions,
  type Variant,
} from "@darkroom/core";
import { BuildError } from "./errors.ts";
import { hint } from "./hints.ts";

/** Forms of options in JSON that are not those of the parsed options. */
interface JsonForms {
  readonly background: string;
  readonly gravity: string | { readonly x?: number; readonly y?: number };
  readonly quality: number | "high" | "medium-high" | "medium-low" | "low";
}

/** The options of a variant as the API takes them in JSON. */
export type VariantOptionsJson = {
  readonly [Name in keyof TransformOptions]?:
    | (Name extends keyof JsonForms ? JsonForms[Name] : TransformOptions[Name])
    | undefined;
};

/** A variant in JSON: its options, or those of each kind of device. */
export type VariantJson =
  | VariantOptionsJson
  | { readonly devices: Readonly<Record<DeviceClass, VariantOptionsJson>> };

/** Options for one kind of device, or for all. */
export interface VariantPart {
  readonly variant: string;
  /** Absent where the variant is the same for every device. */
  readonly device?: DeviceClass;
  readonly options: TransformOptions;
}

/** Reads variants by name, as a configuration or the API has them. Throws what is wrong with the first, by its name. */
export function parseVariants(json: unknown): Variant[] {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new BuildError("setting_invalid", expectedSentence("options by name", "variants", json));
  }
  return Object.entries(json).map(([name, options]) => {
    try {
      return parseVariant(parseVariantName(name), options);
    } catch (error) {
      if (!isDarkroomError(error)) throw error;
      throw new DarkroomError(error.code, `Variant \`${name.slice(0, 100)}\`: ${error.message}`, {
        cause: error,
      });
    }
  });
}

const DEVICES = ["desktop", "tablet", "mobile"] as const satisfies readonly DeviceClass[];

function parseVariant(name: string, json: unknown): Variant {
  if (typeof json !== "object" || json === null || !("devices" in json)) {
    return { name, options: parseOptions(json) };
  }
  const { devices } = json;
  const given = typeof devices === "object" && devices !== null ? Object.keys(devices).toSorted().join() : "";
  if (given !== DEVICES.toSorted().join()) {
    throw new DarkroomError(
      "option_invalid",
      expectedSentence("options for each device", "devices", devices),
    );
  }
  const byDevice = devices as Record<DeviceClass, unknown>;
  return {
    name,
    devices: {
      desktop: parseOptions(byDevice.desktop),
      tablet: parseOptions(byDevice.tablet),
      mobile: parseOptions(byDevice.mobile),
    },
  };
}

/** All variants that can be asked for: those given, and the server's own of other names. */
export function withBuiltIn(variants: readonly Variant[]): Variant[] {
  const given = new Set(variants.map(({ name }) => name));
  return [...variants, ...BUILT_IN_VARIANTS.filter(({ name }) => !given.has(name))];
}

/** The variant of a name. Throws `variant_unknown` with the name that may have been meant. */
export function findVariant(name: string, variants: readonly Variant[]): Variant {
  const known = withBuiltIn(variants);
  const found = known.find((variant) => variant.name === name);
  if (found !== undefined) return found;
  const names = known.map((variant) => variant.name);
  throw new BuildError(
    "variant_unknown",
    `There is no variant ${JSON.stringify(name.slice(0, 100))}. ${hint(name, names, "variants")}`,
  );
}

/** The options of a variant, one part for each device that it tells apart. */
export function partsOf(variant: Variant): VariantPart[] {
  if ("options" in variant) return [{ variant: variant.name, options: variant.options }];
  return (Object.keys(variant.devices) as DeviceClass[]).map((device) => ({
    variant: variant.name,
    device,
    options: variant.devices[device],
  }));
}
