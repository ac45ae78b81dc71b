import fc from "fast-check";
import { expect, test } from "vitest";
import { createPace } from "./pace.ts";

/** A clock that waits do move on. */
function startClock() {
  let time = 1000;
  return {
    now: () => time,
    wait: async (milliseconds: number) => {
      time += milliseconds;
    },
    idle(milliseconds: number) {
      time += milliseconds;
    },
  };
}

test("within any window there are never more requests than may be, and no wait is longer than it needs", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 40 }),
      async (most, pauses) => {
        const clock = startClock();
        const pace = createPace({ most, windowMs: 100, ...clock });
        const sent: number[] = [];
        for (const pause of pauses) {
          clock.idle(pause);
          const asked = clock.now();
          await pace.turn();
          const earliest = Math.max(asked, (sent.at(-most) ?? -Infinity) + 100);
          expect(clock.now()).toBe(earliest);
          sent.push(clock.now());
        }
        for (const [at, time] of sent.entries()) {
          const within = sent.slice(0, at + 1).filter((other) => other > time - 100);
          expect(within.length).toBeLessThanOrEqual(most);
        }
      },
    ),
  );
});

test("requests that ask at once are let through a window apart", async () => {
  const waits: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const pace = createPace({ most: 2, windowMs: 100, now: () => 0, wait });
  await Promise.all(Array.from({ length: 6 }, () => pace.turn()));
  expect(waits).toEqual([100, 100, 200, 200]);
});
