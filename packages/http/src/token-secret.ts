import { sha256Hex } from "@darkroom/core";
import type { TokenRecord } from "@darkroom/storage";

/** What a secret begins with, so that scanners for leaked secrets can tell what they found. */
const PREFIX = "darkroom_";
const SECRET_BYTES = 32;

export interface TokenSecret {
  /** Shown once, to who made the token. */
  readonly value: string;
  /** What is kept of it. 256 random bits can be guessed neither with nor without a salt. */
  readonly hash: string;
}

/** Makes the secret of a token: `darkroom_` and 43 base64url characters. */
export async function makeTokenSecret(randomBytes: (length: number) => Uint8Array): Promise<TokenSecret> {
  const random = randomBytes(SECRET_BYTES).toBase64({ alphabet: "base64url", omitPadding: true });
  const value = PREFIX + random;
  return { value, hash: await sha256Hex(value) };
}

/** Whether a text has the form of a token's secret; not whether there is such a token. */
export function isTokenSecret(text: string): boolean {
  return /^darkroom_[A-Za-z0-9_-]{43}$/.test(text);
}

export type TokenStatus = "active" | "disabled" | "expired";

/** What becomes of a token at a time; one that was disabled is so whether or not it also expired. */
export function tokenStatus({ disabled, expires }: TokenRecord, now: number): TokenStatus {
  if (disabled) return "disabled";
  return expires !== null && expires <= now ? "expired" : "active";
}
