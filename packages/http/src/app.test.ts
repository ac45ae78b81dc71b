import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMemoryStores } from "@darkroom/storage";
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

describe("the shape of answers", () => {
  test("is the beta's for key and e-mail, today's for a token and for newer clients", async () => {
    const app = startApp();
    const beta = {
      result: { filename: "blob", id: "a", variants: [{ name: "default" }, { name: "public" }] },
    };
    expect((await upload(app, { id: "a" }, KEY)).body).toMatchObject(beta);
    const today = {
      result: {
        id: "b",
        filename: "blob",
        uploaded: "2020-09-13T12:26:40.000Z",
        requireSignedURLs: false,
        creator: null,
        meta: {},
        variants: [`${ORIGIN}/${ACCOUNT.hash}/b/default`, `${ORIGIN}/${ACCOUNT.hash}/b/public`],
      },
      success: true,
      errors: [],
      messages: [],
    };
    expect((await upload(app, { id: "b" })).body).toEqual(today);
    expect(
      (await upload(app, { id: "c" }, { ...KEY, "api-version": "2026-01-01" })).body.result,
    ).toHaveProperty("meta");
    expect((await upload(app, { id: "d" }, { ...KEY, "x-stainless-lang": "js" })).body.result).toHaveProperty(
      "meta",
    );
  });

  test("can be set for all", async () => {
    expect((await upload(startApp({}, { apiShape: "v1" }), {}, KEY)).body.result).toHaveProperty("meta");
    expect((await upload(startApp({}, { apiShape: "beta" }))).body.result).not.toHaveProperty("meta");
  });

  test("of a deletion is the id in the beta, nothing today", async () => {
    const app = startApp();
    for (const [headers, result] of [
      [KEY, { id: "x" }],
      [TOKEN, {}],
    ] as const) {
      await upload(app, { id: "x" });
      const response = await app.call(`${API}/x`, { method: "DELETE", headers });
      expect(await response.json()).toEqual({ result, success: true, errors: [], messages: [] });
    }
  });
});

describe("an upload is refused with a code and a sentence", () => {
  const MALFORMED = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc';
  const multipart = { "content-type": "multipart/form-data; boundary=x" };
  test.each<[string, RequestInit, number, number]>([
    ["as raw data", { body: PIXEL, headers: { "content-type": "image/png" } }, 415, 5415],
    ["without a content type", { body: PIXEL }, 415, 5415],
    ["as JSON", { body: "{}", headers: { "content-type": "application/json" } }, 415, 5415],
    ["without any field", { body: form({}) }, 400, 5400],
    ["with an empty form", { body: "--x--\r\n", headers: multipart }, 400, 5400],
    ["without its end", { body: MALFORMED, headers: multipart }, 400, 5400],
    ["without a boundary", { body: "x", headers: { "content-type": "multipart/form-data;" } }, 400, 5400],
    ["with a field that nobody knows", { body: form({ file: new Blob([PIXEL]), colour: "red" }) }, 400, 5400],
    [
      "with a field that is not built",
      { body: form({ file: new Blob([PIXEL]), url: "https://example.com/a.png" }) },
      400,
      5400,
    ],
    ["with an empty file", { body: form({ file: new Blob([]) }) }, 415, 5455],
    ["with text for a file", { body: form({ file: new Blob(["<html>"]) }) }, 415, 5455],
    ["with too many bytes", { body: form({ file: new Blob([new Uint8Array(10_001)]) }) }, 413, 5413],
  ])("%s", async (_name, init, status, code) => {
    const app = startApp();
    const headers = { ...TOKEN, ...(init.headers as Record<string, string> | undefined) };
    const response = await app.call(API, { method: "POST", ...init, headers });
    expect(response.status).toBe(status);
    const body = (await response.json()) as { errors: { code: number; message: string }[] };
    expect(body).toMatchObject({ success: false, result: null, errors: [{ code }] });
    expect(body.errors[0]!.message).toMatch(new RegExp(`^ERROR ${code}: [A-Z].*[.:]`));
    expect((await app.blobs.list({ prefix: "" })).blobs).toEqual([]);
  });

  test("two files, or two ids", async () => {
    const app = startApp();
    for (const name of ["file", "id"]) {
      const data = form({ file: new Blob([PIXEL]), id: "a" });
      data.append(name, "b");
      expect((await app.call(API, { method: "POST", headers: TOKEN, body: data })).status).toBe(400);
    }
  });

  test.each([
    "/a",
    "a/",
    "a//b",
    "..",
    "a/../b",
    "a\0b",
    "a\\b",
    "a\nb",
    "keys/a",
    "variants",
    "a/blob",
    "00000000-0000-4000-8000-000000000000",
    "x".repeat(1025),
    "",
  ])("an id such as %j", async (id) => {
    const { status, body } = await upload(startApp(), { id });
    expect([status, body]).toMatchObject([400, { errors: [{ code: 5400 }] }]);
  });

  test.each([
    "__proto__",
    "constructor",
    "a b/c%2Fd",
    "über/café.jpg",
    "MTt4OTd0b0w5=+&?#",
    "x".repeat(1024),
    "🌄",
  ])("but not an id such as %j, which is found by it and by no other", async (id) => {
    const app = startApp();
    const { body } = await upload(app, { id });
    expect(body).toMatchObject({ success: true, result: { id } });
    expect((await app.call(`${API}/${encodeURIComponent(id)}`, { headers: TOKEN })).status).toBe(200);
    for (const url of (body as unknown as { result: { variants: string[] } }).result.variants) {
      expect((await app.call(url)).status).toBe(200);
    }
    expect((await upload(app, { id })).status).toBe(409);
    expect((await app.call(`${API}/${encodeURIComponent(`${id}x`)}`, { headers: TOKEN })).status).toBe(404);
  });

  test("ids that differ only in their Unicode form are two images", async () => {
    const app = startApp();
    expect((await upload(app, { id: "caf\u00e9" })).status).toBe(200);
    expect((await upload(app, { id: "cafe\u0301" })).status).toBe(200);
  });
});

describe("headers", () => {
  test("cannot be injected by a filename", async () => {
    const app = startApp();
    const data = new FormData();
    data.append("id", "a");
    data.append("file", new Blob([PIXEL]), 'x"\r\nset-cookie: a=b\r\n/../é.png');
    await app.call(API, { method: "POST", headers: TOKEN, body: data });
    const response = await app.call(`${API}/a/blob`, { headers: TOKEN });
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(response.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''%C3%A9.png");
    expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(PIXEL);
  });

  test("say on every API answer that it may not be stored or sniffed", async () => {
    const app = startApp();
    for (const response of [await app.call(API, { headers: TOKEN }), await app.call(API)]) {
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe("the list", () => {
  test("has pages, newest first, and says how many there are", async () => {
    const app = startApp();
    for (const id of ["a", "b", "c"]) await upload(app, { id });
    const page = async (query: string) =>
      (await (await app.call(`${API}?${query}`, { headers: TOKEN })).json()) as {
        result: { images: { id: string }[] };
        result_info: object;
      };
    const first = await page("per_page=2");
    expect(first.result.images.map(({ id }) => id)).toEqual(["c", "b"]);
    expect(first.result_info).toEqual({ page: 1, per_page: 2, count: 2, total_count: 3, total_pages: 2 });
    expect((await page("per_page=2&page=2")).result.images.map(({ id }) => id)).toEqual(["a"]);
    expect((await page("page=99999999")).result.images).toEqual([]);
  });

  test.each(["page=0", "page=-1", "page=x", "per_page=0", "per_page=10001", "per_page=1e3"])(
    "refuses %s",
    async (query) => {
      expect((await startApp().call(`${API}?${query}`, { headers: TOKEN })).status).toBe(400);
    },
  );
});

describe("addresses", () => {
  test.each<[string, string, number]>([
    ["GET", `${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/images/v3`, 404],
    ["GET", `${ORIGIN}/client/v4/user`, 404],
    ["PUT", API, 405],
    ["POST", `${API}/a`, 405],
    ["GET", `${API}/%zz`, 400],
    ["GET", `${ORIGIN}/client/v4/accounts/another/images/v1`, 403],
  ])("%s %s is answered with %i", async (method, url, status) => {
    const response = await startApp().call(url, { method, headers: TOKEN });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ success: false, result: null });
  });

  test("of an account that is not there are told apart only from those with credentials", async () => {
    const url = `${ORIGIN}/client/v4/accounts/another/images/v1`;
    const app = startApp();
    expect((await app.call(url)).status).toBe(401);
    expect(
      await (await app.call(url, { headers: { authorization: "Bearer wrong-wrong-wrong" } })).json(),
    ).toMatchObject({
      errors: [{ code: 9109 }],
    });
  });

  test("of originals need a credential", async () => {
    const app = startApp();
    await upload(app, { id: "a" });
    expect((await app.call(`${API}/a/blob`)).status).toBe(401);
  });
});

describe("whatever a stranger sends", () => {
  test("no path and no header makes a 5xx", async () => {
    const app = startApp();
    await upload(app, { id: "a" });
    const piece = fc.oneof(
      fc.string({ unit: "grapheme" }).map(encodeURIComponent),
      fc.constantFrom(
        "",
        "a",
        "default",
        "public",
        ACCOUNT.hash,
        "cdn-cgi",
        "imagedelivery",
        "..",
        "%2e%2e",
        "%",
        "w=1",
      ),
    );
    const header = fc.string({
      unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 5 }),
        header,
        header,
        async (pieces, accept, noneMatch) => {
          for (const prefix of [ORIGIN, API]) {
            const response = await app.call(`${prefix}/${pieces.join("/")}`, {
              headers: { ...TOKEN, accept: accept.trim(), "if-none-match": noneMatch.trim() },
            });
            expect(response.status).toBeLessThan(500);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("no body makes a 5xx", async () => {
    const app = startApp();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, wrapped) => {
        const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
        const body = wrapped
          ? new Blob([head, new Uint8Array(bytes), "\r\n--x--\r\n"])
          : new Blob([new Uint8Array(bytes)]);
        const headers = { ...TOKEN, "content-type": "multipart/form-data; boundary=x" };
        expect((await app.call(API, { method: "POST", headers, body })).status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });

  test("nothing secret is logged", async () => {
    const app = startApp();
    await upload(app, {}, KEY);
    await app.call(API, { headers: { authorization: "Bearer a-mistyped-secret" } });
    await app.call(`${API}?token=a-secret-in-a-query`, { headers: TOKEN });
    expect(app.log.length).toBeGreaterThan(2);
    for (const secret of [OPERATOR.key, OPERATOR.token, "a-mistyped-secret", "a-secret-in-a-query"]) {
      expect(app.log.join("\n")).not.toContain(secret);
    }
  });
});

describe("when the world fails", () => {
  test("a store that does not answer is a 503 that says when to come back, and names no file", async () => {
    const app = startApp({
      records: {
        ...createMemoryStores().records,
        getImage: () =>
          Promise.reject(
            Object.assign(new Error("/data/darkroom.db is locked"), {
              name: "StorageError",
              code: "store_unavailable",
            }),
          ),
      },
    });
    const response = await app.call(`${API}/a`, { headers: TOKEN });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("10");
    expect(await response.text()).not.toContain("/data");
    expect(app.log.join("\n")).toContain("/data/darkroom.db is locked");
  });

  test("what nobody foresaw is a 500 without a trace of it", async () => {
    const renderer = {
      concurrency: 1,
      memoryBytes: 1e9,
      render: () => Promise.reject(new TypeError("secret internals")),
    };
    const app = startApp({ renderer });
    await upload(app, { id: "a" });
    const response = await app.call(`${ORIGIN}/public/a`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret internals");
    expect(app.log.join("\n")).toContain("secret internals");
  });

  test("an image whose bytes are gone is not found, and the log says so", async () => {
    const app = startApp();
    await upload(app, { id: "a" });
    for (const { key } of (await app.blobs.list({ prefix: "" })).blobs) await app.blobs.delete(key);
    expect((await app.call(`${ORIGIN}/public/a`)).status).toBe(404);
    expect(app.log.join("\n")).toContain("the bytes of an image are missing");
  });

  test("a cache that fails costs time, not the answer", async () => {
    const broken = () => Promise.reject(new Error("no disk"));
    const derived = {
      get: broken,
      put: broken,
      remove: broken,
      generation: () => 0,
      usedBytes: () => 0,
      quotaBytes: undefined,
    };
    const app = startApp({ derived });
    await upload(app, { id: "a" });
    expect((await app.call(`${ORIGIN}/public/a`)).status).toBe(200);
    expect((await app.call(`${API}/a`, { method: "DELETE", headers: TOKEN })).status).toBe(200);
    await app.settled();
    expect((await app.call(`${ORIGIN}/public/a`)).status).toBe(404);
  });
});
