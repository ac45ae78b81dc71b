import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { upload, uploaded } from "../../../test/harness/client.ts";
import { fixture, PHOTO } from "../../../test/harness/fixtures.ts";
import { ALL_RUNTIMES } from "../../../test/harness/runtimes.ts";
import { runToExit, startProcess, type ServedProcess } from "../../../test/harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../../../test/harness/temporary-folder.ts";

const RUNTIME = ALL_RUNTIMES.find(({ app }) => app === "apps/worker")!;
/** 768 × 512. */
const SMALL = "png/kodim23-photo-rgb8.png";

let folder: TemporaryFolder;
let server: ServedProcess;
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startProcess(folder.path, {}, RUNTIME);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

async function formatOf(response: Response): Promise<string> {
  const { format, compression } = await sharp(await response.arrayBuffer()).metadata();
  return compression === "av1" ? "avif" : format;
}

describe("an image", () => {
  test.each([
    ["image/avif,image/webp,*/*", "avif"],
    ["image/webp,*/*", "webp"],
    ["*/*", "jpeg"],
  ])(
    "for a client that accepts %s is made in the isolate, then found in R2 or at the edge",
    async (accept, format) => {
      const { url } = await uploaded(server, await fixture(PHOTO));
      const first = await fetch(url, { headers: { accept } });
      expect(first.status).toBe(200);
      expect(first.headers.get("cache-status")).toContain("miss");
      const etag = first.headers.get("etag")!;
      expect(await formatOf(first)).toBe(format);
      const second = await fetch(url, { headers: { accept } });
      expect(second.headers.get("cache-status")).toContain("hit");
      expect(Number(second.headers.get("content-length"))).toBe((await second.arrayBuffer()).byteLength);
      const third = await fetch(url, { headers: { accept, "if-none-match": etag } });
      expect(third.status).toBe(304);
    },
  );

  test("that nobody may see without credentials is its original", async () => {
    const { id } = await uploaded(server, await fixture(SMALL));
    const blob = `${server.api}/${id}/blob`;
    expect((await fetch(blob)).status).toBe(401);
    expect((await fetch(blob, { headers: { authorization: "Bearer wrong-wrong-wrong" } })).status).toBe(403);
    const answer = await fetch(blob, { headers: server.tokenHeaders });
    expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(await fixture(SMALL)))).toBe(true);
  });

  test("that was deleted is not served from any cache", async () => {
    const { id, url } = await uploaded(server, await fixture(SMALL));
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url)).headers.get("cache-status")).toContain("hit");
    const deleted = await fetch(`${server.api}/${id}`, { method: "DELETE", headers: server.tokenHeaders });
    expect(deleted.status).toBe(200);
    expect((await fetch(url)).status).toBe(404);
  });

  test("that needs more memory than an isolate has is refused before it is decoded, and others are served on", async () => {
    const { status, body } = await upload(server, await fixture("avif/12mp-phone.avif"));
    expect([status, body.errors[0]?.code]).toEqual([413, 5413]);
    const { url } = await uploaded(server, await fixture(SMALL));
    expect((await fetch(url)).status).toBe(200);
  });
});

test("many at once wait for each other, and one computation serves all who want the same", async () => {
  const images = await Promise.all([1, 2, 3, 4].map(async () => uploaded(server, await fixture(SMALL))));
  const responses = await Promise.all(
    images.flatMap(({ url }) =>
      ["image/webp", "*/*"].flatMap((accept) =>
        Array.from({ length: 4 }, () => fetch(url, { headers: { accept } })),
      ),
    ),
  );
  expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 200));
  const bodies = await Promise.all(
    responses.map(async (response) => Buffer.from(await response.arrayBuffer())),
  );
  // The four images have the same bytes: two pictures in all.
  expect(new Set(bodies.map((body) => body.toString("base64"))).size).toBe(2);
});

test("clients that leave in the middle take no place with them", async () => {
  const { url } = await uploaded(server, await fixture(PHOTO));
  const leave = new AbortController();
  const gone = Array.from({ length: 5 }, (_, index) =>
    fetch(url, {
      headers: { accept: "image/avif", "cf-device-type": index % 2 === 0 ? "mobile" : "tablet" },
      signal: leave.signal,
    }).catch((error: unknown) => (error as Error).name),
  );
  // Once this is answered, the five before it were received.
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  leave.abort();
  await Promise.all(gone);
  const answer = await fetch(url, { headers: { accept: "image/webp" } });
  expect(answer.status).toBe(200);
});

test.each([[30_000], [3_000_000], [30_000_000]])(
  "an upload of %i bytes that is refused before it was read gets its answer",
  async (size) => {
    const form = new FormData();
    form.set("unknown", "field");
    form.set("file", new Blob([new Uint8Array(size)]));
    const send = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(server.api, { method: "POST", body: form, headers });
    expect((await send(server.tokenHeaders)).status).toBe(400);
    expect((await send({})).status).toBe(401);
  },
);

describe("the process", () => {
  test("ends the requests under way on SIGTERM, exits with 0, and keeps everything", async () => {
    await using own = await temporaryFolder();
    const first = await startProcess(own.path, {}, RUNTIME);
    const { id, url } = await uploaded(first, await fixture(SMALL));
    const underWay = fetch(url, { headers: { accept: "image/avif" } });
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    const code = first.stop();
    expect((await underWay).status).toBe(200);
    expect(await code).toBe(0);

    await using second = await startProcess(own.path, {}, RUNTIME);
    expect(second.tokenHeaders).toEqual(first.tokenHeaders);
    const again = await fetch(`${second.url}${new URL(url).pathname}`, { headers: { accept: "image/avif" } });
    expect(again.headers.get("cache-status")).toContain("hit");
    expect((await fetch(`${second.api}/${id}`, { headers: second.tokenHeaders })).status).toBe(200);
  });

  test.runIf(process.platform === "linux")("takes workerd with it when it is killed", async () => {
    await using own = await temporaryFolder();
    const first = await startProcess(own.path, {}, RUNTIME);
    const children = await readFile(`/proc/${first.pid}/task/${first.pid}/children`, "utf8");
    const names = await Promise.all(
      children
        .trim()
        .split(" ")
        .map((pid) => readFile(`/proc/${pid}/comm`, "utf8")),
    );
    expect(names.map((name) => name.trim())).toContain("workerd");
    await first.kill();
    await expect.poll(() => fetch(`${first.url}/healthz`).then(String, () => "nobody")).toBe("nobody");
    await using second = await startProcess(own.path, {}, RUNTIME);
    expect((await fetch(`${second.url}/healthz`)).status).toBe(200);
  });

  test("says that its port is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    await using own = await temporaryFolder();
    const { code, output } = await runToExit({ PORT: String(port), DARKROOM_DATA: own.path }, [], RUNTIME);
    other.close();
    expect(code).toBe(1);
    expect(output.trim()).toBe(
      `Port ${port} is in use on 127.0.0.1. Stop what listens there, or choose another with PORT=8788 npm run start:worker.`,
    );
  });

  test("says that its data folder is in use", async () => {
    const { code, output } = await runToExit({ PORT: "0", DARKROOM_DATA: folder.path }, [], RUNTIME);
    expect(code).toBe(1);
    expect(output).toContain(`is in use by process ${server.pid}`);
  });

  test("says which settings are none for a Worker, before it makes anything", async () => {
    await using own = await temporaryFolder();
    const environment = { PORT: "0", DARKROOM_WEBHOOK_HOSTS: "*", DARKROOM_DATA: join(own.path, "data") };
    const { code, output } = await runToExit(environment, [], RUNTIME);
    expect(code).toBe(1);
    expect(output).toContain("`DARKROOM_WEBHOOK_HOSTS` is `*`, which a Worker does not take");
    expect(await readdir(own.path)).toEqual([]);
  });
});
