import { basename, dirname, join, resolve } from "node:path";
import { isDarkroomError } from "@darkroom/core";
import { writeAtomically } from "../atomic-file.ts";
import { loadConfig, PULLED_VARIANTS, type PulledVariants } from "../config-file.ts";
import { BuildError } from "../errors.ts";
import { accountPath, type ListedVariant, type VariantListAnswer } from "../server/lists.ts";
import type { ServerApi } from "../server/server-api.ts";
import { parseVariants, type VariantJson } from "../variants.ts";
import type { Command } from "./command.ts";
import { openAccount, SERVER_FLAGS } from "./server-flags.ts";
import { EXIT } from "./terminal.ts";

export const VARIANTS_PULL: Command = {
  name: "variants pull",
  takes: "<server>",
  count: [1, 1],
  summary: `Writes the variants of a running server to ${PULLED_VARIANTS}, which builds read as part of their configuration.`,
  flags: {
    ...SERVER_FLAGS,
    output: { value: "file", short: "o", doc: `The file to write; default: ${PULLED_VARIANTS}.` },
  },
  examples: [
    "darkroom variants pull http://127.0.0.1:8787 --account acme --token-file data/credentials/token",
    "DARKROOM_API_TOKEN=… darkroom variants pull https://images.example.com --account acme",
  ],
  async run(terminal, given) {
    const { flags } = given;
    const { api, account } = await openAccount(terminal, "variants pull", given);
    const pulled: PulledVariants = {
      server: api.origin,
      account,
      variants: await fetchVariants(api, account),
    };
    const output = resolve(terminal.folder, flags["output"] ?? PULLED_VARIANTS);
    await writeAtomically(output, `${JSON.stringify(pulled, undefined, 2)}\n`);
    // Whatever in the configuration contradicts the server is said now rather than at the next build.
    if (basename(output) === PULLED_VARIANTS) await loadConfig(dirname(join(output)));
    const names = Object.keys(pulled.variants);
    terminal.stdout.write(
      `${basename(output)}: ${names.length === 1 ? "1 variant" : `${names.length} variants`} (${names.join(", ")})\n`,
    );
    return EXIT.done;
  },
};

async function fetchVariants(api: ServerApi, account: string): Promise<Record<string, VariantJson>> {
  const { variants: listed } = await api.ask<VariantListAnswer>(
    "GET",
    accountPath(account, "images/v1/variants"),
  );
  const variants = Object.fromEntries(
    Object.entries(listed).map(([name, variant]) => [name, pictureOptions(variant)]),
  );
  try {
    parseVariants(variants);
  } catch (error) {
    if (!isDarkroomError(error)) throw error;
    throw new BuildError(
      "server_unusable",
      `${api.origin} has a variant that this Darkroom cannot build. ${error.message}`,
      { cause: error },
    );
  }
  return variants as Record<string, VariantJson>;
}

/** What decides the picture: how long browsers may keep it does not. */
function pictureOptions({ options, devices }: ListedVariant): unknown {
  if (devices !== undefined) return { devices };
  const { browser_ttl: _browserTtl, ...picture } = options;
  return picture;
}
