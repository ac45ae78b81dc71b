import { expectedSentence, type Variant } from "@darkroom/core";
import { BuildError } from "./errors.ts";
import { hint } from "./hints.ts";
import type { PlaceholderKind } from "./look.ts";
import { OPEN_FORMAT_NAMES, type OpenFormat } from "./open-formats.ts";
import { parseVariants, type VariantJson } from "./variants.ts";

/** One setting of a build. The table below is the only list of them; configuration files and flags are read by it. */
interface Setting<Given, Value> {
  /** Completes "Expected … for `name`". */
  readonly what: string;
  readonly doc: string;
  /** What stands for its value in the help; absent where it is no flag. */
  readonly flag?: string;
  /** @returns undefined for a value that is not as expected. */
  readonly read: (given: unknown) => Value | undefined;
  /** The value that a flag's text means. */
  readonly fromText?: (text: string) => unknown;
  /** Of no value: it carries the type of what may be given. */
  readonly given?: Given;
}

/** THE table of settings. */
export const SETTINGS = {
  input: setting<string | readonly string[], readonly string[]>({
    what: "a path or glob, or a list of them",
    doc: "The images: paths or globs.",
    read: readTexts,
  }),
  output: setting<string, string>({
    what: "the path of a folder",
    doc: "The folder to write to.",
    flag: "folder",
    read: readText,
  }),
  root: setting<string, string>({
    what: "the path of a folder",
    doc: "The folder that paths of images begin at, in the output and in the manifest; default: the current one.",
    flag: "folder",
    read: readText,
  }),
  variants: setting<Readonly<Record<string, VariantJson>>, readonly Variant[]>({
    what: "options by name",
    doc: "The variants, each with its options as the API has them.",
    read: parseVariants,
  }),
  only: setting<readonly string[], readonly string[]>({
    what: "a list of names of variants",
    doc: "Which variants to build, the built-in `public` and `default` among them; default: all of the configuration.",
    read: readTexts,
  }),
  formats: setting<readonly OpenFormat[], readonly OpenFormat[]>({
    what: `a list of ${OPEN_FORMAT_NAMES.map((name) => `\`${name}\``).join(", ")}`,
    doc: "What to build where a variant leaves the format open; default: avif,webp,fallback. The fallback is JPEG or PNG.",
    flag: "list",
    fromText: splitList,
    read: (given) => {
      const names = readTexts(given);
      return names?.every(isOpenFormat) ? names : undefined;
    },
  }),
  manifest: setting<string, string>({
    what: "the path of a file",
    doc: "Where to write the manifest; default: manifest.json in the output.",
    flag: "file",
    read: readText,
  }),
  placeholders: setting<PlaceholderKind, PlaceholderKind>({
    what: "`true`, `thumbhash` or `false`",
    doc: "Whether the manifest has the dominant colour of each image and a tiny picture, or a ThumbHash instead; default: true.",
    flag: "true|thumbhash|false",
    fromText: (text) => (text === "true" ? true : text === "false" ? false : text),
    read: (given) => (typeof given === "boolean" || given === "thumbhash" ? given : undefined),
  }),
  cache: setting<string, string>({
    what: "the path of a folder",
    doc: "Where computed images are kept for the next time; default: .cache/darkroom.",
    flag: "folder",
    read: readText,
  }),
  account: setting<string, string>({
    what: "1 to 64 letters, digits, `-` or `_`",
    doc: "The account in cache keys; that of a server gives its very keys. Default: local.",
    flag: "tag",
    read: (given) => (typeof given === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(given) ? given : undefined),
  }),
  threads: setting<number, number>({
    what: "a whole number from 1 to 256",
    doc: "Worker threads; default: one per processor.",
    flag: "number",
    fromText: (text) => (/^\d{1,3}$/.test(text) ? Number(text) : text),
    read: (given) =>
      typeof given === "number" && Number.isInteger(given) && given >= 1 && given <= 256 ? given : undefined,
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;

/** What a configuration file may hold: what `darkroom build` and the Vite plugin do. */
export type DarkroomConfig = {
  readonly [Name in SettingName]?: (typeof SETTINGS)[Name] extends Setting<infer Given, unknown>
    ? Given | undefined
    : never;
};

/** Settings as read; an absent one has its default. */
export type Settings = {
  readonly [Name in SettingName]?: (typeof SETTINGS)[Name] extends Setting<infer _Given, infer Value>
    ? Value
    : never;
};

/** Gives back what it is given: for the types in a configuration file. */
export function defineConfig(config: DarkroomConfig): DarkroomConfig {
  return config;
}

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

const ROWS: Readonly<Record<SettingName, Setting<unknown, unknown>>> = SETTINGS;

/** Reads settings from an object; what is undefined counts as absent. Throws `setting_invalid` for the first problem. */
export function readSettings(given: unknown): Settings {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new BuildError("setting_invalid", expectedSentence("an object", "configuration", given));
  }
  const settings: Partial<Record<SettingName, unknown>> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!isSettingName(name)) {
      throw new BuildError(
        "setting_invalid",
        `There is no setting ${JSON.stringify(name.slice(0, 100))}. ${hint(name, SETTING_NAMES, "settings")}`,
      );
    }
    const read = ROWS[name].read(value);
    if (read === undefined) {
      throw new BuildError("setting_invalid", expectedSentence(ROWS[name].what, name, value));
    }
    settings[name] = read;
  }
  return settings as Settings;
}

/** "a,b" as a list. */
export function splitList(text: string): string[] {
  return text.split(",").map((item) => item.trim());
}

function setting<Given, Value>(row: Setting<Given, Value>): Setting<Given, Value> {
  return row;
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

function isOpenFormat(name: string): name is OpenFormat {
  return OPEN_FORMAT_NAMES.some((format) => format === name);
}

function readText(given: unknown): string | undefined {
  return typeof given === "string" && given !== "" && !given.includes("\0") ? given : undefined;
}

function readTexts(given: unknown): readonly string[] | undefined {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  const texts = list.map(readText).filter((text) => text !== undefined);
  return list.length > 0 && texts.length === list.length ? texts : undefined;
}
