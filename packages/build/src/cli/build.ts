import { relative, resolve } from "node:path";
import { buildVariants, type BuildResult } from "../build-variants.ts";
import { loadConfig } from "../config-file.ts";
import { SETTING_NAMES, SETTINGS, splitList, type DarkroomConfig, type SettingName } from "../settings.ts";
import { usage, type Command, type Flag } from "./command.ts";
import { createProgressDisplay } from "./progress.ts";
import { summary } from "./summary.ts";
import { EXIT, type Terminal } from "./terminal.ts";

/** Settings whose values are paths: those of flags begin at the current folder, those of a file at its own. */
const PATHS: ReadonlySet<SettingName> = new Set(["output", "root", "manifest", "cache"]);

interface SettingFlag {
  readonly flag?: string;
  readonly doc: string;
  readonly fromText?: (text: string) => unknown;
}
const ROWS: Readonly<Record<SettingName, SettingFlag>> = SETTINGS;

const SETTING_FLAGS: Readonly<Record<string, Flag>> = Object.fromEntries(
  SETTING_NAMES.flatMap((name) => {
    const { flag, doc } = ROWS[name];
    return flag === undefined ? [] : [[name, { value: flag, doc }]];
  }),
);

export const BUILD: Command = {
  name: "build",
  takes: "[images…]",
  count: [0, Infinity],
  summary:
    "Makes variants of many images, and a manifest. Settings come from the configuration; flags win over them.",
  flags: {
    variants: { value: "names", doc: SETTINGS.only.doc },
    ...SETTING_FLAGS,
    config: { value: "file", doc: "The configuration; default: darkroom.config.ts, .js, .mjs or .json." },
    prune: { doc: "Removes files of earlier builds that are no longer made, unless somebody changed them." },
    json: { doc: "Prints the summary as JSON." },
  },
  examples: [
    "darkroom build 'images/**/*.{jpg,png}' --variants hero,thumb --output public/images",
    "darkroom build                        # everything from darkroom.config.ts",
    "darkroom build photos/*.jpg --variants public --formats webp,fallback --output dist",
  ],
  async run(terminal, { positionals, flags }) {
    const { config, folder } = await loadConfig(terminal.folder, flags["config"]);
    const given = { ...config, ...settingsOf(flags, positionals, terminal.folder, folder) };
    if (given.input === undefined) throw usage("build", "Expected images: paths or globs.");
    if (given.output === undefined) throw usage("build", "Expected a folder to write to: --output <folder>.");
    const display = createProgressDisplay(terminal.stderr);
    const result = await buildVariants({
      ...given,
      folder,
      prune: flags["prune"] !== undefined,
      signal: terminal.signal,
      now: terminal.now,
      onProgress: (progress) => display.show(progress),
    }).finally(() => display.end());
    report(terminal, result, flags["json"] !== undefined);
    return result.failures.length > 0 ? EXIT.failed : EXIT.done;
  },
};

function settingsOf(
  flags: Readonly<Record<string, string>>,
  positionals: readonly string[],
  current: string,
  folder: string,
): DarkroomConfig {
  const settings: Partial<Record<SettingName, unknown>> = {};
  for (const name of SETTING_NAMES) {
    const text = ROWS[name].flag === undefined ? undefined : flags[name];
    if (text === undefined) continue;
    settings[name] = PATHS.has(name) ? resolve(current, text) : (ROWS[name].fromText?.(text) ?? text);
  }
  if (flags["variants"] !== undefined) settings.only = splitList(flags["variants"]);
  if (positionals.length > 0) {
    settings.input = current === folder ? positionals : positionals.map((path) => resolve(current, path));
  }
  // As a file's: `buildVariants` reads it.
  return settings as DarkroomConfig;
}

function report(terminal: Terminal, result: BuildResult, json: boolean): void {
  const path = relative(terminal.folder, result.manifest);
  if (json) {
    const { failures, stale, removed, work } = result;
    const images = result.images.size;
    const text = JSON.stringify({ manifest: path, images, work, failures, stale, removed }, undefined, 2);
    terminal.stdout.write(`${text}\n`);
  } else {
    terminal.stdout.write(summary(result, path));
  }
  for (const { path: source, output, code, message } of result.failures) {
    const what = output === undefined ? source : `${source} → ${output}`;
    terminal.stderr.write(`${what}: ${message} (${code})\n`);
  }
}
