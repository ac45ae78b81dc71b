import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { canonicalOptions, expectedSentence, type Variant } from "@darkroom/core";
import { isAbsent } from "./atomic-file.ts";
import { BuildError } from "./errors.ts";
import { listed } from "./hints.ts";
import { readSettings, type DarkroomConfig } from "./settings.ts";
import { parseVariants, partsOf, type VariantJson } from "./variants.ts";

const NAMES = ["ts", "mts", "js", "mjs", "json"].map((extension) => `darkroom.config.${extension}`);

/** Where `darkroom variants pull` puts a server's variants: beside the configuration. */
export const PULLED_VARIANTS = "darkroom.variants.json";

/** The variants of a server, as they are kept in a file. */
export interface PulledVariants {
  /** Where they are from. */
  readonly server: string;
  readonly account: string;
  readonly variants: Readonly<Record<string, VariantJson>>;
}

export interface LoadedConfig {
  /** With the pulled variants among its own. */
  readonly config: DarkroomConfig;
  /** The folder that its paths begin at. */
  readonly folder: string;
  /** The files that it was read from. */
  readonly files: readonly string[];
}

/**
 * Reads the configuration of a folder, or the file that `path` names. Without any there are no settings. Throws
 * `config_unreadable` for a file that cannot be read or run, and `setting_invalid` for what is wrong in it.
 */
export async function loadConfig(start: string, path?: string): Promise<LoadedConfig> {
  const file = path === undefined ? findConfig(start) : resolve(start, path);
  const folder = file === undefined ? start : dirname(file);
  const given = file === undefined ? {} : await readConfigFile(file);
  const pulledFile = join(folder, PULLED_VARIANTS);
  const pulled = existsSync(pulledFile) ? readPulled(pulledFile, await readJson(pulledFile)) : undefined;
  const files = [file, pulled && pulledFile].filter((name) => name !== undefined);
  try {
    const settings = readSettings(given);
    const config = given as DarkroomConfig;
    if (pulled === undefined) return { config, folder, files };
    assertAgreement(settings.variants ?? [], parseVariants(pulled.variants));
    return {
      config: { account: pulled.account, ...config, variants: { ...pulled.variants, ...config.variants } },
      folder,
      files,
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new BuildError(
      "setting_invalid",
      `${files.map((name) => basename(name)).join(", ")}: ${error.message}`,
      {
        cause: error,
      },
    );
  }
}

function findConfig(folder: string): string | undefined {
  const found = NAMES.filter((name) => existsSync(join(folder, name)));
  if (found.length > 1) {
    throw new BuildError(
      "config_unreadable",
      `Expected one configuration but found ${listed(found, "and")}.`,
    );
  }
  return found[0] === undefined ? undefined : join(folder, found[0]);
}

async function readConfigFile(file: string): Promise<unknown> {
  if (file.endsWith(".json")) return readJson(file);
  try {
    // Modules are remembered by their address: the time makes it that of this version of the file.
    const { mtimeMs } = await stat(file);
    const module = (await import(`${pathToFileURL(file).href}?changed=${mtimeMs}`)) as { default?: unknown };
    if (module.default !== undefined) return module.default;
  } catch (error) {
    throw unreadable(file, error);
  }
  throw new BuildError("config_unreadable", `${file} has no default export. Write \`export default { … }\`.`);
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): BuildError {
  const reason = isAbsent(cause)
    ? "there is no such file"
    : cause instanceof Error
      ? cause.message
      : String(cause);
  return new BuildError("config_unreadable", `The configuration ${file} cannot be read: ${reason}`, {
    cause,
  });
}

function readPulled(file: string, json: unknown): PulledVariants {
  const { server, account, variants } = (json ?? {}) as Partial<PulledVariants>;
  if (typeof server === "string" && typeof account === "string" && variants !== undefined) {
    return { server, account, variants };
  }
  throw new BuildError(
    "config_unreadable",
    `${expectedSentence("what `darkroom variants pull` writes", basename(file), json)} Pull again.`,
  );
}

/** One name must not mean two things: the pictures of the build would not be those of the server. */
function assertAgreement(own: readonly Variant[], pulled: readonly Variant[]): void {
  for (const variant of own) {
    const other = pulled.find(({ name }) => name === variant.name);
    if (other !== undefined && textOf(other) !== textOf(variant)) {
      throw new BuildError(
        "setting_invalid",
        `The variant \`${variant.name}\` has other options here than on the server (${PULLED_VARIANTS}). Remove it here, or change it there and pull again.`,
      );
    }
  }
}

function textOf(variant: Variant): string {
  return partsOf(variant)
    .map(({ device, options }) => `${device}: ${canonicalOptions(options)}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join("; ");
}
