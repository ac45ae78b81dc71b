import { describe, expect, test } from "vitest";
import {
  ACCOUNT,
  API,
  form,
  KEY,
  OPERATOR,
  ORIGIN,
  PIXEL,
  startApp,
  TOKEN,
  upload,
} from "./testing/start-app.ts";

const HOUR = 3_600_000;
const NOW = 1_600_000_000_000;
const ACCOUNTS = `${ORIGIN}/client/v4/accounts`;

type Headers = { readonly authorization: string };
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

/** An application with a clock that a test sets, and ways to ask it. */
function start() {
  const clock = { now: NOW };
  const app = startApp({ now: () => clock.now });

  async function ask(url: string, init: RequestInit = {}) {
    const response = await app.call(url, init);
    const text = await response.text();
    const { result } = JSON.parse(text.startsWith("{") ? text : "{}") as { result: Record<string, unknown> };
    return { status: response.status, result, text };
  }

  async function send(method: string, url: string, body: unknown, headers: HeadersInit = TOKEN) {
    const json = { ...(headers as object), "content-type": "application/json" };
    return ask(url, { method, headers: json, body: JSON.stringify(body) });
  }

  /** A token for the batch addresses. */
  async function batchToken(headers: HeadersInit = TOKEN, account = ACCOUNT.tag): Promise<string> {
    const { result } = await ask(`${ACCOUNTS}/${account}/images/v1/batch_token`, { headers });
    return result["token"] as string;
  }

  /** An API token of the first account. */
  async function apiToken(scope: string, more: object = {}) {
    const { result } = await send("POST", `${ACCOUNTS}/${ACCOUNT.tag}/tokens`, { name: "t", scope, ...more });
    return { id: result["id"] as string, headers: bearer(result["value"] as string) };
  }

  const status = async (token: string): Promise<number> =>
    (await ask(`${ORIGIN}/images/v2`, { headers: bearer(token) })).status;

  return { ...app, clock, ask, send, batchToken, apiToken, status };
}

describe("a batch token", () => {
  test("is good for an hour, and says until when", async () => {
    const { ask, clock, status } = start();
    const { result } = await ask(`${API}/batch_token`, { headers: TOKEN });
    const { token, expiresAt } = result as { token: string; expiresAt: string };
    expect(expiresAt).toBe(new Date(NOW + HOUR).toISOString());
    clock.now = NOW + HOUR - 1;
    expect(await status(token)).toBe(200);
    clock.now = NOW + HOUR;
    expect(await status(token)).toBe(403);
  });

  test("does not outlive the token that it was made with", async () => {
    const { apiToken, ask } = start();
    const expires_on = new Date(NOW + 60_000).toISOString();
    const { headers } = await apiToken("edit", { expires_on });
    expect((await ask(`${API}/batch_token`, { headers })).result["expiresAt"]).toBe(expires_on);
  });

  test("is for who may edit, and is asked for without parameters", async () => {
    const { apiToken, ask } = start();
    const { headers } = await apiToken("read");
    expect((await ask(`${API}/batch_token`, { headers })).status).toBe(403);
    expect((await ask(`${API}/batch_token?scope=read`, { headers: TOKEN })).status).toBe(400);
    expect((await ask(`${API}/batch_token`, { headers: KEY })).status).toBe(200);
  });

  test.each<[string, (app: ReturnType<typeof start>, id: string) => Promise<unknown>]>([
    [
      "deleted",
      ({ ask }, id) => ask(`${ACCOUNTS}/${ACCOUNT.tag}/tokens/${id}`, { method: "DELETE", headers: TOKEN }),
    ],
    [
      "disabled",
      ({ send }, id) => send("PUT", `${ACCOUNTS}/${ACCOUNT.tag}/tokens/${id}`, { status: "disabled" }),
    ],
    ["rolled", ({ send }, id) => send("PUT", `${ACCOUNTS}/${ACCOUNT.tag}/tokens/${id}/value`, {})],
  ])("ends when its API token is %s", async (_how, end) => {
    const app = start();
    const { id, headers } = await app.apiToken("edit");
    const token = await app.batchToken(headers);
    expect(await app.status(token)).toBe(200);
    await end(app, id);
    expect(await app.status(token)).toBe(403);
  });

  test("may no more than its API token may by now", async () => {
    const app = start();
    const { id, headers } = await app.apiToken("edit");
    const token = await app.batchToken(headers);
    await app.send("PUT", `${ACCOUNTS}/${ACCOUNT.tag}/tokens/${id}`, { scope: "read" });
    expect(await app.status(token)).toBe(200);
    const deleting = await app.ask(`${ORIGIN}/images/v1/x`, { method: "DELETE", headers: bearer(token) });
    expect([deleting.status, deleting.text]).toEqual([403, expect.stringContaining("scope")]);
  });

  test("of the operator ends with the key and the token of the operator", async () => {
    const token = await start().batchToken();
    for (const change of [{ key: "another-key-of-theirs" }, { token: "another-token-of-theirs" }]) {
      const { deps } = start();
      const accounts = { ...deps.accounts, operator: { ...OPERATOR, ...change } };
      const app = startApp({ accounts, now: () => NOW });
      expect((await app.call(`${ORIGIN}/images/v2`, { headers: bearer(token) })).status).toBe(403);
    }
    expect(await start().status(token)).toBe(200);
  });

  test.each<[string, (said: string, seal: string) => string]>([
    [
      "another seal",
      (said, seal) => `darkroom_batch_${said}.${seal.startsWith("A") ? "B" : "A"}${seal.slice(1)}`,
    ],
    ["other words", (said, seal) => `darkroom_batch_${said}AA.${seal}`],
    ["no seal", (said) => `darkroom_batch_${said}`],
    ["words alone", (said) => said],
    ["nothing in it", () => `darkroom_batch_e30.${"A".repeat(43)}`],
  ])("with %s is refused", async (_what, change) => {
    const { batchToken, status } = start();
    const [, said = "", seal = ""] = /^darkroom_batch_(.*)\.(.*)$/.exec(await batchToken())!;
    expect(await status(change(said, seal))).toBe(403);
  });

  test("opens nothing but the batch addresses", async () => {
    const app = start();
    await upload(app, { id: "one" });
    const headers = bearer(await app.batchToken());
    for (const path of ["/client/v4/user/tokens/verify", `/client/v4/accounts/${ACCOUNT.tag}/images/v1`])
      expect((await app.ask(ORIGIN + path, { headers })).status).toBe(403);
    expect((await app.ask(`${ORIGIN}/${ACCOUNT.hash}/one/public`, { headers })).status).toBe(403);
  });

  test("is one account's", async () => {
    const app = start();
    const other = { tag: "other", hash: "OtherOtherOtherOther-1", name: "other", created: 1 };
    await app.deps.accountRecords.insertAccount(other);
    await upload(app, { id: "one" });
    const theirs = bearer(await app.batchToken(TOKEN, "other"));
    expect((await app.ask(`${ORIGIN}/images/v1/one`, { headers: theirs })).status).toBe(404);
    expect((await app.ask(`${ORIGIN}/images/v2`, { headers: theirs })).result["images"]).toEqual([]);
    await app.deps.accountRecords.deleteAccount("other");
    expect((await app.ask(`${ORIGIN}/images/v2`, { headers: theirs })).status).toBe(403);
  });
});

describe("the batch addresses", () => {
  test("upload, show, list, change and delete, and ask for direct uploads", async () => {
    const app = start();
    const headers = bearer(await app.batchToken());
    const body = form({ id: "a/b", file: new Blob([PIXEL]) });
    const uploaded = await app.ask(`${ORIGIN}/images/v1`, { method: "POST", headers, body });
    expect(uploaded.result).toMatchObject({ id: "a/b" });
    expect((await app.ask(`${API}/a/b`, { headers: TOKEN })).result).toEqual(uploaded.result);
    for (const path of ["a%2Fb", "a/b", "a/b/"])
      expect((await app.ask(`${ORIGIN}/images/v1/${path}`, { headers })).result).toEqual(uploaded.result);
    const page = await app.ask(`${ORIGIN}/images/v2?per_page=1`, { headers });
    expect(page.result).toEqual({ images: [uploaded.result], continuation_token: null });
    const changed = await app.send("PATCH", `${ORIGIN}/images/v1/a/b`, { creator: "me" }, headers);
    expect(changed.result).toEqual({ ...uploaded.result, creator: "me" });
    const draft = await app.send("POST", `${ORIGIN}/images/v2/direct_upload`, {}, headers);
    expect(draft.result["uploadURL"]).toContain(`/upload/${ACCOUNT.hash}/`);
    const deleted = await app.ask(`${ORIGIN}/images/v1/a/b`, { method: "DELETE", headers });
    expect([deleted.status, deleted.result]).toEqual([200, {}]);
  });

  test("answer at any host", async () => {
    const app = start();
    const headers = bearer(await app.batchToken());
    expect((await app.ask("https://batch.example/images/v2", { headers })).status).toBe(200);
  });

  test("take batch tokens only, and say where to get one", async () => {
    const app = start();
    const { headers } = await app.apiToken("admin");
    for (const [credential, status] of [
      [TOKEN, 403],
      [headers, 403],
      [KEY, 401],
      [{}, 401],
    ] as const) {
      const answer = await app.ask(`${ORIGIN}/images/v2`, { headers: credential as HeadersInit });
      expect(answer.status).toBe(status);
      expect(answer.text).toContain("batch_token");
    }
  });

  test.each([
    ["GET", "/images/v1", 405],
    ["GET", "/images/v1/stats", 404],
    ["GET", "/images/v1/keys", 404],
    ["GET", "/images/v1/variants", 404],
    ["PATCH", "/images/v1/config", 404],
    ["GET", "/images/v1/batch_token", 404],
    ["GET", "/images/v1/one/blob", 404],
    ["POST", "/images/v1/direct_upload", 404],
    ["GET", "/images/v2/one", 404],
  ])("do not have %s %s", async (method, path, status) => {
    const app = start();
    await upload(app, { id: "one" });
    const headers = { ...bearer(await app.batchToken()), "content-type": "application/json" };
    const answer = await app.ask(ORIGIN + path, { method, headers, body: method === "GET" ? null : "{}" });
    expect([answer.status, answer.result]).toEqual([status, null]);
  });

  test("leave delivery addresses alone", async () => {
    const app = start();
    await upload(app, { id: "images/v1/one" });
    await upload(app, { id: "v1" });
    for (const path of [
      `/${ACCOUNT.hash}/images/v1/one/public`,
      `/cdn-cgi/imagedelivery/${ACCOUNT.hash}/images/v1/one/public`,
      "/public/images/v1/one",
      "/default/v1",
    ])
      expect((await app.ask(ORIGIN + path)).status).toBe(200);
    // As before there were batch addresses: no image is there.
    for (const path of ["/images/v3", "/images/v10/x", "/images", "/images/v1x", "/Images/v1/x"]) {
      const answer = await app.ask(ORIGIN + path, { headers: bearer(await app.batchToken()) });
      expect([answer.status, answer.text.slice(0, 5)]).toEqual([expect.toBeOneOf([403, 404]), "ERROR"]);
    }
  });

  test("keep what went wrong for the account's overview", async () => {
    const app = start();
    const headers = bearer(await app.batchToken());
    await app.ask(`${ORIGIN}/images/v1/none`, { headers });
    const { result } = await app.ask(`${ACCOUNTS}/${ACCOUNT.tag}/darkroom/v1/overview`, { headers: TOKEN });
    expect(result["failures"]).toMatchObject([{ path: "/images/v1/none", code: "image_missing" }]);
  });
});
