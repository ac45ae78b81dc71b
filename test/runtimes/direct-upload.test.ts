import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Envelope } from "../harness/client.ts";
import { fixture } from "../harness/fixtures.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

const PICTURE = "photos/adobe-rgb-600.jpg";

describe.each(RUNTIMES)("a direct upload on $name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startProcess(join(folder.path, "data"), { DARKROOM_LOG_LEVEL: "info" }, runtime);
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  async function draft(): Promise<{ id: string; uploadURL: string }> {
    const response = await fetch(`${server.api}/direct_upload`.replace("/v1/", "/v2/"), {
      method: "POST",
      headers: server.tokenHeaders,
    });
    return ((await response.json()) as Envelope<{ id: string; uploadURL: string }>).result;
  }

  async function post(url: string, filename: string): Promise<{ status: number; body: Envelope }> {
    const form = new FormData();
    form.set("file", new Blob([await fixture(PICTURE)]), filename);
    const response = await fetch(url, { method: "POST", body: form });
    return { status: response.status, body: (await response.json()) as Envelope };
  }

  async function details(id: string): Promise<Envelope> {
    return (await (await fetch(`${server.api}/${id}`, { headers: server.tokenHeaders })).json()) as Envelope;
  }

  test("of 50 to one address at once exactly one wins", async () => {
    const { id, uploadURL } = await draft();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => post(uploadURL, `from-${index}.jpg`)),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    // Used up, or no room to wait: a Worker reads one upload at a time.
    expect(new Set(answers.map(({ status }) => status)).isSubsetOf(new Set([200, 409, 503]))).toBe(true);
    expect((await details(id)).result).toEqual(winners[0]!.body.result);
    expect((await post(uploadURL, "late.jpg")).body.errors[0]?.code).toBe(5409);
  });

  test("whose client goes away in the middle leaves the address as it was", async () => {
    const { id, uploadURL } = await draft();
    const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="half.jpg"\r\n\r\n';
    for (let attempt = 0; attempt < 3; attempt++) {
      const sent = request(uploadURL, {
        method: "POST",
        agent: false,
        headers: { "content-type": "multipart/form-data; boundary=b", "content-length": 1_000_000 },
      });
      const closed = new Promise((resolve) => sent.on("close", resolve));
      sent.on("error", () => undefined);
      // Once this is written, the server may have begun to read.
      await new Promise((resolve) => sent.write(head + "x".repeat(100_000), resolve));
      sent.destroy();
      await closed;
    }
    expect((await details(id)).result).toMatchObject({ draft: true });
    expect((await post(uploadURL, "whole.jpg")).body.result).toMatchObject({ id, filename: "whole.jpg" });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test("leaves no token in the log", async () => {
    const { uploadURL } = await draft();
    await post(uploadURL, "one.jpg");
    await post(uploadURL, "two.jpg");
    const { pathname } = new URL(uploadURL);
    const shown = pathname.slice(0, pathname.lastIndexOf("/") + 1);
    await expect.poll(() => server.output()).toContain(shown);
    expect(server.output()).not.toContain(pathname.slice(shown.length));
  });
});
