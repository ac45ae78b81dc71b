/** Prefixes deleted lately, numbered, so that work begun before a deletion can be told apart. */
export interface DeletionLog {
  /** The number of the last deletion; 0 before the first. */
  generation(): number;
  add(prefix: string): void;
  /** Whether `key` fell under a deletion numbered above `since`, or that can no longer be known. */
  coversSince(key: string, since: number): boolean;
}

/** @param length Deletions remembered: whatever was begun before the oldest of them counts as covered. */
export function createDeletionLog(length = 1000): DeletionLog {
  const prefixes: string[] = [];
  let last = 0;

  return {
    generation: () => last,
    add(prefix) {
      last += 1;
      prefixes.push(prefix);
      if (prefixes.length > length) prefixes.shift();
    },
    coversSince(key, since) {
      const later = last - since;
      if (later > prefixes.length) return true;
      return later > 0 && prefixes.slice(-later).some((prefix) => key.startsWith(prefix));
    },
  };
}
