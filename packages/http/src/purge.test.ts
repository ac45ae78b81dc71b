import { describe, expect, test } from "vitest";
import { startSizedApp } from "./testing/sized-app.ts";
import { ACCOUNT, form, ORIGIN, PIXEL, TOKEN } from "./testing/start-app.ts";

/** A PNG of one pixel, and so many zeros after it: another original for each number. */
const original = (zeros: number): Blob => new Blob([PIXEL, new Uint8Array(zeros)]);

type Started = ReturnType<typeof startSizedApp>;

/** An account with two images of ann, one of them the same picture as bob's, and one of nobody. */
async function start(): Promise<Started> {
  const app = startSizedApp();
  for (const [id, zeros, creator] of [
    ["a", 1, "ann"],
    ["b", 2, "ann"],
    ["c", 2, "bob"],
    ["d", 3, ""],
  ] as const) {
    const body = form({ id, creator, file: original(zeros) });
    await app.call(`${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/images/v1`, {
      method: "POST",
      headers: TOKEN,
      body,
    });
  }
  await app.send("POST", "/variants", { id: "small", options: { width: 10 } });
  return app;
}

async function deliver(
  app: Started,
  id: string,
  variant: string,
  accept = "image/webp",
): Promise<string | null> {
  const response = await app.call(`${ORIGIN}/${ACCOUNT.hash}/${id}/${variant}`, { headers: { accept } });
  await response.text();
  return response.headers.get("cache-status");
}

async function fill(app: Started): Promise<void> {
  for (const id of ["a", "b", "c", "d"])
    for (const variant of ["public", "small"]) await deliver(app, id, variant);
}

const purge = (app: Started, body: unknown, headers: HeadersInit = TOKEN) =>
  app.send("POST", "/../../darkroom/v1/purge", body, headers);

describe("purging", () => {
  test.each([
    [{ image: "a" }, 2, ["a"]],
    [{ image: "b" }, 2, ["b", "c"]],
    [{ creator: "ann" }, 4, ["a", "b", "c"]],
    [{ creator: "" }, 2, ["d"]],
    [{ creator: null }, 2, ["d"]],
    [{ creator: "nobody" }, 0, []],
    [{ all: true }, 6, ["a", "b", "c", "d"]],
  ])("%j removes what it names, and says how much", async (body, files, ids) => {
    const app = await start();
    await fill(app);
    const before = await app.cached();
    expect(before).toHaveLength(6);
    const { status, result } = await purge(app, body);
    expect({ status, result }).toEqual({ status: 200, result: { files, bytes: expect.any(Number) } });
    expect(Number(result["bytes"]) > 0).toBe(files > 0);
    expect(await app.cached()).toHaveLength(6 - files);
    for (const id of ["a", "b", "c", "d"]) {
      const fresh = ids.includes(id) ? "darkroom; fwd=uri-miss; stored" : "darkroom; hit";
      // What b and c show is one and the same: the first of them has it computed again.
      expect(await deliver(app, id, "public")).toBe(id === "c" ? "darkroom; hit" : fresh);
    }
  });

  test("a variant removes what it made of all images, in every format", async () => {
    const app = await start();
    await fill(app);
    await deliver(app, "a", "small", "image/png");
    expect(await purge(app, { variant: "small" })).toMatchObject({ status: 200, result: { files: 4 } });
    expect(await deliver(app, "a", "small")).toContain("miss");
    expect(await deliver(app, "a", "public")).toContain("hit");
    expect(await purge(app, { variant: "default" })).toMatchObject({ status: 200, result: { files: 0 } });
  });

  test("leaves originals and records as they are", async () => {
    const app = await start();
    await fill(app);
    const images = await app.send("GET", "");
    await purge(app, { all: true });
    expect(await app.send("GET", "")).toEqual(images);
    expect((await app.blobs.list({ prefix: "originals/" })).blobs).toHaveLength(4);
  });

  test("is not undone by what was being computed", async () => {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const app = startSizedApp(
      {},
      {
        renderer: {
          concurrency: 2,
          memoryBytes: 1_000_000,
          async render() {
            begun.resolve();
            await gate.promise;
            return { bytes: new Uint8Array([1]), stepMs: [] };
          },
        },
      },
    );
    const body = form({ id: "a", file: original(1) });
    await app.call(`${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/images/v1`, {
      method: "POST",
      headers: TOKEN,
      body,
    });
    const delivered = deliver(app, "a", "public");
    await begun.promise;
    expect(await purge(app, { image: "a" })).toMatchObject({ result: { files: 0, bytes: 0 } });
    gate.resolve();
    await delivered;
    expect(await app.cached()).toEqual([]);
    await deliver(app, "a", "public");
    expect(await app.cached()).toHaveLength(1);
  });

  test.each([
    [{}, 400, "one of `image`, `variant`, `creator`, `all` but received none"],
    [{ image: "a", all: true }, 400, "received `image` and `all`"],
    [{ all: false }, 400, "`all`"],
    [{ all: "true" }, 400, "`all`"],
    [{ image: 7 }, 400, "`image`"],
    [{ image: "nowhere" }, 404, "Image not found"],
    [{ image: "__proto__" }, 404, "Image not found"],
    [{ variant: "nowhere" }, 404, "Variant not found"],
    [{ variant: null }, 400, "`variant`"],
    [{ creator: 1 }, 400, "`creator`"],
    [{ images: ["a"] }, 400, "Did you mean `image`?"],
    ["[]", 400, "an object"],
    ["{", 400, "JSON"],
  ])("%j is refused with a sentence", async (body, status, sentence) => {
    const app = await start();
    await fill(app);
    const answer = await purge(app, body);
    expect([answer.status, answer.errors[0]?.message]).toEqual([status, expect.stringContaining(sentence)]);
    expect(await app.cached()).toHaveLength(6);
  });
});
