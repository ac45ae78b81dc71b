/** An item, and what becomes of it. */
export interface Begun<Item, Result> {
  readonly item: Item;
  readonly outcome: Promise<Result>;
}

/** Begins work on items while earlier ones are still waited for, at most `most` at once; gives them in their order. */
export async function* beginInOrder<Item, Result>(
  items: Iterable<Item>,
  most: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Begun<Item, Result>> {
  const begun: Begun<Item, Result>[] = [];
  for (const item of items) {
    const outcome = work(item);
    // Whoever takes it hears of its failure; until then nobody does.
    outcome.catch(() => undefined);
    begun.push({ item, outcome });
    if (begun.length < most) continue;
    yield begun.shift()!;
  }
  yield* begun;
}

/** Works on items, `most` at once, in any order. Rejects with the first failure, once what was begun has ended. */
export async function forEachOf<Item>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  let isFailed = false;
  const workers = Array.from({ length: Math.min(most, items.length) }, async () => {
    for (const item of rest) {
      if (isFailed) return;
      await work(item).catch((error: unknown) => {
        isFailed = true;
        throw error;
      });
    }
  });
  const outcomes = await Promise.allSettled(workers);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
