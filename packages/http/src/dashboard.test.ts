import { expect, describe, test } from "vitest";
import { createMemoryAssets } from "./assets.ts";
import { ACCOUNT, API, KEY, ORIGIN, startApp, TOKEN, upload, type App } from "./testing/start-app.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const FILES = new Map([
  ["index.html", encode("<!doctype html>")],
  ["icon.svg", encode("<svg/>")],
  ["assets/index-1a2b.js", encode("1")],
]);
const DARKROOM = `${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/darkroom/v1`;

describe("the dashboard's files", () => {
  const app = startApp({ dashboard: createMemoryAssets(FILES) });
  const open = (path: string, init?: RequestInit) => app.call(`${ORIGIN}${path}`, init);

  test.each(["/dashboard", "/dashboard/", "/dashboard/images/a/b.jpg", "/dashboard/images/x.svg"])(
    "%s is the page",
    async (path) => {
      const response = await open(path);
      expect([response.status, response.headers.get("content-type")]).toEqual([
        200,
        "text/html; charset=utf-8",
      ]);
      expect(await response.text()).toBe("<!doctype html>");
    },
  );

  test("the page runs only scripts and styles of its own files, and stands in nobody's frame", async () => {
    const policy = (await open("/dashboard")).headers.get("content-security-policy")!;
    const directives = new Map(
      policy.split("; ").map((text) => [text.split(" ", 1)[0]!, text.split(" ").slice(1).join(" ")]),
    );
    expect(policy).not.toContain("unsafe");
    expect(directives.get("default-src")).toBe("'none'");
    expect(directives.get("script-src")).toBe("'self'");
    expect(directives.get("connect-src")).toBe("'self'");
    expect(directives.get("frame-ancestors")).toBe("'none'");
  });

  test("the page is asked for every time, and not sent again while it is the same", async () => {
    const first = await open("/dashboard");
    expect(first.headers.get("cache-control")).toBe("no-cache");
    const second = await open("/dashboard/variants", {
      headers: { "if-none-match": first.headers.get("etag")! },
    });
    expect([second.status, await second.text()]).toEqual([304, ""]);
  });

  test("what is named by its content is kept for ever", async () => {
    const response = await open("/dashboard/assets/index-1a2b.js");
    expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(response.headers.get("cache-control")).toContain("immutable");
  });

  test.each(["/dashboard/assets/index-old.js", "/dashboard/assets/../../x.txt", "/dashboard/missing.svg"])(
    "%s is not the page, nor anything",
    async (path) => expect((await open(path)).status).toBe(404),
  );

  test("nothing can be sent to it", async () => {
    expect((await open("/dashboard", { method: "POST" })).status).toBe(405);
  });

  test("HEAD has the length and no body", async () => {
    const response = await open("/dashboard/icon.svg", { method: "HEAD" });
    expect([response.headers.get("content-length"), await response.text()]).toEqual(["6", ""]);
  });
});

describe("the dashboard's part of the API", () => {
  async function result(app: App, url: string, headers: HeadersInit = TOKEN) {
    const response = await app.call(url, { headers });
    return { status: response.status, ...((await response.json()) as { result: Record<string, unknown> }) };
  }

  test("says who asks, for which account, and what may be uploaded", async () => {
    const app = startApp();
    for (const url of [`${ORIGIN}/client/v4/darkroom/v1/session`, `${DARKROOM}/session`]) {
      expect((await result(app, url)).result).toEqual({
        account: { id: ACCOUNT.tag, hash: ACCOUNT.hash },
        scope: "admin",
        operator: true,
        limits: { uploadBytes: 10_000, side: 12_000, pixels: 100_000_000 },
      });
    }
    expect((await app.call(`${DARKROOM}/session`)).status).toBe(401);
  });

  test("tells of an image also what its original is, in today's shape for everybody", async () => {
    const app = startApp();
    await upload(app, { id: "folder/pixel" });
    const original = {
      bytes: 70,
      mediaType: "image/png",
      sha256: "6b7fa434f92a8b80aab02d9bf1a12e49ffcae424e4013a1c4f68b67e3d2bbcd0",
      width: 1,
      height: 1,
      animated: false,
    };
    for (const headers of [TOKEN, KEY]) {
      const one = await result(app, `${DARKROOM}/images/folder%2Fpixel`, headers);
      expect(one.result).toMatchObject({ id: "folder/pixel", meta: {}, original });
      const list = await result(app, `${DARKROOM}/images`, headers);
      expect(list.result).toEqual({ images: [one.result], continuation_token: null });
    }
    expect((await result(app, `${DARKROOM}/images/other`)).status).toBe(404);
  });

  test("finds images by a part of their id or file name, page by page", async () => {
    const app = startApp();
    for (const id of ["cat-1", "dog", "CAT-2", "cat-3"]) await upload(app, { id });
    const ids = (page: { result: Record<string, unknown> }) =>
      (page.result["images"] as { id: string }[]).map(({ id }) => id);
    const first = await result(app, `${DARKROOM}/images?search=cat&per_page=2`);
    expect(ids(first)).toEqual(["cat-3", "CAT-2"]);
    const token = String(first.result["continuation_token"]);
    expect(
      ids(await result(app, `${DARKROOM}/images?search=cat&per_page=2&continuation_token=${token}`)),
    ).toEqual(["cat-1"]);
    expect((await result(app, `${API.replace("v1", "v2")}?search=cat`)).status).toBe(400);
    expect((await result(app, `${DARKROOM}/images?serach=cat`)).status).toBe(400);
  });

  test("counts what is stored, what was delivered and what failed", async () => {
    const app = startApp();
    await upload(app, { id: "a" });
    const url = `${ORIGIN}/${ACCOUNT.hash}/a/public`;
    const webp = { headers: { accept: "image/webp" } };
    const first = await app.call(url, webp);
    await app.call(url, webp);
    await app.call(url, { headers: { ...webp.headers, "if-none-match": first.headers.get("etag")! } });
    await app.call(url, { method: "HEAD" });
    await app.call(`${ORIGIN}/${ACCOUNT.hash}/missing/public?sig=secret`);
    await result(app, `${API}/missing`);
    await app.call(`${API}/stranger`);
    const { result: overview } = await result(app, `${DARKROOM}/overview`);
    expect(overview).toMatchObject({
      images: { count: 1, bytes: 70, private: 0 },
      originals: [{ mediaType: "image/png", count: 1, bytes: 70 }],
      derived: { bytes: 11, quota: 1_000_000 },
      delivery: {
        hits: 1,
        misses: 1,
        unchanged: 1,
        bytes: 12,
        formats: [{ mediaType: "image/webp", count: 2 }],
      },
    });
    const failures = overview["failures"] as { path: string; code: string }[];
    expect(failures.map(({ code, path }) => [code, path])).toEqual([
      ["image_missing", new URL(`${API}/missing`).pathname],
      ["image_missing", `/${ACCOUNT.hash}/missing/public`],
    ]);
  });
});
