import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { uploaded } from "../harness/client.ts";
import { fixture } from "../harness/fixtures.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

const SETTINGS = { DARKROOM_FLEXIBLE_RATE: "30", DARKROOM_FLEXIBLE_SIDE: "500" };

describe.each(RUNTIMES)("$name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;
  let image: { id: string; url: string };

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startProcess(join(folder.path, "data"), { ...CREDENTIALS, ...SETTINGS }, runtime);
    image = await uploaded(server, await fixture("photos/adobe-rgb-600.jpg"));
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  async function send(method: string, path: string, body: object): Promise<number> {
    const headers = { ...server.tokenHeaders, "content-type": "application/json" };
    return (await fetch(server.api + path, { method, headers, body: JSON.stringify(body) })).status;
  }

  async function get(variant: string, headers: Record<string, string> = {}) {
    const response = await fetch(image.url.replace(/public$/, variant), { headers });
    const bytes = Buffer.from(await response.arrayBuffer());
    const size = response.ok ? await sharp(bytes).metadata() : undefined;
    return {
      status: response.status,
      code: response.headers.get("cf-resized"),
      size: size && `${size.width}x${size.height}`,
      etag: response.headers.get("etag")!,
      isHit: response.headers.get("cache-status") === "darkroom; hit",
      retryAfter: response.headers.get("retry-after"),
    };
  }

  test("a variant is delivered from its creation, changed from its change, and gone from its deletion", async () => {
    expect((await get("thumb")).status).toBe(404);
    expect(
      await send("POST", "/variants", { id: "thumb", options: { width: 40, height: 30, fit: "cover" } }),
    ).toBe(200);
    const before = await get("thumb");
    expect(before).toMatchObject({ size: "40x30", isHit: false });
    expect(await get("thumb")).toMatchObject({ size: "40x30", isHit: true });
    await send("PATCH", "/variants/thumb", { options: { width: 20, height: 20, fit: "cover" } });
    expect(await get("thumb", { "if-none-match": before.etag })).toMatchObject({
      status: 200,
      size: "20x20",
    });
    // The purge goes on after the answer; what it has removed, other words for the old options do not find.
    await send("PATCH", "/config", { flexible_variants: true });
    await expect.poll(async () => (await get("w=40,h=30,fit=cover")).isHit).toBe(false);
    await send("PATCH", "/config", { flexible_variants: false });
    await send("DELETE", "/variants/thumb", {});
    expect((await get("thumb")).status).toBe(404);
  });

  test("options in an address are off, then on, and two spellings are one image", async () => {
    expect(await get("w=50,h=40,fit=cover")).toMatchObject({ status: 403, code: "err=9429" });
    await send("PATCH", "/config", { flexible_variants: true });
    const first = await get("w=50,h=40,fit=cover");
    expect(first).toMatchObject({ size: "50x40", isHit: false });
    expect(await get("fit=cover,height=40,width=050,quality=85")).toEqual({ ...first, isHit: true });
    expect(await get("w=501")).toMatchObject({ status: 400, code: "err=9401" });
    expect(await get("w=251,dpr=2")).toMatchObject({ status: 400, code: "err=9401" });
  });

  test("who asks for ever new sizes is told to wait; what is cached or named is served", async () => {
    await send("PATCH", "/config", { flexible_variants: true });
    expect(await get("w=10")).toMatchObject({ status: 200 });
    const answers = [];
    for (let width = 11; width <= 60; width += 1) answers.push(await get(`w=${width}`));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ code: "err=9422", retryAfter: "10" });
    expect(await get("w=10")).toMatchObject({ status: 200, isHit: true });
    expect((await get("default")).status).toBe(200);
  });
});
