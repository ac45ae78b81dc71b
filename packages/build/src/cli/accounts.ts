import type { AccountAnswer } from "@darkroom/http/answers";
import { listNumbered } from "../server/lists.ts";
import type { Command } from "./command.ts";
import { openServer, TOKEN_FLAG } from "./server-flags.ts";
import { tableLines } from "./table.ts";
import { EXIT } from "./terminal.ts";

const EXAMPLE_SERVER = "https://images.example.com --token-file data/credentials/token";

export const ACCOUNTS_ADD: Command = {
  name: "accounts add",
  takes: "<server> <name>",
  count: [2, 2],
  summary: "Adds an account to a server.",
  more: "Takes the operator's token.",
  flags: {
    id: { value: "id", doc: "The account in addresses of the API; default: a random one." },
    hash: {
      value: "hash",
      doc: "The account in addresses of images, 22 letters, digits, - or _; default: one that follows from the id.",
    },
    ...TOKEN_FLAG,
    json: { doc: "Prints the account as JSON." },
  },
  examples: [
    `darkroom accounts add ${EXAMPLE_SERVER} 'A shop' --id shop`,
    `darkroom accounts add ${EXAMPLE_SERVER} 'From Cloudflare' --id 0123…cdef --hash Vi7wi5KSItxGFsWRG2Us6Q`,
  ],
  async run(terminal, given) {
    const { positionals, flags } = given;
    const api = await openServer(terminal, "accounts add", given);
    const { id, hash } = flags;
    const body = {
      name: positionals[1],
      ...(id !== undefined && { id }),
      ...(hash !== undefined && { hash }),
    };
    const account = await api.ask<AccountAnswer>("POST", "accounts", { body });
    if (flags["json"] !== undefined) terminal.stdout.write(`${JSON.stringify(account)}\n`);
    else {
      terminal.stdout.write(`${account.id}: images are at ${api.origin}/${account.hash}/<id>/<variant>\n`);
      terminal.stderr.write(
        `Next, give it an administrator: darkroom tokens create ${api.origin} administrator --account ${account.id} --scope admin\n`,
      );
    }
    return EXIT.done;
  },
};

export const ACCOUNTS_LIST: Command = {
  name: "accounts list",
  takes: "<server>",
  count: [1, 1],
  summary: "Lists the accounts of a server: all to its operator, to any other token its own.",
  flags: { ...TOKEN_FLAG, json: { doc: "Prints them as JSON." } },
  examples: [`darkroom accounts list ${EXAMPLE_SERVER}`],
  async run(terminal, given) {
    const api = await openServer(terminal, "accounts list", given);
    const accounts = await listNumbered<AccountAnswer>(api, "accounts");
    if (given.flags["json"] !== undefined) {
      terminal.stdout.write(`${JSON.stringify(accounts, undefined, 2)}\n`);
    } else {
      const rows = [["ID", "HASH", "NAME"], ...accounts.map(({ id, hash, name }) => [id, hash, name])];
      terminal.stdout.write(`${tableLines(rows).join("\n")}\n`);
    }
    return EXIT.done;
  },
};

export const ACCOUNTS_REMOVE: Command = {
  name: "accounts remove",
  takes: "<server> <account>",
  count: [2, 2],
  summary: "Removes an account that has no images, with its tokens, variants, keys and settings.",
  more: "Takes the operator's token.",
  flags: TOKEN_FLAG,
  examples: [`darkroom accounts remove ${EXAMPLE_SERVER} shop`],
  async run(terminal, given) {
    const api = await openServer(terminal, "accounts remove", given);
    const account = given.positionals[1]!;
    await api.ask("DELETE", `accounts/${encodeURIComponent(account)}`);
    terminal.stdout.write(`${account}: removed\n`);
    return EXIT.done;
  },
};
