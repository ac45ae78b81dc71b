import { resolve } from "node:path";
import { deliveryPath } from "@darkroom/core";
import type { SessionAnswer } from "@darkroom/http/answers";
import { BuildError } from "../errors.ts";
import { accountPath } from "../server/lists.ts";
import { createPace } from "../server/pace.ts";
import { createServerApi, type ServerApi } from "../server/server-api.ts";
import { openCloudflareSource, openFolderSource, type AccountSource } from "../transfer/account-source.ts";
import { importAccount } from "../transfer/import-account.ts";
import { usage, type Command, type Given } from "./command.ts";
import { readConcurrency } from "./concurrency-flag.ts";
import { createProgressDisplay } from "./progress.ts";
import { readSecret } from "./secret.ts";
import { openAccount, readOrigin, SERVER_FLAGS, worldOf } from "./server-flags.ts";
import { sizeText } from "./size-text.ts";
import { counted } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { reportTransfer } from "./transfer-report.ts";

const NAME = "images import";
const CLOUDFLARE = "https://api.cloudflare.com";
/** Of the 1,200 requests in 5 minutes that Cloudflare allows a user, some are left to whatever else he runs. */
const CLOUDFLARE_PACE = { most: 1000, windowMs: 300_000 } as const;

export const IMAGES_IMPORT: Command = {
  name: NAME,
  takes: "<server> [folder]",
  count: [1, 2],
  summary: "Brings an exported folder, or a Cloudflare account, into an account.",
  more: "Images come with their ids, times and all that is known of them, and so do variants and settings. What is there already stays as it is: run again, it goes on where it was interrupted. Takes an administrator's token.",
  flags: {
    "from-cloudflare": {
      value: "account",
      doc: "The id of the Cloudflare account to import, instead of a folder.",
    },
    "cloudflare-token-file": {
      value: "file",
      doc: "A file that holds an API token of that account, which may read images; default: the token is $CLOUDFLARE_API_TOKEN.",
    },
    "api-url": {
      value: "address",
      doc: `Another server that speaks Cloudflare's API, instead of ${CLOUDFLARE}.`,
    },
    keys: {
      doc: "Its signing keys too, so that addresses which were signed there stay good; those of the same name are replaced.",
    },
    concurrency: {
      value: "count",
      doc: "How many images are read ahead of the one that is sent; default: 4.",
    },
    ...SERVER_FLAGS,
    json: { doc: "Prints the summary as JSON." },
  },
  examples: [
    "darkroom images import https://images.example.com backup --token-file data/credentials/token",
    "CLOUDFLARE_API_TOKEN=… darkroom images import https://images.example.com --from-cloudflare 0123…cdef --keys",
  ],
  async run(terminal, given) {
    const open = sourceOf(terminal, given);
    const ahead = readConcurrency(NAME, given);
    const { api, account } = await openAccount(terminal, NAME, given);
    const session = await api.ask<SessionAnswer>("GET", accountPath(account, "darkroom/v1/session"));
    if (session.scope !== "admin") {
      throw new BuildError(
        "server_refused",
        "The token may not import: that takes one of the scope `admin`.",
      );
    }
    const source = await open();
    const display = createProgressDisplay(terminal.stderr);
    const outcome = await importAccount({
      source,
      api,
      account,
      ahead,
      onProgress: (progress) => display.show(progress),
    }).finally(() => display.end());
    const { imported, bytes, present, differing, settings, failures } = outcome;
    if (differing.length > 0) {
      terminal.stderr.write(
        `${counted(differing.length, "image")} there already with another record, left as it is: ${differing.slice(0, 3).join(", ")}${differing.length > 3 ? ", …" : ""}\n`,
      );
    }
    const { hash } = session.account;
    if (source.hash !== undefined && source.hash !== hash) {
      terminal.stderr.write(
        `Addresses of images begin with /${hash}/ here, with /${source.hash}/ there. To keep them, import into an account that was added with --hash ${source.hash}.\n`,
      );
    }
    const first = source.images.find(({ known }) => !known.requireSignedURLs)?.known.id;
    return reportTransfer(terminal, given, {
      parts: [
        `${counted(imported, "image")} imported (${sizeText(bytes)})`,
        present === 0 ? "" : `${present} there already`,
        settings.length === 0 ? "" : settings.join(", "),
      ],
      failures,
      next:
        first === undefined
          ? undefined
          : `See: ${api.origin}${deliveryPath({ hash, id: first, variant: "public" })}`,
      json: { imported, bytes, present, differing, settings },
    });
  },
};

/** What to import, before anything is asked. Throws `usage`. */
function sourceOf(terminal: Terminal, { positionals, flags }: Given): () => Promise<AccountSource> {
  const folder = positionals[1];
  const account = flags["from-cloudflare"];
  const withKeys = flags["keys"] !== undefined;
  if ((folder === undefined) === (account === undefined)) {
    throw usage(NAME, "Expected what to import: a folder, or --from-cloudflare <account>.");
  }
  if (folder !== undefined) {
    const stray = ["cloudflare-token-file", "api-url"].find((flag) => flags[flag] !== undefined);
    if (stray !== undefined) throw usage(NAME, `Expected --from-cloudflare beside --${stray}.`);
    return () => openFolderSource(resolve(terminal.folder, folder), withKeys);
  }
  const origin = readOrigin(NAME, "server that speaks Cloudflare's API", flags["api-url"] ?? CLOUDFLARE);
  const onMissing = (reason: string): void =>
    terminal.stderr.write(
      `The settings of the account are not shown there, and stay as they are here: ${reason}\n`,
    );
  return async () =>
    openCloudflareSource(await openCloudflare(terminal, origin, flags), account!, { withKeys, onMissing });
}

async function openCloudflare(terminal: Terminal, origin: string, flags: Given["flags"]): Promise<ServerApi> {
  const token = await readSecret(terminal, {
    command: NAME,
    what: "a token of Cloudflare",
    flag: "cloudflare-token-file",
    file: flags["cloudflare-token-file"],
    variable: "CLOUDFLARE_API_TOKEN",
  });
  const world = worldOf(terminal);
  const pace = createPace({ ...CLOUDFLARE_PACE, ...world });
  return createServerApi({ origin, token, owner: "Cloudflare", ...world, pace });
}
