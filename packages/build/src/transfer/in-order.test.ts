import { describe, expect, test } from "vitest";
import { beginInOrder, forEachOf } from "./in-order.ts";

/** Work that ends when it is told to. */
function startWork() {
  const begun: number[] = [];
  const ends = new Map<number, PromiseWithResolvers<number>>();
  return {
    begun,
    end: (item: number) => ends.get(item)!.resolve(item * 10),
    fail: (item: number) => ends.get(item)!.reject(new Error(`no ${item}`)),
    work: (item: number) => {
      begun.push(item);
      const promise = Promise.withResolvers<number>();
      ends.set(item, promise);
      return promise.promise;
    },
  };
}

const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe("work begun in order", () => {
  test("is given in the order of the items, whichever ends first, with no more begun than may be", async () => {
    const { begun, end, work } = startWork();
    const given = beginInOrder([1, 2, 3, 4], 2, work);
    const first = await given.next();
    expect(begun).toEqual([1, 2]);
    end(2);
    end(1);
    expect([first.value!.item, await first.value!.outcome]).toEqual([1, 10]);
    const second = await given.next();
    expect(begun).toEqual([1, 2, 3]);
    expect(await second.value!.outcome).toBe(20);
    await given.next();
    expect((await given.next()).value!.item).toBe(4);
    expect((await given.next()).done).toBe(true);
  });

  test("that fails early fails where it is taken", async () => {
    const { fail, end, work } = startWork();
    const given = beginInOrder([1, 2], 2, work);
    const first = await given.next();
    fail(2);
    await turns();
    end(1);
    expect(await first.value!.outcome).toBe(10);
    await expect((await given.next()).value!.outcome).rejects.toThrow("no 2");
  });
});

describe("work on each of many items", () => {
  test("is done by so many at once", async () => {
    const { begun, end, work } = startWork();
    const all = forEachOf([1, 2, 3], 2, async (item) => void (await work(item)));
    await turns();
    expect(begun).toEqual([1, 2]);
    end(2);
    await turns();
    expect(begun).toEqual([1, 2, 3]);
    end(1);
    end(3);
    await all;
  });

  test("ends with the first failure, once what was begun has ended, and begins nothing more", async () => {
    const { begun, end, fail, work } = startWork();
    let isOver = false;
    const all = forEachOf([1, 2, 3, 4], 2, async (item) => void (await work(item)));
    const over = all.catch((error: Error) => {
      isOver = true;
      return error.message;
    });
    await turns();
    fail(1);
    await turns();
    expect(isOver).toBe(false);
    end(2);
    expect(await over).toBe("no 1");
    expect(begun).toEqual([1, 2]);
  });
});
