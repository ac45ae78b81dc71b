/** Keeps requests within what a server allows. */
export interface Pace {
  /** Resolves when the next request may be sent. */
  turn(): Promise<void>;
}

export interface PaceRules {
  /** How many requests may be sent within any `windowMs`. */
  readonly most: number;
  readonly windowMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export function createPace({ most, windowMs, now, wait }: PaceRules): Pace {
  /** When each of the last `most` requests may have been sent, the oldest first; some may be times to come. */
  const turns: number[] = [];
  return {
    async turn() {
      const oldest = turns.length < most ? undefined : turns.shift();
      const time = now();
      const at = oldest === undefined ? time : Math.max(time, oldest + windowMs);
      turns.push(at);
      if (at > time) await wait(at - time);
    },
  };
}
