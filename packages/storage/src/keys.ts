import { expectedSentence } from "@darkroom/core";
import { StorageError } from "./errors.ts";

/*
 * The only grammar of keys. A segment does not begin with a dot: that leaves out `.` and `..`, and leaves
 * dotted names to the stores for files of their own. 255 is the longest file name of common file systems.
 * What the builders below make is in lower case, for there are file systems that take `A` and `a` for one.
 */
const SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}";
const KEY = new RegExp(`^${SEGMENT}(?:/${SEGMENT})*$`);
const KEY_PREFIX = new RegExp(`^(?:${SEGMENT}/)*(?:${SEGMENT})?$`);
const LONGEST_KEY = 512;
const GRAMMAR = `segments of letters, digits, "_", "-" and "." (not first), joined by "/", at most ${LONGEST_KEY} characters`;

/** Every derived key begins with it. */
export const DERIVED_PREFIX = "derived/";

/** Whether `key` follows the grammar. */
export function isKey(key: string): boolean {
  return key.length <= LONGEST_KEY && KEY.test(key);
}

/** Throws a `StorageError` `key_invalid` unless `key` follows the grammar. */
export function assertKey(key: string): void {
  if (!isKey(key)) throw new StorageError("key_invalid", expectedSentence(GRAMMAR, "key", key));
}

/** Throws a `StorageError` `key_invalid` unless some key can begin with `prefix`; the empty prefix is one. */
export function assertKeyPrefix(prefix: string): void {
  if (prefix.length > LONGEST_KEY || !KEY_PREFIX.test(prefix)) {
    throw new StorageError(
      "key_invalid",
      expectedSentence(`the beginning of a key (${GRAMMAR})`, "prefix", prefix),
    );
  }
}

/**
 * The key of an original: `originals/<first two digits>/<id>`, 256 folders of about equal size.
 * @param id Random and never used before, in lower-case hex, such as `crypto.randomUUID()`.
 */
export function originalKey(id: string): string {
  if (!/^[0-9a-f]{2}[0-9a-f-]{14,62}$/.test(id)) {
    throw new StorageError("key_invalid", expectedSentence("a UUID in lower case", "id", id));
  }
  return `originals/${id.slice(0, 2)}/${id}`;
}

/** What names derived bytes apart. */
export interface DerivedKeyParts {
  /** The account's tag. Lower case, as tags usually are, keeps accounts apart on every file system. */
  readonly account: string;
  /** Hex SHA-256 of the original's bytes. */
  readonly sha256: string;
  /** Hex SHA-256 of all that decides the bytes besides the original. */
  readonly variant: string;
}

/** The key of derived bytes: `derived/<account>/<two digits>/<sha256 of the original>/<variant>`. */
export function derivedKey({ account, sha256, variant }: DerivedKeyParts): string {
  assertDigest("variant", variant);
  return derivedPrefix(account, sha256) + variant;
}

/** What the keys of all bytes derived from one original, and no others, begin with. */
export function derivedPrefix(account: string, sha256: string): string {
  assertDigest("sha256", sha256);
  // The two digits keep folders small: to list a folder of a million names, a file store reads them all.
  return `${derivedAccountPrefix(account)}${sha256.slice(0, 2)}/${sha256}/`;
}

/** What the keys of all bytes derived for one account, and no others, begin with. */
export function derivedAccountPrefix(account: string): string {
  const prefix = `${DERIVED_PREFIX}${account}/`;
  if (account === "" || account.includes("/"))
    throw new StorageError("key_invalid", expectedSentence("one segment", "account", account));
  assertKeyPrefix(prefix);
  return prefix;
}

/** The parts of a key of `derivedKey`; undefined for any other. */
export function parseDerivedKey(key: string): (DerivedKeyParts & { readonly prefix: string }) | undefined {
  const match = DERIVED_KEY.exec(key);
  if (match === null) return undefined;
  return { prefix: match[1]!, account: match[2]!, sha256: match[3]!, variant: match[4]! };
}

const DERIVED_KEY = /^(derived\/([^/]+)\/[0-9a-f]{2}\/([0-9a-f]{64})\/)([0-9a-f]{64})$/;

function assertDigest(name: string, value: string): void {
  if (!/^[0-9a-f]{64}$/.test(value)) {
    throw new StorageError("key_invalid", expectedSentence("a SHA-256 in lower-case hex", name, value));
  }
}
