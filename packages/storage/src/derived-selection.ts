import type { Covers } from "./deletion-log.ts";
import { derivedAccountPrefix, derivedPrefix } from "./keys.ts";

/** Which derived images of an account: those of which all that is given is true. */
export interface DerivedSelection {
  readonly account: string;
  /** They come from one of these originals: hex SHA-256, as in the parts of `derivedKey`. */
  readonly originals?: ReadonlySet<string>;
  /** They were made by one of these variants, as in the parts of `derivedKey`. */
  readonly variants?: ReadonlySet<string>;
}

/** Which keys a selection is of. Throws a `StorageError` `key_invalid` for what is no account. */
export function coversSelection({ account, originals, variants }: DerivedSelection): Covers {
  const prefix = derivedAccountPrefix(account);
  return (key) => {
    if (!key.startsWith(prefix)) return false;
    const [variant = "", original = ""] = key.split("/").toReversed();
    return originals?.has(original) !== false && variants?.has(variant) !== false;
  };
}

/** Up to so many originals are looked up one by one. */
const FEW = 20;

/**
 * What all keys of a selection begin with, and few others: a prefix for each original where they are few, else that of
 * the account.
 */
export function prefixesOfSelection({ account, originals }: DerivedSelection): readonly string[] {
  if (originals === undefined || originals.size > FEW) return [derivedAccountPrefix(account)];
  return [...originals].map((sha256) => derivedPrefix(account, sha256));
}
