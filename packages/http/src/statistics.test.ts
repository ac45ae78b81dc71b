import { expect, test } from "vitest";
import { problemOf, HttpError } from "./errors.ts";
import { createStatistics } from "./statistics.ts";

const PROBLEM = problemOf(new HttpError("image_missing"));

test("deliveries are counted by account, by format, and by whether they were in the cache", () => {
  const statistics = createStatistics(() => 5);
  statistics.delivered("a", { mediaType: "image/webp", bytes: 10, hit: false });
  statistics.delivered("a", { mediaType: "image/webp", bytes: 10, hit: true });
  statistics.delivered("a", { mediaType: "image/avif", bytes: 3, hit: false });
  statistics.unchanged("a");
  expect(statistics.since).toBe(5);
  const { formats, ...counts } = statistics.of("a");
  expect(counts).toEqual({ hits: 1, misses: 2, unchanged: 1, bytes: 23, failures: [] });
  expect([...formats]).toEqual([
    ["image/webp", { count: 2, bytes: 20 }],
    ["image/avif", { count: 1, bytes: 3 }],
  ]);
  expect(statistics.of("b").hits).toBe(0);
});

test("failures are kept without their queries, the newest first, few and short", () => {
  let time = 0;
  const statistics = createStatistics(() => time++);
  for (let i = 0; i < 200; i++) {
    statistics.failed("a", new Request(`http://darkroom.test/${"x".repeat(i * 3)}?sig=secret`), PROBLEM);
  }
  const { failures } = statistics.of("a");
  expect(failures).toHaveLength(50);
  expect(failures[0]!.at).toBeGreaterThan(failures[1]!.at);
  expect(Math.max(...failures.map(({ path }) => path.length))).toBeLessThanOrEqual(300);
  expect(JSON.stringify(failures)).not.toContain("secret");
  expect(failures[0]).toMatchObject({ method: "GET", status: 404, code: "image_missing" });
});
