import type { Account } from "./account.ts";
import { HttpError } from "./errors.ts";

/**
 * Checks that a request may act for an account: `Authorization: Bearer`, which wins when both are sent, or
 * `X-Auth-Key` with `X-Auth-Email`. Throws `credential_missing` (401) or `credential_wrong` (403).
 */
export async function authenticate(headers: Headers, account: Account): Promise<void> {
  const bearer = bearerToken(headers);
  if (bearer !== undefined) {
    if (!(await equalSecrets(bearer, account.token))) throw new HttpError("credential_wrong");
    return;
  }
  const key = headers.get("x-auth-key");
  const email = headers.get("x-auth-email");
  if (key === null || email === null) throw new HttpError("credential_missing");
  const keyMatches = await equalSecrets(key, account.key);
  const emailMatches = await equalSecrets(email.toLowerCase(), account.email.toLowerCase());
  if (!keyMatches || !emailMatches) throw new HttpError("credential_wrong");
}

export function bearerToken(headers: Headers): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** Compares in a time that depends on neither value: digests are compared, byte by byte, to the end. */
async function equalSecrets(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([a, b].map(digest));
  let difference = 0;
  for (let i = 0; i < 32; i++) difference |= left![i]! ^ right![i]!;
  return difference === 0;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
