import { resolve } from "node:path";
import { exportAccount } from "../transfer/export-account.ts";
import type { Command } from "./command.ts";
import { CONCURRENCY_FLAG, readConcurrency } from "./concurrency-flag.ts";
import { createProgressDisplay } from "./progress.ts";
import { openAccount, SERVER_FLAGS } from "./server-flags.ts";
import { sizeText } from "./size-text.ts";
import { counted } from "./table.ts";
import { reportTransfer } from "./transfer-report.ts";

const NAME = "images export";

export const IMAGES_EXPORT: Command = {
  name: NAME,
  takes: "<server> <folder>",
  count: [2, 2],
  summary:
    "Writes the originals of an account, what is known of each, its variants and settings into a folder.",
  more: "Run again, it goes on where it was interrupted, and brings an older export up to date.",
  flags: {
    keys: {
      doc: "Its signing keys too, in a file that only you can read: who has them opens every private image.",
    },
    ...CONCURRENCY_FLAG,
    ...SERVER_FLAGS,
    json: { doc: "Prints the summary as JSON." },
  },
  examples: [
    "darkroom images export https://images.example.com backup --token-file data/credentials/token",
    "darkroom images export https://images.example.com backup --account shop --keys",
  ],
  async run(terminal, given) {
    const { positionals, flags } = given;
    const concurrency = readConcurrency(NAME, given);
    const folder = resolve(terminal.folder, positionals[1]!);
    const { api, account } = await openAccount(terminal, NAME, given);
    const display = createProgressDisplay(terminal.stderr);
    const { exported, bytes, present, failures } = await exportAccount({
      api,
      account,
      folder,
      withKeys: flags["keys"] !== undefined,
      concurrency,
      onProgress: (progress) => display.show(progress),
    }).finally(() => display.end());
    return reportTransfer(terminal, given, {
      parts: [
        `${counted(exported, "image")} exported (${sizeText(bytes)} fetched)`,
        present === 0 ? "" : `${present} there already`,
      ],
      failures,
      next: `To bring them into a server: darkroom images import <server> ${positionals[1]!}`,
      json: { exported, bytes, present },
    });
  },
};
