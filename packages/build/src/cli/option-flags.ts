import {
  OPTIONS,
  parseOptionSegment,
  type OptionName,
  type OptionRow,
  type TransformOptions,
} from "@darkroom/core";
import { loadConfig } from "../config-file.ts";
import { BuildError } from "../errors.ts";
import { readSettings } from "../settings.ts";
import { findVariant } from "../variants.ts";
import type { Flag } from "./command.ts";

const ROWS: Readonly<Record<OptionName, OptionRow>> = OPTIONS;
const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

/** The options of the API as flags; those that are not built are refused by name when they are read. */
export const OPTION_FLAGS: Readonly<Record<string, Flag>> = Object.fromEntries(
  OPTION_NAMES.map((name) => {
    const { built, doc, kind } = ROWS[name];
    return [name, { value: "value", doc: `${doc} Takes ${kind.what}.`, hidden: !built }];
  }),
);

/** Flags that say what to make of an image: options, or a variant and what to change of it. */
export const VARIANT_FLAGS: Readonly<Record<string, Flag>> = {
  ...OPTION_FLAGS,
  variant: { value: "name", doc: "Begins with the options of a variant." },
  config: { value: "file", doc: "The configuration; default: darkroom.config.ts, .js, .mjs or .json." },
};

/** The options that the flags mean, read as in a URL. */
export async function optionsFromFlags(
  flags: Readonly<Record<string, string>>,
  folder: string,
): Promise<TransformOptions> {
  const members = OPTION_NAMES.flatMap((name) =>
    flags[name] === undefined ? [] : [`${name}=${encodeURIComponent(flags[name])}`],
  );
  const options = members.length === 0 ? {} : parseOptionSegment(members.join(","));
  if (flags["variant"] === undefined) return options;
  const { config } = await loadConfig(folder, flags["config"]);
  const variant = findVariant(flags["variant"], readSettings(config).variants ?? []);
  if ("options" in variant) return { ...variant.options, ...options };
  throw new BuildError(
    "usage",
    `The variant \`${variant.name}\` has other options for each kind of device. Give its options as flags.`,
  );
}
