import type { AccountStore } from "./account-store.ts";
import type { DeliveryQueue } from "./delivery-queue.ts";
import { createMemoryAccountStore } from "./memory-account-store.ts";
import { createMemoryRecordStore } from "./memory-record-store.ts";
import { createMemorySigningKeyStore } from "./memory-signing-key-store.ts";
import { createMemoryTokenStore } from "./memory-token-store.ts";
import { createMemoryVariantStore } from "./memory-variant-store.ts";
import { createMemoryWebhooks } from "./memory-webhooks.ts";
import type { RecordStore } from "./record-store.ts";
import type { SigningKeyStore } from "./signing-key-store.ts";
import { createSqlAccountStore } from "./sql-account-store.ts";
import { createSqlDeliveryQueue } from "./sql-delivery-queue.ts";
import type { SqlDriver } from "./sql-driver.ts";
import { createSqlRecordStore } from "./sql-record-store.ts";
import { createSqlSigningKeyStore } from "./sql-signing-key-store.ts";
import { createSqlTokenStore } from "./sql-token-store.ts";
import { createSqlVariantStore } from "./sql-variant-store.ts";
import { createSqlWebhookStore } from "./sql-webhook-store.ts";
import type { TokenStore } from "./token-store.ts";
import type { VariantStore } from "./variant-store.ts";
import type { WebhookStore } from "./webhook-store.ts";

/** All that a server keeps besides bytes, by what it is about. They share one database. */
export interface Stores {
  readonly records: RecordStore;
  readonly tokens: TokenStore;
  readonly accountRecords: AccountStore;
  readonly variants: VariantStore;
  readonly signingKeys: SigningKeyStore;
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryQueue;
}

/** Everything in SQLite, over one driver. The database must have been brought to the newest schema by `migrate`. */
export function createSqlStores(driver: SqlDriver): Stores {
  return {
    records: createSqlRecordStore(driver),
    tokens: createSqlTokenStore(driver),
    accountRecords: createSqlAccountStore(driver),
    variants: createSqlVariantStore(driver),
    signingKeys: createSqlSigningKeyStore(driver),
    webhooks: createSqlWebhookStore(driver),
    deliveries: createSqlDeliveryQueue(driver),
  };
}

/** Everything in memory: what other stores are held to, and for tests. */
export function createMemoryStores(): Stores {
  const { webhooks, deliveries } = createMemoryWebhooks();
  const records = createMemoryRecordStore(deliveries);
  const tokens = createMemoryTokenStore();
  const signingKeys = createMemorySigningKeyStore();
  const variants = createMemoryVariantStore();
  const accountRecords = createMemoryAccountStore({
    isUsed: async (tag) => (await records.countImages(tag)) > 0 || records.drafts.hasUnused(tag),
    async remove(tag) {
      records.drafts.removeAccount(tag);
      for (const { id } of await tokens.listTokens(tag)) await tokens.deleteToken(tag, id);
      signingKeys.forgetAccount(tag);
      for (const { name } of await variants.listVariants(tag)) await variants.deleteVariant(tag, name);
      for (const { id } of await webhooks.listWebhooks(tag)) await webhooks.deleteWebhook(tag, id);
    },
  });
  return { records, tokens, variants, signingKeys, accountRecords, webhooks, deliveries };
}
