import { givenChanges } from "./changes.ts";
import { assertStorableTexts } from "./record-rules.ts";
import type { TokenRecord, TokenStore } from "./token-store.ts";

/** API tokens in memory: the reference that other stores are held to. */
export function createMemoryTokenStore(): TokenStore {
  const tokens = new Map<string, TokenRecord>();

  function find(account: string, id: string): TokenRecord | undefined {
    const token = tokens.get(id);
    return token?.account === account ? token : undefined;
  }

  return {
    async insertToken(token, most) {
      assertStorableTexts({ ...token });
      const ofAccount = [...tokens.values()].filter(({ account }) => account === token.account);
      if (ofAccount.length >= most) return "full";
      tokens.set(token.id, { ...token });
      return "inserted";
    },

    async getToken(account, id) {
      return find(account, id);
    },

    async findToken(hash) {
      return [...tokens.values()].find((token) => token.hash === hash);
    },

    async listTokens(account) {
      return [...tokens.values()]
        .filter((token) => token.account === account)
        .sort((a, b) => b.issued - a.issued || (a.id < b.id ? 1 : -1));
    },

    async updateToken(account, id, changes) {
      assertStorableTexts(changes);
      const token = find(account, id);
      if (token === undefined) return undefined;
      const updated = { ...token, ...givenChanges(changes) };
      tokens.set(id, updated);
      return updated;
    },

    async touchToken(id, lastUsed, unlessSince) {
      const token = tokens.get(id);
      if (token !== undefined && (token.lastUsed ?? -Infinity) <= unlessSince)
        tokens.set(id, { ...token, lastUsed });
    },

    async deleteToken(account, id) {
      return find(account, id) !== undefined && tokens.delete(id);
    },
  };
}
