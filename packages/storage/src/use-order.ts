/** What a cache holds: the size of each entry by its key, in order of use, in all and within groups of keys. */
export interface UseOrder {
  /** Bytes of all entries. */
  bytes(): number;
  /** The same object until the entry is noted anew or forgotten. */
  get(key: string): { readonly size: number } | undefined;
  keys(): readonly string[];
  /** Notes an entry that was found; one that was used since is left as it is. */
  found(key: string, size: number): void;
  /** Notes that an entry is used now. */
  used(key: string, size: number): void;
  forget(key: string): void;
  /** The key that was not used for longest; what was found and not used since comes before all that was. */
  oldest(): string | undefined;
  /** The same among the keys of a group, and how many they are. */
  oldestOf(group: string): string | undefined;
  countOf(group: string): number;
}

/** @param groupOf The group that a key belongs to. */
export function createUseOrder(groupOf: (key: string) => string): UseOrder {
  const foundSizes = new Map<string, { readonly size: number }>();
  const usedSizes = new Map<string, { readonly size: number }>();
  /** In the order in which their keys were noted last. */
  const groups = new Map<string, Set<string>>();
  let bytes = 0;

  const get = (key: string) => usedSizes.get(key) ?? foundSizes.get(key);

  function forget(key: string): void {
    const entry = get(key);
    if (entry === undefined) return;
    bytes -= entry.size;
    usedSizes.delete(key);
    foundSizes.delete(key);
    const group = groups.get(groupOf(key));
    group?.delete(key);
    if (group?.size === 0) groups.delete(groupOf(key));
  }

  function note(sizes: Map<string, { readonly size: number }>, key: string, size: number): void {
    forget(key);
    bytes += size;
    sizes.set(key, { size });
    const group = groupOf(key);
    groups.set(group, (groups.get(group) ?? new Set()).add(key));
  }

  return {
    bytes: () => bytes,
    get,
    keys: () => [...foundSizes.keys(), ...usedSizes.keys()],
    found(key, size) {
      if (!usedSizes.has(key)) note(foundSizes, key, size);
    },
    used: (key, size) => note(usedSizes, key, size),
    forget,
    oldest: () => foundSizes.keys().next().value ?? usedSizes.keys().next().value,
    oldestOf: (group) => groups.get(group)?.keys().next().value,
    countOf: (group) => groups.get(group)?.size ?? 0,
  };
}
