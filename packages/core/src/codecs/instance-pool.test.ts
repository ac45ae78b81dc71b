import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DarkroomError } from "../errors.ts";
import type { CodecInstance } from "./contract.ts";
import { createInstancePool } from "./instance-pool.ts";

interface Fake extends CodecInstance {
  readonly number: number;
  /** Set by the work of a test. */
  bytes: number;
}

function fakeCodec() {
  const opened: Fake[] = [];
  return {
    opened,
    async open(): Promise<Fake> {
      const fake: Fake = { number: opened.length, bytes: 100, memoryBytes: () => fake.bytes };
      opened.push(fake);
      return fake;
    },
  };
}

function deferred() {
  return Promise.withResolvers<void>();
}

describe("an instance pool", () => {
  test("lends the same instance to one image after the other", async () => {
    const codec = fakeCodec();
    const pool = createInstancePool(codec, { highWaterBytes: 1000 });
    expect(await pool.use((fake) => fake.number)).toBe(0);
    expect(await pool.use(async (fake) => fake.number)).toBe(0);
    expect(codec.opened).toHaveLength(1);
  });

  test("never lends an instance to two images at a time", async () => {
    const codec = fakeCodec();
    const pool = createInstancePool(codec, { highWaterBytes: 1000, idle: 2 });
    const first = deferred();
    const busy = pool.use(async (fake) => {
      await first.promise;
      return fake.number;
    });
    expect(await pool.use((fake) => fake.number)).toBe(1);
    first.resolve();
    expect(await busy).toBe(0);
    expect(codec.opened).toHaveLength(2);
  });

  test.each([
    [
      "throws",
      () => {
        throw new DarkroomError("image_corrupt", "Broken.");
      },
    ],
    ["rejects", () => Promise.reject(new WebAssembly.RuntimeError("unreachable"))],
    [
      "throws something that is no Error",
      () => {
        throw 42;
      },
    ],
  ])("throws an instance away whose work %s, and passes the failure on", async (_, work) => {
    const codec = fakeCodec();
    const pool = createInstancePool(codec, { highWaterBytes: 1000 });
    const failure: unknown = await pool.use(work).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeDefined();
    expect(await pool.use((fake) => fake.number)).toBe(1);
  });

  test("throws an instance away that has grown above the high-water mark", async () => {
    const pool = createInstancePool(fakeCodec(), { highWaterBytes: 1000 });
    await pool.use((fake) => {
      fake.bytes = 1000;
    });
    expect(
      await pool.use((fake) => {
        fake.bytes = 1001;
        return fake.number;
      }),
    ).toBe(0);
    expect(await pool.use((fake) => fake.number)).toBe(1);
  });

  test("keeps one idle instance unless told otherwise", async () => {
    const codec = fakeCodec();
    const pool = createInstancePool(codec, { highWaterBytes: 1000 });
    const all = () => Promise.all(Array.from({ length: 3 }, () => pool.use(async (fake) => fake.number)));
    expect(await all()).toEqual([0, 1, 2]);
    expect(new Set(await all())).toEqual(new Set([0, 3, 4]));
  });

  test("tells of every instance that it throws away, and why", async () => {
    const reasons: string[] = [];
    const pool = createInstancePool(fakeCodec(), {
      highWaterBytes: 1000,
      onRecycle: (reason) => reasons.push(reason),
    });
    await pool.use((fake) => fake.number);
    expect(reasons).toEqual([]);
    await expect(pool.use(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await pool.use((fake) => (fake.bytes = 1001));
    await Promise.all([1, 2].map(() => pool.use(async (fake) => fake.number)));
    expect(reasons).toEqual(["failed", "grown", "spare"]);
  });

  test("forgets a failed start", async () => {
    const codec = fakeCodec();
    let broken = true;
    const pool = createInstancePool(
      { open: () => (broken ? Promise.reject(new Error("no memory")) : codec.open()) },
      { highWaterBytes: 1000 },
    );
    await expect(pool.use((fake) => fake.number)).rejects.toThrow("no memory");
    broken = false;
    expect(await pool.use((fake) => fake.number)).toBe(0);
  });

  test("does not begin work that was given up, before or while an instance starts", async () => {
    const codec = fakeCodec();
    const started = deferred();
    const pool = createInstancePool(
      {
        open: async () => {
          await started.promise;
          return codec.open();
        },
      },
      { highWaterBytes: 1000 },
    );
    const begun: number[] = [];
    const reason = new Error("The client has left.");
    await expect(pool.use((fake) => begun.push(fake.number), AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const given = pool.use((fake) => begun.push(fake.number), controller.signal);
    controller.abort(reason);
    started.resolve();
    await expect(given).rejects.toBe(reason);
    expect(begun).toEqual([]);
    expect(await pool.use((fake) => fake.number)).toBe(0);
  });

  test("whatever happens in whatever order, no instance is shared, reused after a failure, or kept in excess", async () => {
    const job = fc.record({ fails: fc.boolean(), bytes: fc.integer({ min: 0, max: 200 }) });
    const limit = fc.integer({ min: 0, max: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(job, { maxLength: 20 }),
        limit,
        async (scheduler, jobs, idle) => {
          const codec = fakeCodec();
          const pool = createInstancePool(codec, { highWaterBytes: 100, idle });
          const busy = new Set<number>();
          const spent = new Set<number>();
          const done = jobs.map(async ({ fails, bytes }) => {
            await scheduler.schedule(Promise.resolve());
            const work = pool.use(async (fake) => {
              expect(busy.has(fake.number) || spent.has(fake.number)).toBe(false);
              busy.add(fake.number);
              await scheduler.schedule(Promise.resolve());
              busy.delete(fake.number);
              fake.bytes = bytes;
              if (fails || bytes > 100) spent.add(fake.number);
              if (fails) throw new Error("failed");
            });
            const outcome = await work.then(
              () => "done",
              (error: Error) => error.message,
            );
            expect(outcome).toBe(fails ? "failed" : "done");
          });
          await scheduler.waitFor(Promise.all(done));

          const opened = codec.opened.length;
          const several = Array.from({ length: idle + 1 }, () =>
            pool.use(async (fake) => expect(spent.has(fake.number)).toBe(false)),
          );
          await Promise.all(several);
          expect(codec.opened.length).toBeGreaterThan(opened);
        },
      ),
    );
  });
});
