import { describe, expect, test } from "vitest";
import type { OutboundRequest, OutboundResponse } from "./outbound/outbound.ts";
import { API, form, PIXEL, startApp, TOKEN } from "./testing/start-app.ts";

const PUBLIC = "93.184.215.14";

/** An application, and one server that every name leads to. */
function startWithOrigin(
  answer: (request: OutboundRequest) => OutboundResponse | Promise<OutboundResponse> = () => answered(),
  settings: Parameters<typeof startApp>[1] = {},
) {
  const asked: OutboundRequest[] = [];
  const outbound = {
    resolve: async () => [PUBLIC],
    exchange: async (request: OutboundRequest) => {
      asked.push(request);
      return answer(request);
    },
  };
  const app = startApp({ outbound }, settings);
  const send = async (fields: Record<string, string | Blob>, headers: Record<string, string> = {}) => {
    const response = await app.call(API, {
      method: "POST",
      headers: { ...TOKEN, ...headers },
      body: form(fields),
    });
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  };
  return { ...app, asked, send };
}

function answered(bytes: Uint8Array<ArrayBuffer> = PIXEL, status = 200): OutboundResponse {
  return { status, headers: new Headers({ "content-type": "text/html" }), body: new Response(bytes).body };
}

describe("upload by URL", () => {
  test("stores what is at the address, whatever type it is said to have, under the name it has there", async () => {
    const { send, call, asked } = startWithOrigin();
    const { status, body } = await send({
      url: "https://example.com/a/b%C3%BC%20c.png?size=large#top",
      id: "fetched",
      creator: "user-7",
      metadata: '{"a":1}',
    });
    expect(status).toBe(200);
    expect(body["result"]).toMatchObject({
      id: "fetched",
      filename: "bü c.png",
      creator: "user-7",
      meta: { a: 1 },
    });
    expect(asked.map(({ url, addresses }) => [url.href, addresses])).toEqual([
      ["https://example.com/a/b%C3%BC%20c.png?size=large", [PUBLIC]],
    ]);
    const blob = await call(`${API}/fetched/blob`, { headers: TOKEN });
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(PIXEL);
  });

  test.each([
    ["https://example.com/", "image"],
    ["https://example.com/%ff.png", "%ff.png"],
    ["https://example.com/a%2Fb%5Cc%0D%0A.png", "c.png"],
    [`https://example.com/${"x".repeat(300)}`, "x".repeat(255)],
  ])("of %s has a filename that can be one", async (url, filename) => {
    const { body } = await startWithOrigin().send({ url });
    expect(body["result"]).toMatchObject({ filename });
  });

  test("keeps and logs no credentials of the address, nor sends our own", async () => {
    const { send, call, asked, log } = startWithOrigin(({ url }) =>
      url.pathname === "/gone" ? answered(PIXEL, 401) : answered(),
    );
    const { body } = await send({ url: "https://someone:hunter2@example.com/a.png", id: "secret" });
    await send({ url: "https://someone:hunter2@example.com/gone" });
    await send({ url: "https://someone:hunter2@127.0.0.1/a.png" });
    await send({ url: "https://someone:hunter2@[broken/a.png" });
    expect(asked[0]!.headers).toMatchObject({ authorization: `Basic ${btoa("someone:hunter2")}` });
    expect(JSON.stringify(asked[0])).not.toContain(TOKEN.authorization.slice(7));
    const details = await (await call(`${API}/secret`, { headers: TOKEN })).text();
    expect([JSON.stringify(body), details, ...log].join("\n")).not.toMatch(/hunter2|someone/);
  });

  test("or by file, but not by both, and not by neither", async () => {
    const { send, asked } = startWithOrigin();
    const both = await send({ url: "https://example.com/a.png", file: new Blob([PIXEL]) });
    expect([both.status, JSON.stringify(both.body)]).toEqual([400, expect.stringContaining("both")]);
    const neither = await send({ id: "lonely" });
    expect([neither.status, JSON.stringify(neither.body)]).toEqual([400, expect.stringContaining("`url`")]);
    const twice = new FormData();
    for (const name of ["a", "b"]) twice.append("url", `https://example.com/${name}`);
    const response = await startWithOrigin().call(API, { method: "POST", headers: TOKEN, body: twice });
    expect(response.status).toBe(400);
    expect(asked).toEqual([]);
  });

  test.each([
    [200, "no image", 415, 5455],
    [404, "", 422, 5400],
    [403, "", 422, 5400],
    [500, "", 422, 5400],
  ])("of what is answered %i with %j is refused, and nothing is stored", async (said, text, status, code) => {
    const app = startWithOrigin(() => answered(new TextEncoder().encode(text), said));
    const refusal = await app.send({ url: "https://example.com/a.png", id: "a" });
    expect([refusal.status, refusal.body["errors"]]).toEqual([status, [expect.objectContaining({ code })]]);
    expect((await app.call(`${API}/a`, { headers: TOKEN })).status).toBe(404);
    expect(await app.blobs.list({ prefix: "originals/" })).toMatchObject({ blobs: [] });
  });

  test.each([
    ["file:///etc/passwd", 400, 5400],
    ["http://169.254.169.254/", 403, 5403],
  ])("of %s is refused before anybody is asked", async (url, status, code) => {
    const { send, asked } = startWithOrigin();
    const refusal = await send({ url });
    expect([refusal.status, refusal.body["errors"]]).toEqual([status, [expect.objectContaining({ code })]]);
    expect(asked).toEqual([]);
  });

  test("of more than may be uploaded is too large", async () => {
    const { send } = startWithOrigin(() => answered(new Uint8Array(10_001)));
    const refusal = await send({ url: "https://example.com/a.png" });
    expect([refusal.status, refusal.body["errors"]]).toEqual([
      413,
      [expect.objectContaining({ code: 5413 })],
    ]);
  });

  test("is not done for a Darkroom that is fetching itself", async () => {
    const { send, asked } = startWithOrigin();
    const url = "https://example.com/a.png";
    expect((await send({ url }, { via: "1.1 proxy, 1.1 Darkroom" })).status).toBe(403);
    expect((await send({ url }, { via: "1.1 darkrooms, 2 darkroom-like" })).status).toBe(200);
    expect(asked).toHaveLength(1);
  });

  test("takes the place of an upload while it is fetched", async () => {
    const origin = Promise.withResolvers<OutboundResponse>();
    const { send, asked } = startWithOrigin(() => origin.promise, { uploads: 1, queueLength: 0 });
    const first = send({ url: "https://example.com/a.png" });
    await expect.poll(() => asked).toHaveLength(1);
    expect((await send({ file: new Blob([PIXEL]) })).status).toBe(503);
    origin.resolve(answered());
    expect((await first).status).toBe(200);
    expect((await send({ file: new Blob([PIXEL]) })).status).toBe(200);
  });

  test("ends when its sender leaves, and is no fault of the server's", async () => {
    const { call, asked, log } = startWithOrigin(() => new Promise(() => undefined));
    const client = new AbortController();
    const body = form({ url: "https://example.com/a.png" });
    const sent = call(API, { method: "POST", headers: TOKEN, body, signal: client.signal });
    await expect.poll(() => asked).toHaveLength(1);
    client.abort();
    expect((await sent).status).toBe(499);
    expect(log.join()).not.toContain("unexpected");
  });

  test("is nothing that the holder of an upload address may ask for", async () => {
    const { call, asked } = startWithOrigin();
    const wanted = await call(API.replace("/v1", "/v2/direct_upload"), { method: "POST", headers: TOKEN });
    const { result } = (await wanted.json()) as { result: { uploadURL: string } };
    const body = form({ url: "https://example.com/a.png" });
    expect((await call(result.uploadURL, { method: "POST", body })).status).toBe(400);
    const asking = form({ url: "https://example.com/a.png" });
    const refused = await call(API.replace("/v1", "/v2/direct_upload"), {
      method: "POST",
      headers: TOKEN,
      body: asking,
    });
    expect(refused.status).toBe(400);
    expect(asked).toEqual([]);
  });
});
