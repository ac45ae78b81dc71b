import { describe, expect, test } from "vitest";
import { OutboundError } from "../outbound/outbound.ts";
import { startWithReceivers, WEBHOOKS } from "../testing/receivers.ts";

const URL_FIELD = { url: "https://example.com/hook" };

describe("a webhook", () => {
  test("is made for all events, and its secret is shown once", async () => {
    const { send } = startWithReceivers();
    const { status, result } = await send("POST", WEBHOOKS, { ...URL_FIELD, description: "My shop 🦊" });
    expect(status).toBe(200);
    const { secret, ...shown } = result;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      ...URL_FIELD,
      events: ["image.uploaded", "image.upload_failed"],
      description: "My shop 🦊",
      enabled: true,
      disabledReason: null,
      failingSince: null,
      created: "2020-09-13T12:26:40.000Z",
    });
    expect((await send("GET", `${WEBHOOKS}/${String(shown["id"])}`)).result).toEqual(shown);
    expect((await send("GET", WEBHOOKS)).result).toEqual([shown]);
    const other = (await send("POST", WEBHOOKS, URL_FIELD)).result;
    expect([other["id"] === shown["id"], other["secret"] === secret]).toEqual([false, false]);
  });

  test.each([
    ["no address", {}, 400, "`url`"],
    ["an address that is none", { url: "example.com" }, 400, "`url`"],
    ["an address that is a number", { url: 7 }, 400, "`url`"],
    ["another scheme", { url: "ftp://example.com/" }, 400, "`url`"],
    ["a private address", { url: "http://127.0.0.1/hook" }, 403, "loopback"],
    ["a private address in disguise", { url: "http://0x7f.1/hook" }, 403, "loopback"],
    ["a port of another service", { url: "https://example.com:25/" }, 403, "port"],
    ["credentials in the address", { url: "https://me:secret@example.com/" }, 400, "credentials"],
    ["an unknown event", { ...URL_FIELD, events: ["image.deleted"] }, 400, "`image.uploaded`"],
    ["no events", { ...URL_FIELD, events: [] }, 400, "`events`"],
    ["events as text", { ...URL_FIELD, events: "image.uploaded" }, 400, "`events`"],
    ["a long description", { ...URL_FIELD, description: "x".repeat(121) }, 400, "`description`"],
    ["a secret of its own", { ...URL_FIELD, secret: "whsec_AAAA" }, 400, "secret"],
  ])("with %s is refused", async (_what, body, expected, sentence) => {
    const { send } = startWithReceivers();
    const { status, errors } = await send("POST", WEBHOOKS, body);
    expect(status).toBe(expected);
    expect(errors[0]?.message).toContain(sentence);
    expect(errors[0]?.message).not.toContain("me:secret");
    expect((await send("GET", WEBHOOKS)).result).toEqual([]);
  });

  test("may go where the settings say, which are not those of uploads by URL", async () => {
    const { deps } = startWithReceivers();
    const settings = {
      ...deps.settings,
      fetchHosts: [],
      fetchPrivate: ["10.0.0.7:80"],
      webhookHosts: ["*.example.com"],
    };
    const { send } = startWithReceivers(undefined, { settings });
    const statusOf = async (url: string) => (await send("POST", WEBHOOKS, { url })).status;
    expect(await statusOf("https://hooks.example.com/")).toBe(200);
    expect(await statusOf("http://10.0.0.7/")).toBe(200);
    expect(await statusOf("http://10.0.0.7:81/")).toBe(403);
    const { status, errors } = await send("POST", WEBHOOKS, { url: "https://example.net/" });
    expect([status, errors[0]?.message]).toEqual([403, expect.stringContaining("DARKROOM_WEBHOOK_HOSTS")]);
  });

  test("changes in what is given, and not its secret", async () => {
    const { send, hook } = startWithReceivers();
    const { id, secret, ...made } = await hook();
    const url = `${WEBHOOKS}/${id}`;
    const changes = { url: "https://example.org/", events: ["image.uploaded"], description: "" };
    expect((await send("PATCH", url, changes)).result).toEqual({ id, ...made, ...changes });
    const disabled = { enabled: false, disabledReason: "request" };
    expect((await send("PATCH", url, { enabled: false })).result).toMatchObject({ ...changes, ...disabled });
    expect((await send("PATCH", url, { enabled: true })).result).toEqual({ id, ...made, ...changes });
    for (const wrong of [{ enabled: "yes" }, { secret }, { id }, { url: "http://localhost/" }])
      expect((await send("PATCH", url, wrong)).status).toBe("url" in wrong ? 200 : 400);
    // A name: where it leads is known when it is asked.
    expect((await send("GET", url)).result).toMatchObject({ url: "http://localhost/" });
  });

  test("goes when it is deleted, and one that is not there is not found", async () => {
    const { send, hook } = startWithReceivers();
    const { id } = await hook();
    const url = `${WEBHOOKS}/${id}`;
    expect((await send("DELETE", url)).result).toEqual({ id });
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["DELETE", ""],
      ["POST", "/test"],
      ["GET", "/deliveries"],
    ] as const) {
      const { status, errors } = await send(method, url + path, method === "PATCH" ? {} : undefined);
      expect([status, errors[0]?.code]).toEqual([404, 5404]);
    }
  });

  test("is refused when there are too many", async () => {
    const { send, hook } = startWithReceivers();
    for (let count = 0; count < 20; count++) await hook();
    const { status, errors } = await send("POST", WEBHOOKS, URL_FIELD);
    expect([status, errors[0]?.code]).toEqual([400, 5453]);
  });
});

describe("a test", () => {
  test("is sent at once, and says how it went", async () => {
    const { send, hook, received, log } = startWithReceivers();
    const { id } = await hook({ events: ["image.uploaded"] });
    const { result } = await send("POST", `${WEBHOOKS}/${id}/test`);
    expect(result).toEqual({
      event: expect.stringMatching(/^msg_[0-9a-f]{32}$/) as string,
      type: "webhook.test",
      created: "2020-09-13T12:26:40.000Z",
      state: "delivered",
      nextAttempt: null,
      attempts: [{ at: "2020-09-13T12:26:40.000Z", milliseconds: 0, status: 204, failure: null }],
    });
    expect(received.map(({ body }) => body)).toEqual([
      {
        type: "webhook.test",
        timestamp: "2020-09-13T12:26:40.000Z",
        data: { account: "0123456789abcdef", webhook: id },
      },
    ]);
    expect(received[0]?.headers["webhook-id"]).toBe(result["event"]);
    expect(await log(id)).toEqual([result]);
  });

  test.each([
    ["a status", () => 500, { status: 500, failure: null }],
    ["a redirect", () => 302, { status: 302, failure: null }],
    [
      "no answer",
      () => Promise.reject(new OutboundError("unreachable")),
      { status: null, failure: "unreachable" },
    ],
    [
      "a wrong certificate",
      () => Promise.reject(new OutboundError("untrusted")),
      { status: null, failure: "untrusted" },
    ],
  ])("that fails by %s is not sent again", async (_what, answer, outcome) => {
    const { send, hook, received, next } = startWithReceivers(answer);
    const { id } = await hook();
    const { status, result } = await send("POST", `${WEBHOOKS}/${id}/test`);
    expect(status).toBe(200);
    expect(result).toMatchObject({ state: "given_up", nextAttempt: null, attempts: [outcome] });
    expect(await next()).toBeUndefined();
    expect(received).toHaveLength(1);
  });

  test("goes to no private address that a name leads to", async () => {
    const { send, hook, received } = startWithReceivers();
    const { id } = await hook({ url: "https://db.inside/" });
    const { result } = await send("POST", `${WEBHOOKS}/${id}/test`);
    expect(result).toMatchObject({ attempts: [{ status: null, failure: "refused" }] });
    expect(received).toEqual([]);
  });

  test("is sent to a disabled webhook too, which stays as it is", async () => {
    const { send, hook, received } = startWithReceivers(() => 410);
    const { id } = await hook();
    await send("PATCH", `${WEBHOOKS}/${id}`, { enabled: false });
    await send("POST", `${WEBHOOKS}/${id}/test`);
    expect(received).toHaveLength(1);
    expect((await send("GET", `${WEBHOOKS}/${id}`)).result).toMatchObject({ disabledReason: "request" });
  });

  test("is refused to a request that a Darkroom sent", async () => {
    const { call, hook } = startWithReceivers();
    const { id } = await hook();
    const headers = { authorization: "Bearer the-token-of-the-owner", via: "1.1 darkroom" };
    expect((await call(`${WEBHOOKS}/${id}/test`, { method: "POST", headers })).status).toBe(403);
  });
});

describe("the log", () => {
  test("is shown in pages, the newest first", async () => {
    const { send, hook } = startWithReceivers();
    const { id } = await hook();
    const sent: unknown[] = [];
    for (let count = 0; count < 3; count++)
      sent.unshift((await send("POST", `${WEBHOOKS}/${id}/test`)).result);
    const url = `${WEBHOOKS}/${id}/deliveries`;
    expect((await send("GET", url)).result).toEqual(sent);
    expect(await send("GET", `${url}?per_page=2&page=2`)).toMatchObject({
      result: sent.slice(2),
      result_info: { page: 2, per_page: 2, count: 1, total_count: 3, total_pages: 2 },
    });
    for (const wrong of ["per_page=501", "page=0", "page=9007199254740991", "state=pending"])
      expect((await send("GET", `${url}?${wrong}`)).status).toBe(400);
  });

  test("never shows what was sent", async () => {
    const { hook, uploadDirectly, drain, log } = startWithReceivers();
    const { id } = await hook();
    await uploadDirectly(undefined, { metadata: { mark: "in the body" } });
    expect(JSON.stringify(await log(id))).not.toContain("in the body");
    await drain();
    expect(await log(id)).toMatchObject([{ state: "delivered" }]);
    expect(JSON.stringify(await log(id))).not.toContain("in the body");
  });
});
