import {
  DEFAULT_ACCOUNT_CONFIG,
  type AccountConfig,
  type AccountRecord,
  type AccountStore,
} from "./account-store.ts";
import { givenChanges } from "./changes.ts";
import { assertStorableTexts } from "./record-rules.ts";

/** What other stores hold of an account. */
export interface Belongings {
  /** Whether it has images or drafts. */
  readonly isUsed: (tag: string) => Promise<boolean>;
  /** Removes all else. */
  readonly remove: (tag: string) => Promise<void>;
}

/** Added accounts and what accounts have set for themselves, in memory: the reference for other stores. */
export function createMemoryAccountStore(belongings: Belongings): AccountStore {
  const accounts = new Map<string, AccountRecord>();
  const configs = new Map<string, AccountConfig>();

  return {
    async insertAccount(account) {
      const { tag, hash, name } = account;
      assertStorableTexts({ tag, hash, name });
      const taken = [...accounts.values()].some((other) => other.tag === tag || other.hash === hash);
      if (!taken) accounts.set(tag, { ...account });
      return !taken;
    },

    async getAccount(tag) {
      return accounts.get(tag);
    },

    async getAccountByHash(hash) {
      return [...accounts.values()].find((account) => account.hash === hash);
    },

    async listAccounts() {
      return [...accounts.values()].sort((a, b) => a.created - b.created || (a.tag < b.tag ? -1 : 1));
    },

    async deleteAccount(tag) {
      if (!accounts.has(tag) || (await belongings.isUsed(tag))) return false;
      accounts.delete(tag);
      configs.delete(tag);
      await belongings.remove(tag);
      return true;
    },

    async getAccountConfig(tag) {
      return configs.get(tag) ?? DEFAULT_ACCOUNT_CONFIG;
    },

    async updateAccountConfig(tag, changes) {
      assertStorableTexts({ tag });
      const config = { ...DEFAULT_ACCOUNT_CONFIG, ...configs.get(tag), ...givenChanges(changes) };
      configs.set(tag, config);
      return config;
    },
  };
}
