import { givenChanges } from "./changes.ts";
import type { VariantRecord, VariantStore } from "./variant-store.ts";

/** Variants in memory: the reference that other stores are held to, and a store for tests. */
export function createMemoryVariantStore(): VariantStore {
  /** As JSON text, so that nobody else holds a part of it. */
  const accounts = new Map<string, Map<string, string>>();

  const of = (account: string): Map<string, string> => accounts.get(account) ?? new Map<string, string>();

  function keep(variant: VariantRecord): void {
    accounts.set(variant.account, of(variant.account).set(variant.name, JSON.stringify(variant)));
  }

  return {
    async insertVariant(variant, most) {
      const variants = of(variant.account);
      if (variants.has(variant.name)) return "taken";
      if (variants.size >= most) return "full";
      keep(variant);
      return "inserted";
    },

    async putVariant(variant) {
      keep(variant);
    },

    async changeVariant({ account, name }, changes, otherwise) {
      const before = restore(of(account).get(name)) ?? (otherwise && { ...otherwise, account, name });
      if (before === undefined) return undefined;
      keep({ ...before, ...givenChanges(changes) });
      return restore(of(account).get(name));
    },

    async getVariant(account, name) {
      return restore(of(account).get(name));
    },

    async listVariants(account) {
      const inOrder = [...of(account)].sort(([a], [b]) => (a < b ? -1 : 1));
      return inOrder.map(([, text]) => restore(text)!);
    },

    async deleteVariant(account, name) {
      const variants = of(account);
      const removed = restore(variants.get(name));
      variants.delete(name);
      return removed;
    },
  };
}

function restore(text: string | undefined): VariantRecord | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as VariantRecord);
}
