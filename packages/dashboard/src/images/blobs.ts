import type { Client } from "../api/client.ts";

/** A picture as it was delivered to this page. */
export interface Delivered {
  /** A `blob:` address, good until the last user has released it. */
  readonly url: string;
  readonly bytes: number;
  readonly mediaType: string;
}

export interface Loan {
  readonly delivered: Promise<Delivered>;
  release(): void;
}

/** Pictures fetched with the session's credential, which an `<img>` cannot send. */
export interface PictureStore {
  /** Borrows a picture; the same address and headers are fetched once while somebody has them. */
  borrow(path: string, headers?: Readonly<Record<string, string>>): Loan;
  /** Gives back everything at the end of a session. */
  clear(): void;
}

interface Held {
  users: number;
  readonly delivered: Promise<Delivered>;
  readonly controller: AbortController;
  url: string | undefined;
}

/** Pictures that nobody shows any more are kept for the way back, this many. */
const MOST_IDLE = 600;

export function createPictureStore(client: Pick<Client, "open">): PictureStore {
  /** In order of use. */
  const held = new Map<string, Held>();

  function drop(key: string, entry: Held): void {
    if (held.get(key) === entry) held.delete(key);
    entry.controller.abort();
    if (entry.url !== undefined) URL.revokeObjectURL(entry.url);
  }

  function fetchPicture(path: string, headers: Readonly<Record<string, string>>): Held {
    const controller = new AbortController();
    const entry: Held = {
      users: 0,
      controller,
      url: undefined,
      delivered: client.open(path, { headers, signal: controller.signal }).then(async (response) => {
        const blob = await response.blob();
        controller.signal.throwIfAborted();
        entry.url = URL.createObjectURL(blob);
        return { url: entry.url, bytes: blob.size, mediaType: blob.type };
      }),
    };
    return entry;
  }

  function dropIdle(): void {
    if (held.size <= MOST_IDLE) return;
    for (const [key, entry] of held) {
      if (entry.users === 0) drop(key, entry);
      if (held.size <= MOST_IDLE) return;
    }
  }

  return {
    borrow(path, headers = {}) {
      const key = JSON.stringify([path, headers]);
      const entry = held.get(key) ?? fetchPicture(path, headers);
      held.delete(key);
      held.set(key, entry);
      entry.users += 1;
      // A failure is not kept: the next one who asks tries anew.
      entry.delivered.catch(() => held.get(key) === entry && held.delete(key));
      let released = false;
      return {
        delivered: entry.delivered,
        release() {
          if (released) return;
          released = true;
          entry.users -= 1;
          if (entry.users === 0 && entry.url === undefined) drop(key, entry);
          dropIdle();
        },
      };
    },
    clear() {
      for (const [key, entry] of held) drop(key, entry);
    },
  };
}
