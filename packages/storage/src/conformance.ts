/** The suites that every store must pass, run by its own tests inside the runtime that it is for. */
export { describeBlobStore, type BlobStoreUnderTest } from "./conformance/blob-store.ts";
export { describeRecordStore, type RecordStoreUnderTest } from "./conformance/record-store.ts";
export { describeAccountStore, type StoresUnderTest } from "./conformance/account-store.ts";
export { describeTokenStore } from "./conformance/token-store.ts";
export { describeVariantStore } from "./conformance/variant-store.ts";
export { describeSigningKeyStore } from "./conformance/signing-key-store.ts";
export { describeWebhookStore } from "./conformance/webhook-store.ts";
