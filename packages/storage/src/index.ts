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
export { createDerivedCache, type DerivedCache } from "./derived-cache.ts";
export { isStorageError, STORAGE_ERRORS, StorageError, type StorageErrorCode } from "./errors.ts";
export {
  assertKey,
  assertKeyPrefix,
  derivedKey,
  derivedPrefix,
  isKey,
  originalKey,
  type DerivedKeyParts,
} from "./keys.ts";
export { createMemoryBlobStore } from "./memory-blob-store.ts";
export { createMemoryRecordStore } from "./memory-record-store.ts";
export { migrate, MIGRATIONS, schemaVersion, type Migration } from "./migrations.ts";
export type { ImageRecord, JournalEntry, Json, NewImageRecord, RecordStore } from "./record-store.ts";
export type { SqlDriver, SqlRow, SqlStatement, SqlValue } from "./sql-driver.ts";
export { createSqlRecordStore } from "./sql-record-store.ts";
