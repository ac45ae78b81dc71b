export {
  DEFAULT_ACCOUNT_CONFIG,
  type AccountConfig,
  type AccountRecord,
  type AccountStore,
  type PrewarmConfig,
} from "./account-store.ts";
export {
  clampRange,
  DEFAULT_PAGE,
  type Blob,
  type BlobInfo,
  type BlobPage,
  type BlobStore,
  type ByteRange,
} from "./blob-store.ts";
export { chunksOf } from "./blob-source.ts";
export { collectAbandoned, type Collection } from "./collector.ts";
export {
  createDerivedCache,
  MOST_DERIVED_PER_ORIGINAL,
  type DerivedCache,
  type Removed,
} from "./derived-cache.ts";
export { coversSelection, prefixesOfSelection, type DerivedSelection } from "./derived-selection.ts";
export { createDeletionLog, type DeletionLog } from "./deletion-log.ts";
export type {
  Attempt,
  ClaimedDelivery,
  ClaimOptions,
  DeliveryQueue,
  DeliveryRecord,
  DeliveryState,
  Lot,
  NewEvent,
  NextStep,
} from "./delivery-queue.ts";
export type { CompletedImage, DraftRecord, DraftStore, ImageChanges, NewDraftRecord } from "./draft-store.ts";
export { isStorageError, STORAGE_ERRORS, StorageError, type StorageErrorCode } from "./errors.ts";
export {
  COMPARISONS,
  isMetaName,
  type ImageSelection,
  type MetaCondition,
  type MetaFilter,
} from "./image-selection.ts";
export {
  assertKey,
  assertKeyPrefix,
  derivedKey,
  derivedAccountPrefix,
  derivedPrefix,
  isKey,
  originalKey,
  parseDerivedKey,
  type DerivedKeyParts,
} from "./keys.ts";
export { createMemoryBlobStore } from "./memory-blob-store.ts";
export { migrate, MIGRATIONS, schemaVersion, type Migration } from "./migrations.ts";
export type {
  ImageRecord,
  ImageSummary,
  JournalEntry,
  Json,
  NewImageRecord,
  RecordStore,
} from "./record-store.ts";
export type { SqlDriver, SqlRow, SqlStatement, SqlValue } from "./sql-driver.ts";
export { createMemoryStores, createSqlStores, type Stores } from "./stores.ts";
export type { SigningKey, SigningKeyStore } from "./signing-key-store.ts";
export type { TokenRecord, TokenScope, TokenStore } from "./token-store.ts";
export type { VariantRecord, VariantSettings, VariantStore } from "./variant-store.ts";
export type { DisabledReason, WebhookChanges, WebhookRecord, WebhookStore } from "./webhook-store.ts";
