import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { signUrl } from "@darkroom/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixture } from "../harness/fixtures.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

const PICTURE = "orientation/portrait_6.jpg";
const KEY = "a-signing-key-from-elsewhere";
const OTHER_KEY = "another-signing-key-from-elsewhere";
const HASH = "ClosedOnAllTheRuntimes";
const SOON = Date.now() + 3_600_000;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

describe.each(RUNTIMES)("a private image on $name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const environment = { ...CREDENTIALS, DARKROOM_ACCOUNT_HASH: HASH };
    server = await startProcess(join(folder.path, "data"), environment, runtime);
    await api("PUT", "/keys/default", { value: KEY });
    await upload("album/closed", true);
    await upload("open", false);
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  async function api(method: string, path: string, body?: object): Promise<void> {
    const response = await fetch(server.api + path, {
      method,
      headers: { ...server.tokenHeaders, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect([method, path, response.status]).toEqual([method, path, 200]);
  }

  async function upload(id: string, requireSignedURLs: boolean): Promise<void> {
    const body = new FormData();
    body.append("id", id);
    body.append("requireSignedURLs", String(requireSignedURLs));
    body.append("file", new Blob([await fixture(PICTURE)]));
    const response = await fetch(server.api, { method: "POST", headers: server.tokenHeaders, body });
    expect(response.status).toBe(200);
  }

  /** Sends the path as it is, where `fetch` would tidy it up first. */
  async function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, path, method, headers, agent: false }).end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) };
  }

  const sign = (path: string, key = KEY, expiresAt = SOON): Promise<string> =>
    signUrl(path, { key, expiresAt });

  const PATH = `/${HASH}/album/closed/public`;

  test("opens to its signature, from the cache too, and stays closed to everybody else", async () => {
    const address = await sign(PATH);
    const first = await get(address);
    expect([first.status, first.headers["content-type"]]).toEqual([200, "image/jpeg"]);
    expect(first.headers["cache-control"]).toMatch(/^private, max-age=3\d{3}$/);
    const second = await get(address);
    expect(second.headers["cache-status"]).toBe("darkroom; hit");
    expect(second.body).toEqual(first.body);
    const etag = first.headers["etag"]!;
    expect((await get(address, { "if-none-match": etag })).status).toBe(304);
    for (const method of ["GET", "HEAD"]) {
      for (const headers of [{}, { "if-none-match": etag }, { "if-none-match": "*" }] as Record<
        string,
        string
      >[]) {
        const stranger = await get(PATH, headers, method);
        expect([stranger.status, stranger.headers["cf-resized"]]).toEqual([403, "err=9425"]);
        expect(stranger.headers["cache-control"]).toBe("no-store");
        expect(stranger.headers["etag"]).toBeUndefined();
      }
    }
  });

  test.each([
    PATH,
    "/public/album/closed",
    "/default/album/closed",
    `/cdn-cgi/imagedelivery${PATH}`,
    "/cdn-cgi/imagedelivery/public/album/closed",
    `/${HASH}/album%2Fclosed/public`,
    `/${HASH}/album%2fclosed/public`,
    `/${HASH}/%61lbum/closed/public`,
    `/${HASH}/album/closed/w=20`,
  ])("opens to a signature of the very path, and to no other: %s", async (path) => {
    expect((await get(await sign(path))).status).toBe(200);
    const sig = /sig=(.*)$/.exec(await sign(path))![1]!;
    for (const refused of [
      path,
      await sign(path, OTHER_KEY),
      await sign(path, KEY, Date.now()),
      `${path}?sig=${sig}`,
      `${await sign(path)}&sig=${sig}`,
      (await sign(path)).toUpperCase().replace(path.toUpperCase(), path),
      path + (await sign(`/${HASH}/open/public`)).replace(/^[^?]*/, ""),
    ]) {
      const answer = await get(refused);
      expect([refused, answer.status]).toEqual([refused, 403]);
      expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
    }
  });

  test.each([
    `/${HASH}/album//closed/public`,
    `//${HASH}/album/closed/public`,
    `/${HASH}/album/./closed/public`,
    `/${HASH}/album/%2e/closed/public`,
    `/${HASH}/x/../album/closed/public`,
    `/${HASH}/x/%2E%2e/album/closed/public`,
    `/${HASH}/x%2f..%2falbum/closed/public`,
    `/${HASH}/album\\closed/public`,
    `/${HASH}/album%5cclosed/public`,
    `/${HASH}/album%252Fclosed/public`,
    `/${HASH}/album/closed/public/`,
    `/${HASH}/album/closed/public%00`,
    `/${HASH}/album/closed/public#`,
    `/${HASH}/album/closed/public?`,
    `/${HASH.toUpperCase()}/album/closed/public`,
    `/cdn-cgi//imagedelivery${PATH}`,
  ])("is closed at every other spelling of its address: %s", async (path) => {
    expect((await get(await sign(PATH))).status).toBe(200);
    const answer = await get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers["content-type"] ?? "").not.toMatch(/^image/);
  });

  test("opens to a credential, which leaves no copy behind", async () => {
    const answer = await get(PATH, server.tokenHeaders);
    expect([answer.status, answer.headers["cache-control"]]).toEqual([200, "private, no-store"]);
    expect((await get(PATH)).status).toBe(403);
    expect((await get(await sign(PATH), { authorization: "Bearer not-the-token-of-anybody" })).status).toBe(
      403,
    );
  });

  test("that was public and is cached is closed by the change, and opened by the next one", async () => {
    await upload("turning", false);
    const path = `/${HASH}/turning/public`;
    const open = await get(path);
    expect([open.status, (await get(path)).headers["cache-status"]]).toEqual([200, "darkroom; hit"]);
    await api("PATCH", "/turning", { requireSignedURLs: true });
    for (const headers of [{}, { "if-none-match": open.headers["etag"]! }] as Record<string, string>[]) {
      expect((await get(path, headers)).status).toBe(403);
    }
    const signed = await get(await sign(path));
    expect([signed.status, signed.headers["etag"]]).toEqual([200, open.headers["etag"]]);
    await api("PATCH", "/turning", { requireSignedURLs: false });
    expect((await get(path)).headers["cache-control"]).toMatch(/^public, /);
  });

  test("is opened by every key that there is, and by none that there was", async () => {
    await api("PUT", "/keys/next", { value: OTHER_KEY });
    const [old, renewed] = [await sign(PATH), await sign(PATH, OTHER_KEY)];
    for (const address of [old, renewed]) expect((await get(address)).status).toBe(200);
    await api("DELETE", "/keys/default");
    expect([(await get(old)).status, (await get(renewed)).status]).toEqual([403, 200]);
    await api("PUT", "/keys/default", { value: KEY });
    await api("DELETE", "/keys/next");
    expect([(await get(old)).status, (await get(renewed)).status]).toEqual([200, 403]);
  });

  test("leaves no secret in the log", () => {
    for (const secret of [KEY, OTHER_KEY, CREDENTIALS.DARKROOM_API_TOKEN]) {
      expect(server.output()).not.toContain(secret);
    }
    expect(server.output()).not.toMatch(/sig=|unexpected error/);
  });
});
