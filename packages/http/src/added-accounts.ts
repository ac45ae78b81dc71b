import { expectedSentence } from "@darkroom/core";
import type { AccountRecord } from "@darkroom/storage";
import type { AccountAnswer } from "./answers.ts";
import { deriveAccountHash, isAccountHash } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { LONGEST_NAME, readDisplayName } from "./display-name.ts";
import { HttpError } from "./errors.ts";
import { refuseUnknown, type JsonObject } from "./json-body.ts";
import { constant, optional, string, type Members } from "./reference/schema.ts";

export type AccountDeps = Pick<AppDeps, "accounts" | "accountRecords" | "now" | "uuid">;

/** Lower case, for it becomes part of file names. */
const TAG = /^[a-z0-9_-]{1,64}$/;

/** What answers show of an account. Of the first one, which is only settings, no time of making is known. */
type ShownAccount = Omit<AccountRecord, "created"> & { readonly created?: number };

/** What a body may say of a new account, for the reference. */
export const ACCOUNT_FIELDS = {
  name: string("What you call it.", { minLength: 1, maxLength: LONGEST_NAME, examples: ["Acme"] }),
  id: optional(
    string("Its id in addresses of the API; without it, one is made.", {
      pattern: TAG.source,
      examples: ["acme"],
    }),
  ),
  hash: optional(
    string("The account in delivery addresses; without it, it follows from the id.", {
      pattern: "^[A-Za-z0-9_-]{22}$",
      examples: ["RunsOnYourOwnMachine-1"],
    }),
  ),
  type: optional(constant("standard", "The one kind that there is.")),
} as const satisfies Members;

/** All accounts, the first one first. */
export async function listAccounts(deps: AccountDeps): Promise<readonly ShownAccount[]> {
  const { first } = deps.accounts;
  const added = await deps.accountRecords.listAccounts();
  return [firstAccount(deps), ...added.filter(({ tag }) => tag !== first.tag)];
}

/** Throws `account_unknown`. */
export async function findAccount(deps: AccountDeps, tag: string): Promise<ShownAccount> {
  if (tag === deps.accounts.first.tag) return firstAccount(deps);
  const account = await deps.accountRecords.getAccount(tag);
  if (account === undefined) throw new HttpError("account_unknown");
  return account;
}

/** Adds the account that a body describes. Throws `field_invalid`, `account_exists`. */
export async function addAccount(deps: AccountDeps, body: JsonObject): Promise<AccountRecord> {
  refuseUnknown(body, Object.keys(ACCOUNT_FIELDS));
  const name = readDisplayName(body["name"], "name");
  const tag = readTag(body["id"]) ?? deps.uuid().replaceAll("-", "");
  const hash = readHash(body["hash"]) ?? (await deriveAccountHash(tag));
  readType(body["type"]);
  const account: AccountRecord = { tag, hash, name, created: deps.now() };
  const { first } = deps.accounts;
  // On a file system that takes `A` for `a`, the two would share what is derived (see `derivedKey`).
  const isFirst = tag === first.tag.toLowerCase() || hash === first.hash;
  if (isFirst || !(await deps.accountRecords.insertAccount(account))) throw new HttpError("account_exists");
  return account;
}

/** Removes an account that has no images, with its tokens and settings. Throws `account_in_use`, `field_invalid`. */
export async function removeAccount(deps: AccountDeps, tag: string): Promise<void> {
  if (tag === deps.accounts.first.tag) {
    throw new HttpError(
      "field_invalid",
      "The first account cannot be deleted: it comes with the server's settings.",
    );
  }
  if (await deps.accountRecords.deleteAccount(tag)) return;
  await findAccount(deps, tag);
  throw new HttpError("account_in_use");
}

export function presentAccount({ tag, hash, name, created }: ShownAccount): AccountAnswer {
  return {
    id: tag,
    name,
    type: "standard",
    hash,
    ...(created !== undefined && { created_on: new Date(created).toISOString() }),
  };
}

function firstAccount({ accounts: { first } }: AccountDeps): ShownAccount {
  return { ...first, name: first.tag };
}

function readTag(value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && TAG.test(value))) return value;
  const expected = "1 to 64 lower-case letters, digits, `-` or `_`";
  throw new HttpError("field_invalid", expectedSentence(expected, "id", value));
}

function readHash(value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && isAccountHash(value))) return value;
  const expected = "22 letters, digits, `-` or `_`";
  throw new HttpError("field_invalid", expectedSentence(expected, "hash", value));
}

/** Cloudflare's kinds of accounts: here all are of one. */
function readType(value: unknown): void {
  if (value === undefined || value === "standard") return;
  throw new HttpError("field_invalid", expectedSentence("`standard`", "type", value));
}
