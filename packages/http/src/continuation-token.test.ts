import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openContinuation, sealContinuation, type Continuation } from "./continuation-token.ts";

const LIST: Continuation = { secret: "the-key-of-the-owner", account: "one", list: "desc" };

describe("a continuation token", () => {
  test("brings its place back, in 32 characters that need no escape", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), async (seq) => {
        const token = await sealContinuation(seq, LIST);
        expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/);
        expect(await openContinuation(token, LIST)).toBe(seq);
      }),
    );
  });

  test.each<[string, Partial<Continuation>]>([
    ["another order", { list: "asc" }],
    ["another account", { account: "two" }],
    ["another server", { secret: "the-key-of-another" }],
  ])("is refused by a list of %s", async (_what, change) => {
    const token = await sealContinuation(7, { ...LIST, ...change });
    expect(await openContinuation(token, LIST)).toBeUndefined();
  });

  test("is refused when a single character is another", async () => {
    const token = await sealContinuation(7, LIST);
    for (let at = 0; at < token.length; at++) {
      const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      expect(await openContinuation(changed, LIST)).toBeUndefined();
    }
  });

  test.each(["", "7", "x".repeat(31), "x".repeat(33), `${"x".repeat(31)}=`, "x".repeat(10_000)])(
    "is not %j",
    async (text) => {
      expect(await openContinuation(text, LIST)).toBeUndefined();
    },
  );

  test("says nothing of how many images others have", async () => {
    const of = (seq: number) => sealContinuation(seq, LIST);
    const [one, two] = [await of(1), await of(2)];
    const common = Array.from(one).filter((character, at) => character === two[at]).length;
    // Of 32 random characters, half a one agrees.
    expect(common).toBeLessThan(8);
  });
});
