import { expect, test } from "vitest";
import { rememberLoaded } from "./compiled-module.ts";

test("what was loaded once is shared, also among those who ask while it loads", async () => {
  let loads = 0;
  const load = rememberLoaded(async () => ({ number: ++loads }));
  const [a, b] = await Promise.all([load(), load()]);
  expect(a).toBe(b);
  expect(await load()).toBe(a);
  expect(loads).toBe(1);
});

test("a failure is forgotten: the next call tries anew", async () => {
  let loads = 0;
  const load = rememberLoaded(async () => {
    if (++loads === 1) throw new Error("too many open files");
    return loads;
  });
  const both = await Promise.allSettled([load(), load()]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await load()).toBe(2);
});
