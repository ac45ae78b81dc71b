/** Lets work begin, in the order of asking, while what is under way together is predicted to fit. */
export interface MemoryGate {
  run<Result>(bytes: number, work: () => Promise<Result>): Promise<Result>;
}

/** What alone is predicted to need more than `capacity` runs alone. */
export function createMemoryGate(capacity: number): MemoryGate {
  const waiting: { readonly bytes: number; readonly begin: () => void }[] = [];
  let taken = 0;

  function admit(): void {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (taken > 0 && taken + next.bytes > capacity) return;
      taken += next.bytes;
      waiting.shift();
      next.begin();
    }
  }

  return {
    async run(bytes, work) {
      await new Promise<void>((begin) => {
        waiting.push({ bytes, begin });
        admit();
      });
      try {
        return await work();
      } finally {
        taken -= bytes;
        admit();
      }
    },
  };
}
