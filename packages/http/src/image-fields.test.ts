import { describe, expect, test } from "vitest";
import { API, form, KEY, PIXEL, startApp, TOKEN, upload, type App } from "./testing/start-app.ts";

const JSON_TYPE = { ...TOKEN, "content-type": "application/json" };

async function details(app: App, id: string): Promise<Record<string, unknown>> {
  const response = await app.call(`${API}/${encodeURIComponent(id)}`, { headers: TOKEN });
  return ((await response.json()) as { result: Record<string, unknown> }).result;
}

async function patch(app: App, id: string, body: unknown) {
  const response = await app.call(`${API}/${id}`, {
    method: "PATCH",
    headers: JSON_TYPE,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

/** Sends an upload with its fields in a given order, names repeated or not. */
async function sendFields(app: App, entries: readonly (readonly [string, string | Blob])[]) {
  const body = new FormData();
  for (const [name, value] of entries) body.append(name, value);
  const response = await app.call(API, { method: "POST", headers: TOKEN, body });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

const FILE = ["file", new Blob([PIXEL])] as const;

describe("an upload", () => {
  test("keeps what is said of the image, whatever the order of the fields", async () => {
    const said = [
      ["metadata[album]", "wolves"],
      ["requireSignedURLs", "true"],
      ["metadata[tags][]", "a"],
      ["creator", "user-7"],
      ["metadata[tags][]", "b"],
      ["id", "mine"],
    ] as const;
    for (const at of [0, 3, said.length]) {
      const app = startApp();
      const { status, body } = await sendFields(app, said.toSpliced(at, 0, FILE as never));
      expect(status).toBe(200);
      expect(body.result).toMatchObject({
        id: "mine",
        requireSignedURLs: true,
        creator: "user-7",
        meta: { album: "wolves", tags: ["a", "b"] },
      });
      expect(await details(app, "mine")).toEqual(body.result);
    }
  });

  test.each([
    ["true", true],
    ["1", true],
    ["false", false],
    ["0", false],
  ])("with requireSignedURLs=%s is %s", async (text, expected) => {
    const { body } = await upload(startApp(), { requireSignedURLs: text });
    expect(body.result).toMatchObject({ requireSignedURLs: expected });
  });

  test("may be private and have an id of its own; nobody sees it without a signature", async () => {
    const app = startApp();
    const { body } = await upload(app, { id: "private/one", requireSignedURLs: "true" });
    for (const url of (body as unknown as { result: { variants: string[] } }).result.variants) {
      expect((await app.call(url)).status).toBe(403);
    }
  });

  test("with an empty creator has none", async () => {
    expect((await upload(startApp(), { creator: "" })).body.result).toMatchObject({ creator: null });
    const longest = "ü".repeat(255);
    expect((await upload(startApp(), { creator: longest })).body.result).toMatchObject({ creator: longest });
  });

  test.each<[string, readonly (readonly [string, string | Blob])[]]>([
    ["requireSignedURLs=yes", [FILE, ["requireSignedURLs", "yes"]]],
    ["an empty requireSignedURLs", [FILE, ["requireSignedURLs", ""]]],
    ["a creator of 256 characters", [FILE, ["creator", "x".repeat(256)]]],
    ["a creator with a control character", [FILE, ["creator", "a\u0007b"]]],
    ["two creators", [FILE, ["creator", "a"], ["creator", "b"]]],
    ["two metadata", [["metadata", "{}"], FILE, ["metadata", "{}"]]],
    ["one metadata twice", [["metadata[a]", "1"], FILE, ["metadata[a]", "2"]]],
    ["metadata that is no object", [FILE, ["metadata", "[]"]]],
    ["metadata of 1,025 bytes", [FILE, ["metadata", JSON.stringify({ a: "x".repeat(1017) })]]],
    ["two encodings of metadata", [["metadata", "{}"], FILE, ["metadata.a", "1"]]],
    ["an expiry, which drafts have", [FILE, ["expiry", "2026-11-21T10:00:00Z"]]],
    ["a URL beside the file", [FILE, ["url", "https://example.com/a.png"]]],
  ])("with %s is refused, and nothing of it stored", async (_name, entries) => {
    const app = startApp();
    const { status, body } = await sendFields(app, entries);
    expect([status, body]).toMatchObject([400, { errors: [{ code: 5400 }] }]);
    expect((await app.blobs.list({ prefix: "" })).blobs).toEqual([]);
  });

  test("with the largest list that metadata can be is taken", async () => {
    const list = Array.from({ length: 339 }, () => ["metadata[l][]", ""] as const);
    const { status, body } = await sendFields(startApp(), [FILE, ["id", "a"], ["creator", "b"], ...list]);
    expect([status, body]).toMatchObject([200, { result: { meta: { l: list.map(() => "") } } }]);
  });

  test("says what a field that nobody knows could have been", async () => {
    const { body } = await upload(startApp(), { metdata: "{}" });
    expect(JSON.stringify(body)).toContain(
      "There are `file`, `url`, `id`, `metadata`, `requireSignedURLs`, `creator`",
    );
  });
});

describe("PATCH", () => {
  test("changes what is given, replaces metadata whole, and keeps the id and everything else", async () => {
    const app = startApp();
    const { body } = await upload(app, { id: "a/b", creator: "me", metadata: '{"old":1}' });
    const expected: Record<string, unknown> = { ...(body.result as object | undefined) };
    for (const [change, effect] of [
      [{ metadata: { fresh: [1, null] } }, { meta: { fresh: [1, null] } }],
      [{ requireSignedURLs: true }, { requireSignedURLs: true }],
      [{ creator: "you" }, { creator: "you" }],
      [{}, {}],
      [
        { creator: "", metadata: {} },
        { creator: null, meta: {} },
      ],
      [
        { creator: null, requireSignedURLs: false },
        { creator: null, requireSignedURLs: false },
      ],
    ] as const) {
      Object.assign(expected, effect);
      expect((await patch(app, "a/b", change)).body.result).toEqual(expected);
      expect(await details(app, "a/b")).toEqual(expected);
    }
  });

  test("takes effect on delivery at once", async () => {
    const app = startApp();
    const { body } = await upload(app, { id: "a" });
    const [url] = (body as unknown as { result: { variants: string[] } }).result.variants;
    expect((await app.call(url!)).status).toBe(200);
    await patch(app, "a", { requireSignedURLs: true });
    expect((await app.call(url!)).status).toBe(403);
    await patch(app, "a", { requireSignedURLs: false });
    expect((await app.call(url!)).status).toBe(200);
  });

  test("may be sent as a form", async () => {
    const app = startApp();
    await upload(app, { id: "a" });
    const body = form({ "metadata.a.0": "x", creator: "me" });
    const response = await app.call(`${API}/a`, { method: "PATCH", headers: TOKEN, body });
    expect(await response.json()).toMatchObject({ result: { creator: "me", meta: { a: ["x"] } } });
  });

  test("keeps __proto__ a name", async () => {
    const app = startApp();
    await upload(app, { id: "a" });
    await patch(app, "a", '{"metadata":{"__proto__":{"polluted":true}}}');
    const response = await app.call(`${API}/a`, { headers: TOKEN });
    expect(await response.text()).toContain('"meta":{"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each<[string, unknown, number]>([
    ["an unknown field", { colour: "red" }, 400],
    ["__proto__", '{"__proto__":{}}', 400],
    ["an id, which cannot change", { id: "b" }, 400],
    ["a file", { file: "x" }, 400],
    ["metadata that is text", { metadata: "{}" }, 400],
    ["metadata that is null", { metadata: null }, 400],
    ["a creator that is a number", { creator: 7 }, 400],
    ["requireSignedURLs that is a number", { requireSignedURLs: 2 }, 400],
    ["a list", [], 400],
    ["no JSON", "{", 400],
  ])("with %s is refused and changes nothing", async (_name, body, status) => {
    const app = startApp();
    await upload(app, { id: "a", creator: "me" });
    const before = await details(app, "a");
    expect((await patch(app, "a", body)).status).toBe(status);
    expect((await patch(app, "a", { creator: "you", colour: "red" })).status).toBe(400);
    expect(await details(app, "a")).toEqual(before);
  });

  test("needs a body that is JSON or a form, an image, and a credential", async () => {
    const app = startApp();
    await upload(app, { id: "a" });
    const send = async (id: string, init: RequestInit): Promise<number> =>
      (await app.call(`${API}/${id}`, { method: "PATCH", ...init })).status;
    expect(await send("a", { headers: TOKEN, body: "creator=me" })).toBe(415);
    expect(await send("nowhere", { headers: JSON_TYPE, body: "{}" })).toBe(404);
    expect(await send("a", { body: "{}" })).toBe(401);
    expect(await send("keys", { headers: JSON_TYPE, body: "{}" })).not.toBe(200);
  });

  test("answers in the shape of details, for the beta's clients too", async () => {
    const app = startApp();
    await upload(app, { id: "a" });
    const response = await app.call(`${API}/a`, {
      method: "PATCH",
      headers: { ...KEY, "content-type": "application/json" },
      body: '{"creator":"me"}',
    });
    expect(await response.json()).toMatchObject({
      result: { id: "a", creator: "me", variants: [{ name: "default" }, { name: "public" }] },
    });
  });
});
