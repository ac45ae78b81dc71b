import type { SigningKey, SigningKeyStore } from "./signing-key-store.ts";

export interface MemorySigningKeyStore extends SigningKeyStore {
  /** Removes every key of an account that is removed itself. */
  forgetAccount(account: string): void;
}

/** Signing keys in memory: the reference that other stores are held to, and a store for tests. */
export function createMemorySigningKeyStore(): MemorySigningKeyStore {
  /** Values by name, by account. An account is here from the first question about it, and never empty. */
  const accounts = new Map<string, Map<string, string>>();

  /** The keys of an account, of which there is one at least. */
  function keysOf(account: string, first: SigningKey): Map<string, string> {
    const keys = accounts.get(account) ?? new Map<string, string>();
    if (keys.size === 0) keys.set(first.name, first.value);
    accounts.set(account, keys);
    return keys;
  }

  return {
    async listSigningKeys(account, first) {
      return [...keysOf(account, first)]
        .map(([name, value]) => ({ name, value }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },

    async putSigningKey(account, { name, value }, most) {
      const keys = accounts.get(account) ?? new Map<string, string>();
      if (!keys.has(name) && keys.size >= most) return "full";
      accounts.set(account, keys.set(name, value));
      return "kept";
    },

    async deleteSigningKey(account, name, replacement) {
      const removed = accounts.get(account)?.delete(name) === true;
      if (removed) keysOf(account, replacement);
      return removed;
    },

    forgetAccount(account) {
      accounts.delete(account);
    },
  };
}
