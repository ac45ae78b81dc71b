import { describeError, type Log } from "./log.ts";

/** Work that goes on after its answer. Nobody waits for it, so its failures end in the log. */
export interface Background {
  add(work: Promise<unknown>): void;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
}

export function createBackground(log: Log): Background {
  const underWay = new Set<Promise<unknown>>();
  return {
    add(work) {
      const entry = work
        .catch((error: unknown) => log.error("background work failed", { error: describeError(error) }))
        .finally(() => underWay.delete(entry));
      underWay.add(entry);
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
