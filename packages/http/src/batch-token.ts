import { sha256Hex } from "@darkroom/core";
import type { TokenRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import { bearerToken, callerOf, equalSecrets, type AuthDeps, type Caller } from "./auth.ts";
import { HttpError } from "./errors.ts";
import { mac } from "./mac.ts";

/*
 * A batch token is not kept anywhere: it says whom it was made for and until when, under a MAC of this server. It
 * ends with the credential that it was made with: when that is revoked, disabled, rolled or expires.
 */

/** Cloudflare does not say how long its own are good for. An hour is a long batch, and soon over for a thief. */
const LIFETIME_MS = 3_600_000;
/** Unlike those of kept tokens, the rest of it has a dot in the middle. */
const BATCH_TOKEN = /^darkroom_batch_([\w-]{1,1000})\.([\w-]{43})$/;

/** What a batch token says. */
interface Claims {
  readonly account: string;
  /** Id of the API token that it was made with; null for the operator. */
  readonly token: string | null;
  /** Follows from the secret of that credential, and does not tell it. */
  readonly credential: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

export interface BatchToken {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** Makes a token for the batch addresses of an account. */
export async function createBatchToken(
  { accounts, now }: Pick<AuthDeps, "accounts" | "now">,
  { tag }: Account,
  { token }: Caller,
): Promise<BatchToken> {
  const expires = Math.min(now() + LIFETIME_MS, token?.expires ?? Number.POSITIVE_INFINITY);
  const claims: Claims = {
    account: tag,
    token: token?.id ?? null,
    credential: await credentialMark(accounts, token),
    expires,
  };
  const said = new TextEncoder().encode(JSON.stringify(claims)).toBase64(BASE64URL);
  return { token: `darkroom_batch_${said}.${await seal(accounts, said)}`, expires };
}

/**
 * Finds out who sends a request to the batch addresses, which take batch tokens only. He may edit at most, and no
 * more than the credential that the token was made with. Throws `credential_missing` and `credential_wrong`.
 */
export async function authenticateBatch(headers: Headers, deps: AuthDeps): Promise<Caller> {
  const { accounts, tokens, now } = deps;
  const bearer = bearerToken(headers);
  if (bearer === undefined) throw new HttpError("credential_missing", WANTED);
  const claims = await readClaims(accounts, bearer);
  if (claims === undefined || claims.expires <= now()) throw new HttpError("credential_wrong", WANTED);
  const { account, credential } = claims;
  const token = claims.token === null ? undefined : await tokens.getToken(account, claims.token);
  // A deleted token must not be taken for the operator's.
  const caller: Caller = claims.token === null ? { scope: "admin" } : callerOf(token, deps);
  if ((await credentialMark(accounts, token)) !== credential) throw new HttpError("credential_wrong", WANTED);
  return { ...caller, account, scope: caller.scope === "read" ? "read" : "edit" };
}

const WANTED =
  "Authentication error: these addresses take `Authorization: Bearer <batch token>`, which `GET …/images/v1/batch_token` gives.";

const BASE64URL = { alphabet: "base64url", omitPadding: true } as const;

async function readClaims(accounts: AuthDeps["accounts"], text: string): Promise<Claims | undefined> {
  const [, said, sealed] = BATCH_TOKEN.exec(text) ?? [];
  if (said === undefined || sealed === undefined) return undefined;
  if (!(await equalSecrets(sealed, await seal(accounts, said)))) return undefined;
  return JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(said, BASE64URL))) as Claims;
}

async function seal({ operator }: AuthDeps["accounts"], said: string): Promise<string> {
  return (await mac(operator.key, `darkroom batch token\n${said}`)).toBase64(BASE64URL);
}

/** Another one as soon as the credential has another secret. */
async function credentialMark(
  { operator }: AuthDeps["accounts"],
  token: TokenRecord | undefined,
): Promise<string> {
  return sha256Hex(token?.hash ?? (await sha256Hex(operator.token)));
}
