import { givenChanges } from "./changes.ts";
import type { DraftRecord, DraftStore } from "./draft-store.ts";
import type { MemoryDeliveryQueue } from "./memory-webhooks.ts";
import { assertStorableTexts } from "./record-rules.ts";

type StoredDraft = DraftRecord & { used: boolean };

/** Drafts in memory, and what the stores of images and accounts ask about them. */
export interface MemoryDrafts {
  readonly store: Omit<DraftStore, "completeDraft">;
  /** The open draft of that id, itself: whoever completes it sets `used`. */
  findOpen(account: string, id: string, at: number): StoredDraft | undefined;
  /** Whether an account has drafts that were not used. */
  hasUnused(account: string): boolean;
  /** Removes all drafts of an account. */
  removeAccount(account: string): void;
}

/**
 * @param isImage Whether an image has that id.
 * @param deliveries Where events are entered.
 */
export function createMemoryDrafts(
  isImage: (account: string, id: string) => boolean,
  deliveries: Pick<MemoryDeliveryQueue, "enterFor">,
): MemoryDrafts {
  let drafts: StoredDraft[] = [];
  /** How many refused uploads of a draft were told. */
  const refusals = new WeakMap<StoredDraft, number>();

  const find = (account: string, id: string): StoredDraft | undefined =>
    drafts.find((draft) => draft.account === account && draft.id === id);
  const findOpen = (account: string, id: string, at: number): StoredDraft | undefined => {
    const draft = find(account, id);
    return draft !== undefined && !draft.used && draft.expires > at ? draft : undefined;
  };
  const remove = (removed: readonly (DraftRecord | undefined)[]): void => {
    drafts = drafts.filter((draft) => !removed.includes(draft));
  };

  return {
    findOpen,
    hasUnused: (account) => drafts.some((draft) => draft.account === account && !draft.used),
    removeAccount: (account) => remove(drafts.filter((draft) => draft.account === account)),
    store: {
      async insertDraft(draft) {
        const { account, id, tokenHash, creator, created } = draft;
        assertStorableTexts({ account, id, tokenHash, creator });
        if (isImage(account, id) || findOpen(account, id, created) !== undefined) return false;
        remove([find(account, id)]);
        drafts.push({ ...structuredClone(draft), used: false });
        return true;
      },

      async getDraft(account, id, at) {
        return structuredClone(findOpen(account, id, at));
      },

      async findDraft(account, tokenHash, at) {
        const found = drafts.find((draft) => draft.account === account && draft.tokenHash === tokenHash);
        return found !== undefined && found.expires > at ? structuredClone(found) : undefined;
      },

      async updateDraft(account, id, changes, at) {
        assertStorableTexts({ creator: changes.creator });
        const draft = findOpen(account, id, at);
        if (draft === undefined) return undefined;
        Object.assign(draft, structuredClone(givenChanges(changes)));
        return structuredClone<DraftRecord>(draft);
      },

      async deleteDraft(account, id, at) {
        const draft = findOpen(account, id, at);
        remove([draft]);
        return draft !== undefined;
      },

      async removeExpiredDrafts(before, limit) {
        const expired = drafts
          .filter(({ expires }) => expires < before)
          .sort((a, b) => a.expires - b.expires)
          .slice(0, limit);
        remove(expired);
        return expired.length;
      },

      async refuseUpload({ account, tokenHash, at }, event, most) {
        const draft = drafts.find((one) => one.account === account && one.tokenHash === tokenHash);
        const told = draft === undefined ? 0 : (refusals.get(draft) ?? 0);
        if (draft === undefined || draft.used || draft.expires <= at || told >= most) return false;
        refusals.set(draft, told + 1);
        return deliveries.enterFor(event, draft);
      },
    },
  };
}
