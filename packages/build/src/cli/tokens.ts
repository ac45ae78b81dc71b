import { resolve } from "node:path";
import type { NewTokenAnswer, TokenAnswer } from "@darkroom/http/answers";
import { writeAtomically } from "../atomic-file.ts";
import { accountPath, listNumbered } from "../server/lists.ts";
import type { Command } from "./command.ts";
import { openAccount, SERVER_FLAGS } from "./server-flags.ts";
import { tableLines } from "./table.ts";
import { EXIT } from "./terminal.ts";
import { readExpiry } from "./time.ts";

const EXAMPLE_SERVER = "https://images.example.com";
/** Readable by its owner alone. */
const SECRET_MODE = 0o600;

export const TOKENS_CREATE: Command = {
  name: "tokens create",
  takes: "<server> <name>",
  count: [2, 2],
  summary: "Makes an API token and prints its secret, which is shown this once.",
  more: "Takes an administrator's token.",
  flags: {
    scope: { value: "scope", doc: "What it may do: read, edit or admin; default: read." },
    "expires-in": {
      value: "duration",
      doc: "How long it works: 15m, 2h or 90d; default: until it is revoked.",
    },
    "expires-at": { value: "time", doc: "When it stops working: a date and time, or seconds since 1970." },
    output: { value: "file", short: "o", doc: "Writes the secret to a file that only you can read." },
    ...SERVER_FLAGS,
    json: { doc: "Prints the token, with its secret, as JSON." },
  },
  examples: [
    `darkroom tokens create ${EXAMPLE_SERVER} website --scope edit --output website-token --token-file data/credentials/token`,
    `darkroom tokens create ${EXAMPLE_SERVER} backup --expires-in 90d > backup-token`,
  ],
  async run(terminal, given) {
    const { positionals, flags } = given;
    const expires = readExpiry("tokens create", flags, terminal.now());
    const { api, account } = await openAccount(terminal, "tokens create", given);
    const { value, ...token } = await api.ask<NewTokenAnswer>("POST", accountPath(account, "tokens"), {
      body: {
        name: positionals[1],
        ...(flags["scope"] !== undefined && { scope: flags["scope"] }),
        ...(expires !== undefined && { expires_on: new Date(expires).toISOString() }),
      },
    });
    const { output } = flags;
    if (output !== undefined)
      await writeAtomically(resolve(terminal.folder, output), `${value}\n`, SECRET_MODE);
    if (flags["json"] !== undefined) {
      terminal.stdout.write(`${JSON.stringify(output === undefined ? { ...token, value } : token)}\n`);
    } else {
      // On standard output the secret alone, for a shell to put where it belongs.
      if (output === undefined) terminal.stdout.write(`${value}\n`);
      terminal.stderr.write(`${describeToken(token, account)} Revoke it by its id: ${token.id}\n`);
    }
    return EXIT.done;
  },
};

export const TOKENS_LIST: Command = {
  name: "tokens list",
  takes: "<server>",
  count: [1, 1],
  summary: "Lists the API tokens of an account, and when they were last used.",
  more: "Takes an administrator's token.",
  flags: { ...SERVER_FLAGS, json: { doc: "Prints them as JSON." } },
  examples: [`darkroom tokens list ${EXAMPLE_SERVER} --token-file data/credentials/token`],
  async run(terminal, given) {
    const { api, account } = await openAccount(terminal, "tokens list", given);
    const tokens = await listNumbered<TokenAnswer>(api, accountPath(account, "tokens"));
    if (given.flags["json"] !== undefined) {
      terminal.stdout.write(`${JSON.stringify(tokens, undefined, 2)}\n`);
    } else {
      const rows = tokens.map((token) => [
        token.id,
        token.scope,
        token.status,
        token.expires_on ?? "never",
        token.last_used_on ?? "never",
        token.name,
      ]);
      const head = ["ID", "SCOPE", "STATUS", "EXPIRES", "LAST USED", "NAME"];
      terminal.stdout.write(`${tableLines([head, ...rows]).join("\n")}\n`);
    }
    return EXIT.done;
  },
};

export const TOKENS_REVOKE: Command = {
  name: "tokens revoke",
  takes: "<server> <token id>",
  count: [2, 2],
  summary: "Takes an API token back: it is refused from the next request on.",
  more: "Takes an administrator's token.",
  flags: SERVER_FLAGS,
  examples: [
    `darkroom tokens revoke ${EXAMPLE_SERVER} 5f1b… --token-file data/credentials/token # the id is in tokens list`,
  ],
  async run(terminal, given) {
    const { api, account } = await openAccount(terminal, "tokens revoke", given);
    const id = given.positionals[1]!;
    await api.ask("DELETE", accountPath(account, `tokens/${encodeURIComponent(id)}`));
    terminal.stdout.write(`${id}: revoked\n`);
    return EXIT.done;
  },
};

function describeToken({ name, scope, expires_on: expires }: TokenAnswer, account: string): string {
  return `Token \`${name}\` of the account ${account}, scope ${scope}, expires ${expires ?? "never"}.`;
}
