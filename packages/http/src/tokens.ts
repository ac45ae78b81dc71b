import { expectedSentence } from "@darkroom/core";
import type { TokenRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { OwnTokenAnswer, TokenAnswer } from "./answers.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { policiesOf } from "./permission-groups.ts";
import type { TokenFields } from "./token-fields.ts";
import { makeTokenSecret, tokenStatus } from "./token-secret.ts";

/** A list of tokens stays one that a person can look through. */
export const MOST_TOKENS = 100;

export type TokenDeps = Pick<AppDeps, "tokens" | "now" | "uuid" | "randomBytes">;

/**
 * Makes a token that may read, unless `fields` says more, and never expires, unless it says when.
 * @returns it with its secret, which cannot be had again. Throws `tokens_full`, `field_invalid`.
 */
export async function createToken(
  deps: TokenDeps,
  account: Account,
  fields: TokenFields & { readonly name: string },
): Promise<{ readonly token: TokenRecord; readonly value: string }> {
  const now = deps.now();
  assertAhead(fields.expires, now);
  const { value, hash } = await makeTokenSecret(deps.randomBytes);
  const token: TokenRecord = {
    scope: "read",
    disabled: false,
    expires: null,
    ...fields,
    id: deps.uuid().replaceAll("-", ""),
    account: account.tag,
    hash,
    issued: now,
    modified: now,
    lastUsed: null,
  };
  if ((await deps.tokens.insertToken(token, MOST_TOKENS)) === "full") throw new HttpError("tokens_full");
  return { token, value };
}

/** Throws `token_missing`. */
export async function findToken({ tokens }: TokenDeps, account: Account, id: string): Promise<TokenRecord> {
  const token = await tokens.getToken(account.tag, id);
  if (token === undefined) throw new HttpError("token_missing");
  return token;
}

/** Changes what `fields` says, from the next request on. Throws `token_missing`, `field_invalid`. */
export async function changeToken(
  deps: TokenDeps,
  account: Account,
  id: string,
  fields: TokenFields,
): Promise<TokenRecord> {
  const { expires } = await findToken(deps, account, id);
  // A client may send back what it was shown: an expiry that has passed by now is then no mistake.
  if (fields.expires !== expires) assertAhead(fields.expires, deps.now());
  return update(deps, account, id, fields);
}

/** Gives a token another secret; the old one ends at once. Throws `token_missing`. */
export async function rollToken(deps: TokenDeps, account: Account, id: string): Promise<string> {
  const { value, hash } = await makeTokenSecret(deps.randomBytes);
  await update(deps, account, id, { hash });
  return value;
}

/** Throws `token_missing`. */
export async function deleteToken({ tokens }: TokenDeps, account: Account, id: string): Promise<void> {
  if (!(await tokens.deleteToken(account.tag, id))) throw new HttpError("token_missing");
}

/** A token as answers show it: never its secret, nor the hash of that. */
export function presentToken(token: TokenRecord, now: number): TokenAnswer {
  return {
    id: token.id,
    name: token.name,
    status: tokenStatus(token, now),
    scope: token.scope,
    issued_on: timeText(token.issued),
    modified_on: timeText(token.modified),
    ...(token.expires !== null && { expires_on: timeText(token.expires) }),
    ...(token.lastUsed !== null && { last_used_on: timeText(token.lastUsed) }),
    policies: policiesOf(token.scope, token),
  };
}

/** What a caller learns of the token that it sends; the operator's is none of the list. */
export function presentOwnToken(token: TokenRecord | undefined, now: number): OwnTokenAnswer {
  if (token === undefined) return { id: "operator", status: "active" };
  const { id, status, expires_on: expiresOn } = presentToken(token, now);
  return { id, status, ...(expiresOn !== undefined && { expires_on: expiresOn }) };
}

async function update(
  deps: TokenDeps,
  account: Account,
  id: string,
  changes: TokenFields & { readonly hash?: string },
): Promise<TokenRecord> {
  const token = await deps.tokens.updateToken(account.tag, id, { ...changes, modified: deps.now() });
  if (token === undefined) throw new HttpError("token_missing");
  return token;
}

function assertAhead(expires: number | null | undefined, now: number): void {
  if (expires === undefined || expires === null || expires > now) return;
  throw new HttpError("field_invalid", expectedSentence("a time to come", "expires_on", timeText(expires)));
}

function timeText(time: number): string {
  return new Date(time).toISOString();
}
