import {
  describeAccountStore,
  describeSigningKeyStore,
  describeTokenStore,
  describeVariantStore,
  describeWebhookStore,
} from "./conformance.ts";
import { createMemoryStores } from "./stores.ts";

const create = async () => ({ stores: createMemoryStores() });
describeAccountStore("Memory", create);
describeTokenStore("Memory", create);
describeVariantStore("Memory", create);
describeSigningKeyStore("Memory", create);
describeWebhookStore("Memory", create);
