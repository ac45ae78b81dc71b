import type { SessionAnswer } from "@darkroom/http/answers";
import { createServerApi, type ServerApi } from "../server/server-api.ts";
import { usage, type Flag, type Given } from "./command.ts";
import { readSecret } from "./secret.ts";
import type { Terminal } from "./terminal.ts";

/** How a credential of the server is given. */
export const TOKEN_FLAG = {
  "token-file": {
    value: "file",
    doc: "A file that holds an API token; default: the token is $DARKROOM_API_TOKEN.",
  },
} as const satisfies Record<string, Flag>;

/** How an account of the server is named, and a credential for it. */
export const SERVER_FLAGS = {
  account: { value: "id", doc: "The account; default: $DARKROOM_ACCOUNT, else the token's own." },
  ...TOKEN_FLAG,
} as const satisfies Record<string, Flag>;

/** An account of a server, and how it is asked. */
export interface ServerAccount {
  readonly api: ServerApi;
  readonly account: string;
}

/** The API of the server that is the first argument of a command. Throws `usage`. */
export async function openServer(
  terminal: Terminal,
  command: string,
  { positionals, flags }: Given,
): Promise<ServerApi> {
  return createServerApi({
    origin: readOrigin(command, "server", positionals[0] ?? ""),
    token: await readSecret(terminal, {
      command,
      what: "a token",
      flag: "token-file",
      file: flags["token-file"],
      variable: "DARKROOM_API_TOKEN",
    }),
    owner: "Darkroom",
    ...worldOf(terminal),
  });
}

/** The same, with the account that is meant. */
export async function openAccount(terminal: Terminal, command: string, given: Given): Promise<ServerAccount> {
  const api = await openServer(terminal, command, given);
  const named = given.flags["account"] ?? terminal.environment["DARKROOM_ACCOUNT"];
  const account = named ?? (await api.ask<SessionAnswer>("GET", "darkroom/v1/session")).account.id;
  return { api, account };
}

/** Of a terminal what the API of a server needs. */
export function worldOf({ fetch, now, wait, signal, stderr }: Terminal) {
  const onWait = (milliseconds: number): void =>
    stderr.write(`The server asks to wait for ${Math.ceil(milliseconds / 1000)} s.\n`);
  return { fetch, now, wait, signal, onWait };
}

/** Scheme, host and port of an address. Throws `usage`. */
export function readOrigin(command: string, what: string, text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return new URL(text).origin;
  throw usage(command, `Expected the address of a ${what} but received \`${text}\`.`);
}
