import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { uploaded } from "../harness/client.ts";
import { fixture, PHOTO } from "../harness/fixtures.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

/** The three devices of the documentation, and what a 2268 × 1512 photo becomes within their boxes. */
const DEVICES = {
  desktop: {
    headers: {
      "user-agent":
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    },
    // 2560 × 1440 is lower than the photo.
    size: { width: 2160, height: 1440 },
  },
  tablet: {
    headers: {
      "user-agent":
        "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
    },
    size: { width: 1620, height: 1080 },
  },
  mobile: {
    headers: {
      "user-agent":
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    },
    size: { width: 1080, height: 720 },
  },
  unknown: { headers: { "user-agent": "" }, size: { width: 2160, height: 1440 } },
} as const;

/** AVIF is made up to 1920 × 1080 pixels: not for the desktop's picture. */
const ACCEPTS = [
  { accept: undefined, large: "image/jpeg", small: "image/jpeg" },
  { accept: "*/*", large: "image/jpeg", small: "image/jpeg" },
  { accept: "image/*", large: "image/jpeg", small: "image/jpeg" },
  { accept: "image/webp,*/*;q=0.8", large: "image/webp", small: "image/webp" },
  { accept: "IMAGE/WEBP", large: "image/webp", small: "image/webp" },
  { accept: "image/avif,image/webp,image/apng,*/*;q=0.8", large: "image/webp", small: "image/avif" },
  { accept: "image/avif", large: "image/jpeg", small: "image/avif" },
  { accept: "image/avif;q=0,image/webp,*/*", large: "image/webp", small: "image/webp" },
  { accept: "image/avif;q=0, image/webp;q=0, */*", large: "image/jpeg", small: "image/jpeg" },
  { accept: "image/avif;q=0, */*", large: "image/jpeg", small: "image/jpeg" },
  { accept: `${"text/x;q=0.5,".repeat(600)}image/webp`, large: "image/webp", small: "image/webp" },
] as const;

describe.each(RUNTIMES)("$name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;
  let image: { id: string; url: string };

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startProcess(join(folder.path, "data"), CREDENTIALS, runtime);
    image = await uploaded(server, await fixture(PHOTO), "default");
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  function get(headers: Record<string, string | undefined>, url = image.url): Promise<Response> {
    const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return fetch(url, { headers: sent });
  }

  describe.each(Object.entries(DEVICES))("for %s", (_name, { headers, size }) => {
    test.each(ACCEPTS)("and Accept: $accept", async ({ accept, large, small }) => {
      const response = await get({ ...headers, accept });
      const type = size.width * size.height > 1920 * 1080 ? large : small;
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe(type);
      const body = Buffer.from(await response.arrayBuffer());
      expect(Number(response.headers.get("content-length"))).toBe(body.length);
      const { width, height } = await sharp(body).metadata();
      expect({ width, height }).toEqual(size);
      expect(response.headers.get("vary")).toBe("Accept, Sec-CH-UA-Mobile, CF-Device-Type, User-Agent");
    });
  });

  describe("hints of the device", () => {
    test.each([
      [{ "sec-ch-ua-mobile": "?1" }, 1080],
      [{ "sec-ch-ua-mobile": "?0", "cf-device-type": "tablet" }, 1620],
      [{ "cf-device-type": "mobile", ...DEVICES.desktop.headers }, 1080],
      [{ "cf-device-type": "toaster", ...DEVICES.tablet.headers }, 1620],
    ])("%o", async (headers, width) => {
      expect((await sharp(await (await get(headers)).arrayBuffer()).metadata()).width).toBe(width);
    });
  });

  describe("an answer", () => {
    test("has a strong ETag that is known before any work, and answers 304 to it", async () => {
      const first = await get({ accept: "image/webp" });
      const etag = first.headers.get("etag")!;
      expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
      for (const field of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
        const again = await get({ accept: "image/webp", "if-none-match": field });
        expect(again.status).toBe(304);
        expect(await again.text()).toBe("");
        expect(again.headers.get("etag")).toBe(etag);
        expect(again.headers.get("vary")).toBe(first.headers.get("vary"));
        expect(again.headers.get("cache-control")).toBe(first.headers.get("cache-control"));
      }
      expect((await get({ accept: "image/webp", "if-none-match": '"other"' })).status).toBe(200);
      const otherFormat = await get({ accept: "image/jpeg", "if-none-match": etag });
      expect(otherFormat.status).toBe(200);
      expect(otherFormat.headers.get("etag")).not.toBe(etag);
    });

    test("to HEAD has the headers of GET and no body", async () => {
      const got = await get({ accept: "image/webp" });
      const head = await fetch(image.url, { method: "HEAD", headers: { accept: "image/webp" } });
      expect(await head.text()).toBe("");
      for (const name of ["content-type", "content-length", "etag", "vary", "cache-control"]) {
        expect(head.headers.get(name)).toBe(got.headers.get(name));
      }
    });

    test("is computed once and then comes from the cache, with the same bytes", async () => {
      const fresh = await uploaded(server, await fixture("png/kodim23-photo-rgb8.png"));
      const answers = await Promise.all([1, 2, 3, 4].map(() => get({ accept: "image/webp" }, fresh.url)));
      const bodies = await Promise.all(
        answers.map(async (answer) => Buffer.from(await answer.arrayBuffer())),
      );
      expect(new Set(bodies.map((body) => body.toString("base64"))).size).toBe(1);
      const cached = await get({ accept: "image/webp" }, fresh.url);
      expect(cached.headers.get("cache-status")).toBe("darkroom; hit");
      expect(Buffer.from(await cached.arrayBuffer())).toEqual(bodies[0]);
    });

    test("may be kept for two days, shown on any page, and act on none", async () => {
      const { headers } = await get({ accept: "image/webp", origin: "https://elsewhere.example" });
      expect(headers.get("cache-control")).toBe("public, max-age=172800, stale-while-revalidate=7200");
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      );
    });

    test("to another method than GET and HEAD is a refusal", async () => {
      for (const method of ["POST", "PUT", "DELETE"])
        expect((await fetch(image.url, { method })).status).toBe(405);
      const preflight = await fetch(image.url, {
        method: "OPTIONS",
        headers: { origin: "https://elsewhere.example" },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get("access-control-allow-methods")).toContain("GET");
    });
  });

  describe("both orders of addresses", () => {
    test("give the same bytes, also under /cdn-cgi/imagedelivery", async () => {
      const path = new URL(image.url).pathname;
      const bytes = async (address: string) => {
        const response = await get(
          { accept: "image/webp", ...DEVICES.mobile.headers },
          `${server.url}${address}`,
        );
        expect(response.status).toBe(200);
        return Buffer.from(await response.arrayBuffer()).toString("base64");
      };
      const expected = await bytes(path);
      expect(await bytes(`/default/${image.id}`)).toBe(expected);
      expect(await bytes(`/cdn-cgi/imagedelivery${path}`)).toBe(expected);
    });

    test.each([
      ["an image that is not there", (hash: string) => `/${hash}/no-such-image/public`, 404, 9431],
      [
        "an account that is not there",
        (_: string, id: string) => `/AAAAAAAAAAAAAAAAAAAAAA/${id}/public`,
        403,
        9427,
      ],
      ["a variant that is not there", (hash: string, id: string) => `/${hash}/${id}/huge`, 404, 9431],
      [
        "options, while flexible variants are off",
        (hash: string, id: string) => `/${hash}/${id}/w=400`,
        403,
        9429,
      ],
      ["a path that climbs", (hash: string) => `/${hash}/..%2f..%2fetc%2fpasswd/public`, 404, 9431],
      ["a broken escape", (hash: string) => `/${hash}/%zz/public`, 404, 9431],
      ["NUL", (hash: string) => `/${hash}/a%00b/public`, 404, 9431],
      ["nothing of the kind", () => "/wp-login.php", 404, 9431],
    ])("%s is answered with a code", async (_name, path, status, code) => {
      const hash = new URL(image.url).pathname.split("/")[1]!;
      const response = await fetch(server.url + path(hash, image.id));
      expect(response.status).toBe(status);
      expect(response.headers.get("cf-resized")).toBe(`err=${code}`);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("vary")).toContain("Accept");
      expect(await response.text()).toMatch(new RegExp(`^ERROR ${code}: `));
    });
  });

  test("after a deletion nothing is served, and a new image under the old id is not mistaken for the old one", async () => {
    const id = "reused";
    const send = async (bytes: Uint8Array<ArrayBuffer>) => {
      const form = new FormData();
      form.set("id", id);
      form.set("file", new Blob([bytes]), "x");
      const response = await fetch(server.api, { method: "POST", headers: server.tokenHeaders, body: form });
      expect(response.status).toBe(200);
    };
    const url = image.url.replace(image.id, id);
    await send(await fixture("png/kodim23-photo-rgb8.png"));
    const before = await get({ accept: "image/webp" }, url);
    const etag = before.headers.get("etag")!;
    await fetch(`${server.api}/${id}`, { method: "DELETE", headers: server.tokenHeaders });
    expect((await get({ "if-none-match": etag }, url)).status).toBe(404);
    await send(await fixture(PHOTO));
    const after = await get({ accept: "image/webp", "if-none-match": etag }, url);
    expect(after.status).toBe(200);
    expect((await sharp(await after.arrayBuffer()).metadata()).width).toBe(2160);
  });
});
