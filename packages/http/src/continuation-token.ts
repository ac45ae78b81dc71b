import { mac } from "./mac.ts";

/** What a continuation token is good for: the next page of this list, and nothing else. */
export interface Continuation {
  /** Known to the server alone. */
  readonly secret: string;
  readonly account: string;
  /** Which list of the account, in which order. */
  readonly list: string;
}

const TAG_BYTES = 16;
/** A tag and a number, 32 characters of base64url: the length of Cloudflare's. */
const TOKEN = /^[A-Za-z0-9_-]{32}$/;

/**
 * The token for the page after the image `seq`. It is sealed, for `seq` counts the uploads of all accounts: the
 * number is masked by what follows from its tag, so equal places have equal tokens and nobody can read them.
 */
export async function sealContinuation(
  seq: number,
  { secret, account, list }: Continuation,
): Promise<string> {
  const tag = (await mac(secret, `darkroom continuation place\n${account}\n${list}\n${seq}`)).subarray(
    0,
    TAG_BYTES,
  );
  const token = new Uint8Array(TAG_BYTES + 8);
  token.set(tag);
  new DataView(token.buffer).setFloat64(TAG_BYTES, seq);
  await mask(secret, token);
  return token.toBase64({ alphabet: "base64url" });
}

/** The `seq` of a token; undefined for one that was not made for this list. */
export async function openContinuation(
  text: string,
  continuation: Continuation,
): Promise<number | undefined> {
  if (!TOKEN.test(text)) return undefined;
  const token = Uint8Array.fromBase64(text, { alphabet: "base64url" });
  await mask(continuation.secret, token);
  const seq = new DataView(token.buffer).getFloat64(TAG_BYTES);
  return (await sealContinuation(seq, continuation)) === text ? seq : undefined;
}

/** Hides, or shows again, the number that follows the tag. */
async function mask(secret: string, token: Uint8Array): Promise<void> {
  const stream = await mac(secret, `darkroom continuation mask\n${token.subarray(0, TAG_BYTES).toHex()}`);
  for (let i = TAG_BYTES; i < token.length; i++) token[i]! ^= stream[i]!;
}
