import type { ImageFacts, Placeholder } from "@darkroom/core";
import type {
  ImageRecord,
  ImageSummary,
  JournalEntry,
  Json,
  NewImageRecord,
  RecordStore,
} from "./record-store.ts";
import { givenChanges } from "./changes.ts";
import { assertPaths, isSelected, type ImageSelection } from "./image-selection.ts";
import { createMemoryDrafts, type MemoryDrafts } from "./memory-draft-store.ts";
import { createMemoryWebhooks, type MemoryDeliveryQueue } from "./memory-webhooks.ts";
import { assertStorable, assertStorableTexts, uploadExpired } from "./record-rules.ts";

/** A record as it is kept: what has parts as JSON text, so that nobody else holds one of them. */
interface StoredImage extends Omit<ImageRecord, "facts" | "placeholder" | "meta"> {
  readonly facts: string;
  readonly placeholder: string;
  readonly meta: string;
}

interface StoredEntry extends JournalEntry {
  readonly claimed: boolean;
}

/**
 * Records in memory: the reference that other stores are held to, and a store for tests.
 * @param deliveries Where events are entered.
 */
export function createMemoryRecordStore(
  deliveries: Pick<MemoryDeliveryQueue, "enterFor"> = createMemoryWebhooks().deliveries,
): RecordStore & { readonly drafts: MemoryDrafts } {
  /** In order of `seq`. */
  const images: StoredImage[] = [];
  const journal = new Map<string, StoredEntry>();
  let lastSeq = 0;

  const find = (account: string, id: string): StoredImage | undefined =>
    images.find((image) => image.account === account && image.id === id);
  const select = (account: string, selection: ImageSelection): readonly ImageRecord[] => {
    assertPaths(selection);
    return images
      .filter((image) => image.account === account)
      .map(restore)
      .filter((image) => isSelected(image, selection));
  };
  const isNamed = (blobKey: string): boolean => images.some((image) => image.blobKey === blobKey);

  const drafts = createMemoryDrafts((account, id) => find(account, id) !== undefined, deliveries);

  /** @param isRefused Whether a draft stands against it. */
  function insert(record: NewImageRecord, isRefused: boolean): ImageRecord | undefined {
    const { account, id, blobKey } = record;
    const isUnderWay = journal.get(blobKey)?.claimed === false;
    if (!journal.has(blobKey) && !isNamed(blobKey))
      journal.set(blobKey, { blobKey, begun: 0, claimed: true });
    if (isRefused || find(account, id) !== undefined || isNamed(blobKey)) return undefined;
    if (!isUnderWay) throw uploadExpired();
    lastSeq += 1;
    const stored = {
      ...record,
      seq: lastSeq,
      facts: JSON.stringify(record.facts),
      placeholder: JSON.stringify(record.placeholder),
      meta: JSON.stringify(record.meta),
    };
    images.push(stored);
    journal.delete(blobKey);
    return restore(stored);
  }

  return {
    ...drafts.store,
    drafts,

    async insertImage(record, at = record.uploaded) {
      assertStorable(record);
      const { account, id } = record;
      return insert(record, drafts.findOpen(account, id, at) !== undefined);
    },

    async completeDraft(image, { tokenHash, at }, event) {
      assertStorable({ ...image, creator: null });
      const draft = drafts.findOpen(image.account, image.id, at);
      const { creator, meta, requireSignedURLs } = draft ?? {
        creator: null,
        meta: {},
        requireSignedURLs: false,
      };
      const inserted = insert({ ...image, creator, meta, requireSignedURLs }, draft?.tokenHash !== tokenHash);
      if (inserted === undefined || draft === undefined) return inserted;
      draft.used = true;
      if (event !== undefined) deliveries.enterFor(event, inserted);
      return inserted;
    },

    async getImage(account, id) {
      const stored = find(account, id);
      return stored && restore(stored);
    },

    async listImages(account, { order, limit, after, offset = 0, ...selection }) {
      const selected = select(account, selection);
      const ordered = order === "asc" ? selected : selected.toReversed();
      const isPast = ({ seq }: ImageRecord): boolean =>
        after === undefined || (order === "asc" ? seq > after : seq < after);
      return ordered.filter(isPast).slice(offset, offset + limit);
    },

    async countImages(account, selection = {}) {
      return select(account, selection).length;
    },

    async updateImage(account, id, changes) {
      assertStorableTexts({ creator: changes.creator });
      const stored = find(account, id);
      if (stored === undefined) return undefined;
      const { meta, ...others } = givenChanges(changes);
      const changed = { ...stored, ...others, ...(meta !== undefined && { meta: JSON.stringify(meta) }) };
      images[images.indexOf(stored)] = changed;
      return restore(changed);
    },

    async setPlaceholder(blobKey, placeholder) {
      const at = images.findIndex((image) => image.blobKey === blobKey);
      if (at >= 0) images[at] = { ...images[at]!, placeholder: JSON.stringify(placeholder) };
    },

    async summariseImages(account) {
      const rows = new Map<string, ImageSummary>();
      for (const { mediaType, size, requireSignedURLs } of select(account, {})) {
        const { count, bytes, signed } = rows.get(mediaType) ?? { count: 0, bytes: 0, signed: 0 };
        rows.set(mediaType, {
          mediaType,
          count: count + 1,
          bytes: bytes + size,
          signed: signed + Number(requireSignedURLs),
        });
      }
      return [...rows.values()].sort((a, b) => b.bytes - a.bytes || (a.mediaType < b.mediaType ? -1 : 1));
    },

    async deleteImage(account, id) {
      const stored = find(account, id);
      if (stored === undefined) return undefined;
      images.splice(images.indexOf(stored), 1);
      journal.set(stored.blobKey, { blobKey: stored.blobKey, begun: 0, claimed: true });
      return restore(stored);
    },

    async hasOriginal(account, sha256) {
      return images.some((image) => image.account === account && image.sha256 === sha256);
    },

    async beginUpload({ blobKey, begun }) {
      if (!journal.has(blobKey)) journal.set(blobKey, { blobKey, begun, claimed: false });
    },

    async listAbandoned(before, limit) {
      return [...journal.values()]
        .filter(({ blobKey, begun }) => begun < before && !isNamed(blobKey))
        .sort((a, b) => a.begun - b.begun || (a.blobKey < b.blobKey ? -1 : 1))
        .slice(0, limit)
        .map(({ blobKey, begun }) => ({ blobKey, begun }));
    },

    async claimUpload(blobKey) {
      const entry = journal.get(blobKey);
      if (entry === undefined || isNamed(blobKey)) return false;
      journal.set(blobKey, { ...entry, claimed: true });
      return true;
    },

    async forgetUpload(blobKey) {
      journal.delete(blobKey);
    },

    async check() {},
    async close() {},
  };
}

function restore(stored: StoredImage): ImageRecord {
  return {
    ...stored,
    facts: JSON.parse(stored.facts) as ImageFacts,
    placeholder: JSON.parse(stored.placeholder) as Placeholder | null,
    meta: JSON.parse(stored.meta) as { readonly [key: string]: Json },
  };
}
