import { createDerivedCache, createMemoryBlobStore, createMemoryStores } from "@darkroom/storage";
import { describe, expect, test } from "vitest";
import { createAccounts } from "./account.ts";
import { collectAndLog } from "./collect.ts";
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
  type App,
} from "./testing/start-app.ts";

const V2 = API.replace("/v1", "/v2/direct_upload");
const START = 1_600_000_000_000;
const MINUTE = 60_000;
const JSON_TYPE = { ...TOKEN, "content-type": "application/json" };

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly success: boolean;
    readonly result: Record<string, unknown>;
    readonly errors: readonly { readonly code: number; readonly message: string }[];
  };
}

async function call(app: App, url: string, init?: RequestInit): Promise<Answer> {
  const response = await app.call(url, init);
  return { status: response.status, headers: response.headers, body: (await response.json()) as never };
}

function ask(app: App, fields: Record<string, string> | FormData = {}, url = V2): Promise<Answer> {
  const body = fields instanceof FormData ? fields : form(fields);
  return call(app, url, { method: "POST", headers: TOKEN, body });
}

async function draft(
  app: App,
  fields: Record<string, string> = {},
): Promise<{ id: string; uploadURL: string }> {
  const { body } = await ask(app, fields);
  expect(body.success).toBe(true);
  return body.result as { id: string; uploadURL: string };
}

const post = (app: App, url: string, file: Blob = new Blob([PIXEL])): Promise<Answer> =>
  call(app, url, { method: "POST", body: form({ file }) });

const details = (app: App, id: string): Promise<Answer> => call(app, `${API}/${id}`, { headers: TOKEN });

/** An application whose clock can be set. */
function startClock(): { app: App; set: (time: number) => void } {
  let now = START;
  return { app: startApp({ now: () => now }), set: (time) => (now = time) };
}

describe("asking for an upload address", () => {
  test("gives an id and an address that does not tell it, and makes a draft that is shown and not listed", async () => {
    const app = startApp();
    const { id, uploadURL } = await draft(app, {
      creator: "me",
      "metadata[a]": "b",
      requireSignedURLs: "true",
    });
    expect(uploadURL).toMatch(new RegExp(`^${ORIGIN}/upload/${ACCOUNT.hash}/[A-Za-z0-9_-]{22}$`));
    expect(uploadURL).not.toContain(id);
    expect((await details(app, id)).body.result).toEqual({
      id,
      uploaded: "2020-09-13T12:26:40.000Z",
      requireSignedURLs: true,
      creator: "me",
      meta: { a: "b" },
      metadata: { a: "b" },
      variants: [`${ORIGIN}/${ACCOUNT.hash}/${id}/default`, `${ORIGIN}/${ACCOUNT.hash}/${id}/public`],
      draft: true,
    });
    expect((await call(app, API, { headers: TOKEN })).body.result).toEqual({ images: [] });
    expect((await app.call(`${ORIGIN}/${ACCOUNT.hash}/${id}/public`)).status).toBe(404);
    expect((await call(app, `${API}/${id}/blob`, { headers: TOKEN })).status).toBe(404);
  });

  test("may be JSON, a form without a field, or nothing at all, at both addresses", async () => {
    const app = startApp();
    const metadata = { deep: [1, { a: null }] };
    for (const url of [V2, `${API}/direct_upload`]) {
      const body = JSON.stringify({ metadata, creator: "me", requireSignedURLs: true });
      const { body: answer } = await call(app, url, { method: "POST", headers: JSON_TYPE, body });
      const { id } = answer.result as { id: string };
      expect((await details(app, id)).body.result).toMatchObject({
        meta: metadata,
        creator: "me",
        requireSignedURLs: true,
      });
      // What the official SDK sends when there is nothing to say: the end of a form and no more.
      const headers = { ...TOKEN, "content-type": "multipart/form-data; boundary=x" };
      expect((await call(app, url, { method: "POST", headers, body: "--x--\r\n" })).status).toBe(200);
      expect((await call(app, url, { method: "POST", headers: TOKEN })).status).toBe(200);
    }
  });

  test.each<[string, RequestInit, number, number]>([
    ["a file", { body: form({ file: new Blob([PIXEL]) }) }, 400, 5400],
    ["a field that nobody knows", { body: form({ colour: "red" }) }, 400, 5400],
    ["such a field in JSON", { body: '{"colour":"red"}', headers: JSON_TYPE }, 400, 5400],
    ["an id that cannot be", { body: form({ id: "a//b" }) }, 400, 5400],
    ["an id that is a UUID", { body: form({ id: "00000000-0000-4000-8000-000000000000" }) }, 400, 5400],
    ["an id that is a number", { body: '{"id":7}', headers: JSON_TYPE }, 400, 5400],
    ["a form of another kind", { body: new URLSearchParams({ id: "a" }) }, 415, 5415],
    ["text", { body: "id" }, 415, 5415],
    [
      "a form that is cut",
      { body: "--x\r\n", headers: { ...TOKEN, "content-type": "multipart/form-data; boundary=x" } },
      400,
      5400,
    ],
    ["too much", { body: form({ metadata: "x".repeat(100_000) }) }, 400, 5400],
  ])("with %s is refused", async (_name, init, status, code) => {
    const answer = await call(startApp(), V2, { method: "POST", ...init, headers: init.headers ?? TOKEN });
    expect([answer.status, answer.body]).toMatchObject([status, { success: false, errors: [{ code }] }]);
  });

  test("for an id in use, by an image or a draft, is a conflict; so is an upload under a draft's id", async () => {
    const app = startApp();
    await upload(app, { id: "image" });
    await draft(app, { id: "draft" });
    for (const id of ["image", "draft"]) {
      const answer = await ask(app, { id });
      expect([answer.status, answer.body.errors[0]?.code]).toEqual([409, 5409]);
      expect(answer.headers.get("x-should-retry")).toBe("false");
      expect((await upload(app, { id })).status).toBe(409);
    }
    await app.settled();
    expect((await app.blobs.list({ prefix: "" })).blobs).toHaveLength(1);
  });

  test("needs a credential", async () => {
    const app = startApp();
    expect((await call(app, V2, { method: "POST", body: form({}) })).status).toBe(401);
    expect((await call(app, V2, { headers: TOKEN })).status).toBe(405);
  });

  test.each([
    ["2 minutes", 2 * MINUTE, 200],
    ["2 minutes by a clock that is a little behind", 2 * MINUTE - 20_000, 200],
    ["a minute", MINUTE, 400],
    ["6 hours", 360 * MINUTE, 200],
    ["6 hours by a clock that is a little ahead", 360 * MINUTE + 20_000, 200],
    ["7 hours", 420 * MINUTE, 400],
    ["yesterday", -1440 * MINUTE, 400],
  ])("may ask for %s", async (_name, after, status) => {
    const expiry = new Date(START + after).toISOString();
    expect((await ask(startApp(), { expiry })).status).toBe(status);
  });

  test.each(["", "tomorrow", "1600000120", "2020-09-13", "2020-02-30T10:00:00Z"])(
    "refuses the expiry %j",
    async (expiry) => {
      expect((await ask(startApp(), { expiry })).status).toBe(400);
    },
  );
});

describe("an upload to the address", () => {
  test("makes the image, as today's clients know it, for whoever asked", async () => {
    for (const headers of [TOKEN, KEY]) {
      const app = startApp({}, { apiShape: headers === KEY ? "beta" : "auto" });
      const asked = await call(app, V2, {
        method: "POST",
        headers,
        body: form({ id: "a/b", metadata: '{"a":1}' }),
      });
      const { status, body } = await post(app, asked.body.result["uploadURL"] as string);
      expect(status).toBe(200);
      expect(body.result).toEqual({
        id: "a/b",
        filename: "blob",
        uploaded: "2020-09-13T12:26:40.000Z",
        requireSignedURLs: false,
        creator: null,
        meta: { a: 1 },
        variants: [`${ORIGIN}/${ACCOUNT.hash}/a/b/default`, `${ORIGIN}/${ACCOUNT.hash}/a/b/public`],
      });
      for (const url of body.result["variants"] as string[]) expect((await app.call(url)).status).toBe(200);
      const shown = (await call(app, `${API}/a/b`, { headers: TOKEN })).body.result;
      expect(shown).not.toHaveProperty("draft");
      expect(shown).not.toHaveProperty("metadata");
    }
  });

  test("happens once: the address is used up, even after the image was deleted", async () => {
    const app = startApp();
    const { id, uploadURL } = await draft(app);
    expect((await post(app, uploadURL)).status).toBe(200);
    const second = await post(app, uploadURL);
    expect([second.status, second.body.errors[0]?.code]).toEqual([409, 5409]);
    await app.call(`${API}/${id}`, { method: "DELETE", headers: TOKEN });
    expect((await post(app, uploadURL)).status).toBe(409);
    expect((await details(app, id)).status).toBe(404);
    await app.settled();
    expect((await app.blobs.list({ prefix: "" })).blobs).toEqual([]);
  });

  test("of 50 at once exactly one wins, and only its bytes stay", async () => {
    const app = startApp({}, { uploads: 50, queueLength: 50, maxUploadBytes: 10_000 });
    const { id, uploadURL } = await draft(app);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => post(app, uploadURL, new File([PIXEL], `from-${index}.png`))),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
    expect((await details(app, id)).body.result).toEqual(winners[0]!.body.result);
    await app.settled();
    expect((await app.blobs.list({ prefix: "" })).blobs).toHaveLength(1);
  });

  test("that is refused leaves the address as it was", async () => {
    const app = startApp();
    const { uploadURL } = await draft(app);
    const refused = async (body: BodyInit, headers: HeadersInit = {}) => {
      const answer = await call(app, uploadURL, { method: "POST", body, headers });
      return [answer.status, answer.body.errors[0]?.code];
    };
    expect(await refused(form({ file: new Blob(["<html>"]) }))).toEqual([415, 5455]);
    expect(await refused(form({ file: new Blob([new Uint8Array(10_001)]) }))).toEqual([413, 5413]);
    expect(await refused(form({}))).toEqual([400, 5400]);
    expect(await refused(PIXEL, { "content-type": "image/png" })).toEqual([415, 5415]);
    expect(await refused("{}", { "content-type": "application/json" })).toEqual([415, 5415]);
    for (const field of [
      "id",
      "metadata",
      "metadata[a]",
      "creator",
      "requireSignedURLs",
      "expiry",
      "url",
      "x",
    ]) {
      expect(await refused(form({ [field]: "a", file: new Blob([PIXEL]) }))).toEqual([400, 5400]);
    }
    expect((await app.blobs.list({ prefix: "" })).blobs).toEqual([]);
    expect((await post(app, uploadURL)).status).toBe(200);
  });

  test("that breaks off leaves the address as it was", async () => {
    const app = startApp();
    const { uploadURL } = await draft(app);
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(
          new TextEncoder().encode('--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx'),
        );
        controller.error(new DOMException("The client went away.", "AbortError"));
      },
    });
    const init: RequestInit & { duplex: "half" } = {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=b" },
      body,
      duplex: "half",
    };
    expect((await call(app, uploadURL, init)).status).toBe(499);
    expect((await app.blobs.list({ prefix: "" })).blobs).toEqual([]);
    expect((await post(app, uploadURL)).status).toBe(200);
  });

  test("needs no credential, and is not stopped by a wrong one", async () => {
    const app = startApp();
    const { uploadURL } = await draft(app);
    const headers = { authorization: "Bearer not-ours-at-all-0123" };
    const body = form({ file: new Blob([PIXEL]) });
    expect((await call(app, uploadURL, { method: "POST", headers, body })).status).toBe(200);
  });
});

describe("an address is of no use", () => {
  /** The status, and whether the body was left unread. */
  async function unread(
    app: App,
    url: string,
  ): Promise<{ status: number; read: boolean; code: number | undefined }> {
    let read = false;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read = true;
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const init: RequestInit & { duplex: "half" } = {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=b" },
      body,
      duplex: "half",
    };
    const answer = await call(app, url, init);
    return { status: answer.status, read, code: answer.body.errors[0]?.code };
  }
  const unknown = { status: 404, read: false, code: 5404 };

  test("once it expired, though an upload that began in time may end later", async () => {
    const { app, set } = startClock();
    const { uploadURL } = await draft(app);
    set(START + 30 * MINUTE);
    expect(await unread(app, uploadURL)).toEqual(unknown);

    const late = await draft(app);
    const chunks = new Response(form({ file: new Blob([PIXEL]) }));
    const bytes = new Uint8Array(await chunks.arrayBuffer());
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          set(START + 90 * MINUTE);
          controller.enqueue(bytes);
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const init: RequestInit & { duplex: "half" } = {
      method: "POST",
      headers: { "content-type": new Response(form({})).headers.get("content-type")! },
      body,
      duplex: "half",
    };
    const boundary = /^--(\S+)/.exec(new TextDecoder().decode(bytes))![1]!;
    init.headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    expect((await call(app, late.uploadURL, init)).status).toBe(200);
  });

  test("once its draft was deleted", async () => {
    const app = startApp();
    const { id, uploadURL } = await draft(app);
    const deleted = await call(app, `${API}/${id}`, { method: "DELETE", headers: TOKEN });
    expect([deleted.status, deleted.body.result]).toEqual([200, {}]);
    expect(await unread(app, uploadURL)).toEqual(unknown);
    expect((await details(app, id)).status).toBe(404);
    expect((await call(app, `${API}/${id}`, { method: "DELETE", headers: TOKEN })).status).toBe(404);
    expect((await ask(app, { id: "free" })).status).toBe(200);
  });

  test("with the hash of another account, a wrong token, or anything more or less", async () => {
    const other = { tag: "other", hash: "BBBBBBBBBBBBBBBBBBBBBB", name: "other", created: 0 };
    const accounts = createAccounts(
      { account: ACCOUNT, operator: OPERATOR },
      {
        getAccount: async (tag) => (tag === other.tag ? other : undefined),
        getAccountByHash: async (hash) => (hash === other.hash ? other : undefined),
      },
    );
    const app = startApp({ accounts });
    const { uploadURL } = await draft(app);
    const { pathname } = new URL(uploadURL);
    const token = pathname.split("/").at(-1)!;
    for (const path of [
      `/upload/${other.hash}/${token}`,
      `/upload/CCCCCCCCCCCCCCCCCCCCCC/${token}`,
      `/upload/${ACCOUNT.hash}/${token.slice(0, 21)}${token.endsWith("A") ? "B" : "A"}`,
      `/upload/${ACCOUNT.hash}/${token}x`,
      `/upload/${ACCOUNT.hash}/${token}/`,
      `/upload/${ACCOUNT.hash}/`,
      `/upload/${ACCOUNT.hash}`,
      `/upload/${token}`,
      "/upload/",
      `/upload/${ACCOUNT.tag}/${token}`,
      `/upload/${ACCOUNT.hash}/%00`,
    ]) {
      expect(await unread(app, ORIGIN + path)).toEqual(unknown);
    }
    expect(await unread(app, uploadURL)).toMatchObject({ read: true });
    expect((await post(app, uploadURL)).status).toBe(200);
    expect(await unread(app, uploadURL)).toEqual({ status: 409, read: false, code: 5409 });
  });
});

describe("a draft", () => {
  test("is changed by PATCH, and its image has what it has then", async () => {
    const app = startApp();
    const { id, uploadURL } = await draft(app, { creator: "me", metadata: '{"a":1}' });
    const body = JSON.stringify({ metadata: { b: 2 }, requireSignedURLs: true });
    const changed = await call(app, `${API}/${id}`, { method: "PATCH", headers: JSON_TYPE, body });
    expect(changed.body.result).toMatchObject({
      draft: true,
      meta: { b: 2 },
      metadata: { b: 2 },
      creator: "me",
    });
    expect((await post(app, uploadURL)).body.result).toMatchObject({
      meta: { b: 2 },
      creator: "me",
      requireSignedURLs: true,
    });
  });

  test("that expired is gone for everybody, its id is free, and the collector removes it", async () => {
    const { app, set } = startClock();
    const { id } = await draft(app, { id: "again" });
    const used = await draft(app);
    await post(app, used.uploadURL);
    set(START + 30 * MINUTE);
    expect((await details(app, id)).status).toBe(404);
    for (const method of ["PATCH", "DELETE"]) {
      expect((await call(app, `${API}/${id}`, { method, headers: TOKEN })).status).toBe(404);
    }
    set(START + 91 * MINUTE);
    await collectAndLog(app.deps);
    expect(app.log.join("\n")).toContain('"event":"expired drafts removed","removed":2');
    expect((await post(app, used.uploadURL)).status).toBe(404);
    expect((await details(app, used.id)).status).toBe(200);
    expect((await upload(app, { id: "again" })).status).toBe(200);
  });

  test("is left alone by the collector while an upload may be under way", async () => {
    const { app, set } = startClock();
    await draft(app);
    set(START + 89 * MINUTE);
    await collectAndLog(app.deps);
    expect(app.log.join("\n")).not.toContain("expired drafts removed");
  });
});

describe("any page", () => {
  test("may send and read the answer, be it an image or a refusal", async () => {
    const app = startApp();
    const { uploadURL } = await draft(app);
    const preflight = await app.call(uploadURL, {
      method: "OPTIONS",
      headers: { origin: "https://page.example" },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "POST, OPTIONS",
      "access-control-allow-headers": "*",
    });
    const answers = [
      await post(app, uploadURL, new Blob(["no image"])),
      await post(app, uploadURL),
      await post(app, uploadURL),
      await post(app, `${ORIGIN}/upload/nowhere/nothing`),
      await call(app, uploadURL),
    ];
    expect(answers.map(({ status }) => status)).toEqual([415, 200, 409, 404, 405]);
    for (const { headers } of answers) {
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  test("reads a refusal of an overloaded server and of a store that fails, too", async () => {
    const failure = Object.assign(new Error("locked"), { name: "StorageError", code: "store_unavailable" });
    const { records } = createMemoryStores();
    const app = startApp({ records: { ...records, findDraft: () => Promise.reject(failure) } });
    const answer = await post(app, `${ORIGIN}/upload/${ACCOUNT.hash}/${"A".repeat(22)}`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("retry-after")).toBe("10");
  });
});

describe("a token", () => {
  test("is not in the log, nor in the store", async () => {
    const { records } = createMemoryStores();
    const app = startApp({ records });
    const { id, uploadURL } = await draft(app);
    const token = uploadURL.split("/").at(-1)!;
    await post(app, uploadURL, new Blob(["no image"]));
    await post(app, `${uploadURL}/`);
    await app.call(`${uploadURL}?${token}`, { method: "OPTIONS" });
    await app.call(uploadURL.replace("/upload/", "/Upload/"), { method: "POST" });
    expect(JSON.stringify(await records.getDraft(ACCOUNT.tag, id, START))).not.toContain(token);
    await post(app, uploadURL);
    expect(app.log.join("\n")).toContain(`/upload/${ACCOUNT.hash}/…`);
    expect(app.log.join("\n")).not.toContain(token);
  });

  test("is another each time, from all of its 128 bits", async () => {
    const lengths: number[] = [];
    const app = startApp({
      randomBytes: (length) => {
        lengths.push(length);
        return new Uint8Array(length).fill(lengths.length);
      },
    });
    const one = await draft(app);
    const two = await draft(app);
    expect(lengths).toEqual([16, 16]);
    expect(one.uploadURL).not.toBe(two.uploadURL);
  });
});

test("uploads to addresses wait in the same queue as those with a credential", async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const store = createMemoryBlobStore();
  const app = startApp(
    {
      blobs: { ...store, put: (...put) => held.then(() => store.put(...put)) },
      derived: createDerivedCache({ store: createMemoryBlobStore(), quotaBytes: 1000 }),
    },
    { uploads: 1, queueLength: 0 },
  );
  const { uploadURL } = await draft(app);
  const first = upload(app);
  const second = await post(app, uploadURL);
  expect([second.status, second.headers.get("retry-after")]).toEqual([503, "2"]);
  release();
  expect((await first).status).toBe(200);
  expect((await post(app, uploadURL)).status).toBe(200);
});
