import { expectedSentence } from "@darkroom/core";
import type { SigningKey } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";

type KeyDeps = Pick<AppDeps, "signingKeys" | "randomBytes">;

/** The key that an account has from the start, and again when it has deleted all others. */
const FIRST_NAME = "default";
/** Characters of a value that is made here: 198 random bits. */
const VALUE_LENGTH = 33;
/** Every key of an account is tried on every signature. */
const MOST_SIGNING_KEYS = 20;

/** The current keys of an account, by name; each of them opens what it has signed. */
export function listSigningKeys(deps: KeyDeps, account: Account): Promise<readonly SigningKey[]> {
  return deps.signingKeys.listSigningKeys(account.tag, makeKey(deps, FIRST_NAME));
}

/**
 * Makes a key, or gives the one of that name a new value, which ends all that the old one has signed.
 * @param value Taken from another service, so that what was signed there stays valid; random when left out.
 * @returns all keys.
 */
export async function putSigningKey(
  deps: KeyDeps,
  account: Account,
  name: string,
  value?: unknown,
): Promise<readonly SigningKey[]> {
  const key =
    value === undefined
      ? makeKey(deps, parseName(name))
      : { name: parseName(name), value: parseValue(value) };
  // The first key is there before any other, whichever is asked for first.
  await listSigningKeys(deps, account);
  if ((await deps.signingKeys.putSigningKey(account.tag, key, MOST_SIGNING_KEYS)) === "full") {
    throw new HttpError("signing_keys_full");
  }
  return listSigningKeys(deps, account);
}

/**
 * Deletes a key, and with it all that it has signed; the last one is replaced by a fresh `default`.
 * @returns the keys that there are then.
 */
export async function deleteSigningKey(
  deps: KeyDeps,
  account: Account,
  name: string,
): Promise<readonly SigningKey[]> {
  await listSigningKeys(deps, account);
  const isDeleted = await deps.signingKeys.deleteSigningKey(account.tag, name, makeKey(deps, FIRST_NAME));
  if (!isDeleted) throw new HttpError("signing_key_missing");
  return listSigningKeys(deps, account);
}

function makeKey({ randomBytes }: KeyDeps, name: string): SigningKey {
  const text = randomBytes(VALUE_LENGTH).toBase64({ alphabet: "base64url", omitPadding: true });
  return { name, value: text.slice(0, VALUE_LENGTH) };
}

function parseName(name: string): string {
  if (/^[A-Za-z0-9_-]{1,20}$/.test(name)) return name;
  throw new HttpError(
    "field_invalid",
    expectedSentence("1 to 20 letters, digits, `-` and `_`", "signing key name", name),
  );
}

/** The sentence does not repeat the value: it is a secret, if a wrong one. */
function parseValue(value: unknown): string {
  if (typeof value === "string" && /^[\x21-\x7e]{16,256}$/.test(value)) return value;
  throw new HttpError(
    "field_invalid",
    "Expected 16 to 256 printable ASCII characters, no spaces, for `value`.",
  );
}
