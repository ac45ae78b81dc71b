/** Which keys a deletion is of. */
export type Covers = (key: string) => boolean;

/** Deletions made lately, numbered, so that work begun before a deletion can be told apart. */
export interface DeletionLog {
  /** The number of the last deletion; 0 before the first. */
  generation(): number;
  add(covers: Covers): void;
  /** Whether `key` fell under a deletion numbered above `since`, or that can no longer be known. */
  coversSince(key: string, since: number): boolean;
}

/** @param length Deletions remembered: whatever was begun before the oldest of them counts as covered. */
export function createDeletionLog(length = 1000): DeletionLog {
  const deletions: Covers[] = [];
  let last = 0;

  return {
    generation: () => last,
    add(covers) {
      last += 1;
      deletions.push(covers);
      if (deletions.length > length) deletions.shift();
    },
    coversSince(key, since) {
      const later = last - since;
      if (later > deletions.length) return true;
      return later > 0 && deletions.slice(-later).some((covers) => covers(key));
    },
  };
}
