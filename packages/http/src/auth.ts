import { sha256Hex } from "@darkroom/core";
import type { TokenRecord, TokenScope } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { describeError } from "./log.ts";
import { isTokenSecret, tokenStatus } from "./token-secret.ts";

/** What it takes to tell who calls. */
export type AuthDeps = Pick<AppDeps, "accounts" | "tokens" | "now" | "defer" | "log">;

/** A use is noted once in this time: a write at every request would cost more than the request. */
const USES_NOTED_EVERY_MS = 60_000;

/** Whom a request's credential belongs to, and what it may do. */
export interface Caller {
  /** Tag of the one account that it may act for; undefined for the operator, who acts for all. */
  readonly account?: string;
  readonly scope: TokenScope;
  /** The API token that was sent, as it was when it was looked up; the operator's is none. */
  readonly token?: TokenRecord;
}

/** What each scope includes. */
const INCLUDES = {
  read: ["read"],
  edit: ["read", "edit"],
  admin: ["read", "edit", "admin"],
} as const satisfies Record<TokenScope, readonly TokenScope[]>;

/**
 * Finds out who sends a request: `Authorization: Bearer`, which wins when both are sent, or `X-Auth-Key` with
 * `X-Auth-Email`. Throws `credential_missing` (401) or `credential_wrong` (403).
 */
export async function authenticate(headers: Headers, deps: AuthDeps): Promise<Caller> {
  const { operator } = deps.accounts;
  const bearer = bearerToken(headers);
  if (bearer !== undefined) {
    return (await equalSecrets(bearer, operator.token)) ? { scope: "admin" } : tokenCaller(bearer, deps);
  }
  const key = headers.get("x-auth-key");
  const email = headers.get("x-auth-email");
  if (key === null || email === null) throw new HttpError("credential_missing");
  const keyMatches = await equalSecrets(key, operator.key);
  const emailMatches = await equalSecrets(email.toLowerCase(), operator.email.toLowerCase());
  if (!keyMatches || !emailMatches) throw new HttpError("credential_wrong");
  return { scope: "admin" };
}

/** Whom an API token belongs to. It is looked up at every request, so that a revoked one ends at once. */
async function tokenCaller(secret: string, deps: AuthDeps): Promise<Caller> {
  const token = isTokenSecret(secret) ? await deps.tokens.findToken(await sha256Hex(secret)) : undefined;
  return callerOf(token, deps);
}

/** Who acts by a token, whose use is noted. Throws `credential_wrong` unless it is active. */
export function callerOf(
  token: TokenRecord | undefined,
  { tokens, now, defer, log }: AuthDeps,
): Caller & { readonly token: TokenRecord } {
  const time = now();
  // One answer for all three: who holds a token that has ended need not learn that it was one.
  if (token === undefined || tokenStatus(token, time) !== "active") throw new HttpError("credential_wrong");
  const unlessSince = time - USES_NOTED_EVERY_MS;
  if ((token.lastUsed ?? -Infinity) <= unlessSince) {
    defer(
      tokens
        .touchToken(token.id, time, unlessSince)
        .catch((error: unknown) => log.warn("use of a token not noted", { error: describeError(error) })),
    );
  }
  return { account: token.account, scope: token.scope, token };
}

/**
 * Checks that a caller may act for an account. Throws `credential_wrong` for the caller of another account, so
 * that who has no business here does not learn which accounts exist, and `scope_missing` for too small a scope.
 */
export function authorise(caller: Caller, account: Account | undefined, scope: TokenScope): void {
  if (caller.account !== undefined && caller.account !== account?.tag)
    throw new HttpError("credential_wrong");
  const includes: readonly TokenScope[] = INCLUDES[caller.scope];
  if (!includes.includes(scope)) throw new HttpError("scope_missing");
}

/**
 * Whether a request brings a credential of the API, be it a broken one. `Authorization: Basic` is none: it is meant
 * for a proxy in between.
 */
export function carriesCredential(headers: Headers): boolean {
  return /^Bearer(\s|$)/i.test(headers.get("authorization") ?? "") || headers.has("x-auth-key");
}

export function bearerToken(headers: Headers): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** Compares in a time that depends on neither value: digests are compared, byte by byte, to the end. */
export async function equalSecrets(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([a, b].map(digest));
  let difference = 0;
  for (let i = 0; i < 32; i++) difference |= left![i]! ^ right![i]!;
  return difference === 0;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
