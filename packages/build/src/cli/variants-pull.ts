import { basename, dirname, join, resolve } from "node:path";
import { isDarkroomError } from "@darkroom/core";
import { writeAtomically } from "../atomic-file.ts";
import { loadConfig, PULLED_VARIANTS, type PulledVariants } from "../config-file.ts";
import { BuildError } from "../errors.ts";
import { parseVariants, type VariantJson } from "../variants.ts";
import { usage, type Command } from "./command.ts";
import { readSecret } from "./secret.ts";
import { EXIT, type Terminal } from "./terminal.ts";

const TIMEOUT_MS = 30_000;

export const VARIANTS_PULL: Command = {
  name: "variants pull",
  takes: "<server>",
  count: [1, 1],
  summary: `Writes the variants of a running server to ${PULLED_VARIANTS}, which builds read as part of their configuration.`,
  flags: {
    account: { value: "tag", doc: "The account; default: $DARKROOM_ACCOUNT." },
    "token-file": {
      value: "file",
      doc: "A file that holds an API token; default: the token is $DARKROOM_API_TOKEN.",
    },
    output: { value: "file", short: "o", doc: `The file to write; default: ${PULLED_VARIANTS}.` },
  },
  examples: [
    "darkroom variants pull http://127.0.0.1:8787 --account acme --token-file data/credentials/token",
    "DARKROOM_API_TOKEN=… darkroom variants pull https://images.example.com --account acme",
  ],
  async run(terminal, { positionals, flags }) {
    const [server = ""] = positionals;
    const account = flags["account"] ?? terminal.environment["DARKROOM_ACCOUNT"];
    if (account === undefined) throw usage("variants pull", "Expected an account: --account <tag>.");
    if (!URL.canParse(server) || !/^https?:/.test(server)) {
      throw usage("variants pull", `Expected the address of a server but received \`${server}\`.`);
    }
    const token = await readSecret(terminal, {
      command: "variants pull",
      what: "a token",
      flag: "token-file",
      file: flags["token-file"],
      variable: "DARKROOM_API_TOKEN",
    });
    const pulled: PulledVariants = {
      server: new URL(server).origin,
      account,
      variants: await fetchVariants(terminal, server, account, token),
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

/** A variant as the API shows it. */
interface VariantAnswer {
  readonly options?: Readonly<Record<string, unknown>>;
  /** Where it has other options for each kind of device; `options` are then one of them. */
  readonly devices?: unknown;
}

/** What of the answer is used. */
interface VariantsAnswer {
  readonly success?: boolean;
  readonly result?: { readonly variants?: Readonly<Record<string, VariantAnswer>> } | null;
  readonly errors?: readonly { readonly code?: number; readonly message?: string }[];
}

async function fetchVariants(
  terminal: Terminal,
  server: string,
  account: string,
  token: string,
): Promise<Record<string, VariantJson>> {
  const url = new URL(`/client/v4/accounts/${encodeURIComponent(account)}/images/v1/variants`, server);
  let answer: VariantsAnswer;
  try {
    const response = await terminal.fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.any([terminal.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    answer = (await response.json()) as VariantsAnswer;
  } catch (error) {
    throw unusable(`${url.origin} gives no answer of Darkroom's API`, error);
  }
  const listed = answer.success === true ? answer.result?.variants : undefined;
  if (listed === undefined || listed === null) {
    const reasons = answer.errors?.map(({ code, message }) => `${message} (${code})`).join(" ");
    throw unusable(`${url.origin} refused to list its variants: ${reasons ?? "no reason given"}`);
  }
  const variants = Object.fromEntries(
    Object.entries(listed).map(([name, variant]) => [name, pictureOptions(variant)]),
  );
  try {
    parseVariants(variants);
  } catch (error) {
    if (!isDarkroomError(error)) throw error;
    throw unusable(`${url.origin} has a variant that this Darkroom cannot build. ${error.message}`, error);
  }
  return variants as Record<string, VariantJson>;
}

/** What decides the picture: how long browsers may keep it does not. */
function pictureOptions({ options = {}, devices }: VariantAnswer): unknown {
  if (devices !== undefined) return { devices };
  const { browser_ttl: _browserTtl, ...picture } = options;
  return picture;
}

function unusable(message: string, cause?: unknown): BuildError {
  return new BuildError("server_unusable", message, { cause });
}
