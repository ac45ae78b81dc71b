import { describe, expect, test } from "vitest";
import { createServerApi, type Question } from "./server-api.ts";
import { endsAll } from "./server-refusal.ts";

type Answer = () => Response | Promise<Response>;

const ok =
  (result: unknown = {}): Answer =>
  () =>
    Response.json({ success: true, result, errors: [] });
const refused = (status: number, headers: Record<string, string> = {}): Answer => {
  const errors = [{ code: 1234, message: "No" }];
  return () => Response.json({ success: false, result: null, errors }, { status, headers });
};
const lost: Answer = () => Promise.reject(new TypeError("fetch failed"));
const NOW = Date.parse("2026-11-22T00:00:00Z");

/** A client of a server that gives these answers, one after the other. */
function start(answers: readonly Answer[], signal = new AbortController().signal) {
  const waits: number[] = [];
  const told: number[] = [];
  const sent: { readonly url: string; readonly init: RequestInit }[] = [];
  const api = createServerApi({
    origin: "https://api.example",
    token: "secret",
    owner: "Cloudflare",
    fetch: async (url, init = {}) => {
      sent.push({ url: new Request(url).url, init });
      return answers[sent.length - 1]!();
    },
    wait: async (milliseconds) => void waits.push(milliseconds),
    now: () => NOW,
    signal,
    onWait: (milliseconds) => told.push(milliseconds),
  });
  return { api, waits, told, sent };
}

describe("a client of the API", () => {
  test("sends the token, and JSON or a form as they are", async () => {
    const { api, sent } = start([ok(5), ok(), ok()]);
    expect(await api.ask("GET", "accounts/a%2Fb?x=1")).toBe(5);
    await api.ask("PATCH", "x", { body: { a: 1 } });
    const form = new FormData();
    await api.ask("POST", "x", { body: form });
    expect(sent[0]).toMatchObject({
      url: "https://api.example/client/v4/accounts/a%2Fb?x=1",
      init: { method: "GET", headers: { authorization: "Bearer secret" }, redirect: "error" },
    });
    expect(sent[1]!.init).toMatchObject({ body: '{"a":1}', headers: { "content-type": "application/json" } });
    expect(sent[2]!.init).toEqual(expect.objectContaining({ body: form }));
    expect(sent[2]!.init.headers).not.toHaveProperty("content-type");
  });

  test.each<[string, Answer, readonly number[], readonly number[]]>([
    ["seconds", refused(429, { "retry-after": "7" }), [7000], [7000]],
    ["a date", refused(503, { "retry-after": "Sun, 22 Nov 2026 00:00:30 GMT" }), [30_000], [30_000]],
    ["a date that has passed", refused(429, { "retry-after": "Sun, 22 Nov 2020 00:00:30 GMT" }), [0], []],
    ["nothing, to too many requests", refused(429), [60_000], [60_000]],
    ["nothing, and fails", refused(502), [1000], []],
    ["nothing, and is not there", lost, [1000], []],
  ])("waits as the server asks, which says %s", async (_what, answer, waited, said) => {
    const { api, waits, told } = start([answer, ok("then")]);
    expect(await api.ask("GET", "x")).toBe("then");
    expect({ waits, told }).toEqual({ waits: waited, told: said });
  });

  test.each<[string, Answer, number]>([
    ["a failure", refused(502), 1],
    ["an answer that was lost", lost, 1],
    ["one that was not begun", refused(503, { "retry-after": "1" }), 2],
    ["too many requests", refused(429, { "retry-after": "1" }), 2],
  ])(
    "sends what must not be done twice again only where it was not done: %s",
    async (_what, answer, times) => {
      const once: Question = { body: {} };
      const { api, sent } = start([answer, ok()]);
      await api.ask("POST", "x", once).catch(() => undefined);
      expect(sent).toHaveLength(times);
      const repeated = start([answer, ok()]);
      await repeated.api.ask("POST", "x", { ...once, repeatable: true });
      expect(repeated.sent).toHaveLength(2);
    },
  );

  test("waits twice as long each time, and gives up", async () => {
    const { api, waits } = start(Array.from({ length: 6 }, () => lost));
    await expect(api.ask("GET", "x")).rejects.toMatchObject({
      code: "server_unusable",
      message: "https://api.example gives no answer of Cloudflare's API.",
    });
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });

  test("does not wait for a server that asks for more than ten minutes", async () => {
    const { api, waits } = start([refused(429, { "retry-after": "3600" })]);
    await expect(api.ask("GET", "x")).rejects.toMatchObject({ status: 429 });
    expect(waits).toEqual([]);
  });

  test("says what the server said, once", async () => {
    await expect(start([refused(404)]).api.ask("GET", "x")).rejects.toMatchObject({
      message: "https://api.example refused: No (1234)",
      codes: [1234],
      status: 404,
    });
    await expect(start([refused(403)]).api.download("x")).rejects.toMatchObject({ status: 403 });
    for (const body of ["<html>", "null", "5"]) {
      const { api } = start([() => new Response(body)]);
      await expect(api.ask("GET", "x")).rejects.toMatchObject({ code: "server_unusable" });
    }
  });

  test("fetches bytes again that were cut off", async () => {
    const cut = (): Response =>
      new Response(new ReadableStream({ pull: (body) => body.error(new Error("cut")) }));
    const { api } = start([cut, () => new Response("bytes")]);
    expect(new TextDecoder().decode(await api.download("x"))).toBe("bytes");
  });

  test("ends when it is interrupted, without another try", async () => {
    const { api, sent } = start([lost], AbortSignal.abort(new Error("enough")));
    await expect(api.ask("GET", "x")).rejects.toThrow("enough");
    expect(sent).toEqual([]);
  });
});

test.each<[Answer, boolean]>([
  [refused(401), true],
  [refused(403), true],
  [refused(404), false],
  [refused(409), false],
  [refused(413), false],
  [refused(429, { "retry-after": "3600" }), true],
  [() => new Response("?"), true],
])("%# tells what ends all from what is about one image", async (answer, expected) => {
  const error: unknown = await start([answer])
    .api.ask("GET", "x")
    .catch((reason: unknown) => reason);
  expect(endsAll(error)).toBe(expected);
});
