import { writeFile } from "node:fs/promises";
import type { RequestListener, ServerResponse } from "node:http";
import { join } from "node:path";
import Cloudflare, { BadRequestError, PermissionDeniedError } from "cloudflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCertificate } from "../harness/certificate.ts";
import { fixture } from "../harness/fixtures.ts";
import { startOrigin, type Origin } from "../harness/origin.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

const PICTURE = await fixture("photos/adobe-rgb-600.jpg");
const CERTIFICATE = makeCertificate("localhost");
const BASIC = `Basic ${btoa("someone:hunter2")}`;

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function uploadFrom(url: string, { api, tokenHeaders }: ServedProcess): Promise<Answer> {
  const body = new FormData();
  body.append("url", url);
  const response = await fetch(api, { method: "POST", headers: tokenHeaders, body });
  return { status: response.status, text: await response.text() };
}

describe.each(RUNTIMES)("upload by URL on $name", (runtime) => {
  /** Reached because it is configured. */
  let origin: Origin;
  /** The same, over TLS. */
  let secure: Origin;
  /** On the same machine, and nobody's to ask. */
  let inside: Origin;
  let folder: TemporaryFolder;
  let server: ServedProcess;
  let client: Cloudflare;
  let account: { account_id: string };
  let letGo: PromiseWithResolvers<void>;

  const redirect = (response: ServerResponse, location: string): void =>
    void response.writeHead(302, { location }).end();

  const answers: Readonly<Record<string, RequestListener>> = {
    "/flower.jpg": (_request, response) => response.end(PICTURE),
    "/named%20as/bl%C3%BCte.jpg?v=1": (_request, response) => response.end(PICTURE),
    "/closed.jpg": ({ headers }, response) =>
      headers.authorization === BASIC
        ? response.end(PICTURE)
        : response.writeHead(401, { "www-authenticate": "Basic" }).end(),
    "/moved": (_request, response) => redirect(response, "/flower.jpg"),
    "/elsewhere": (_request, response) => redirect(response, `${secure.url}/headers.jpg`),
    "/headers.jpg": (_request, response) => response.end(PICTURE),
    "/circle": (_request, response) => redirect(response, "/circle"),
    "/to-inside": (_request, response) => redirect(response, `${inside.url}/`),
    "/to-metadata": (_request, response) => redirect(response, "http://169.254.169.254/latest/meta-data/"),
    "/to-file": (_request, response) => redirect(response, "file:///etc/passwd"),
    "/to-plain": (_request, response) => redirect(response, `${origin.url}/flower.jpg`),
    "/page": (_request, response) => response.setHeader("content-type", "image/png").end("<html>"),
    "/broken": (_request, response) => response.writeHead(503).end("no"),
    "/compressed": (_request, response) => response.setHeader("content-encoding", "gzip").end(PICTURE),
    "/large-as-said": (_request, response) =>
      response.writeHead(200, { "content-length": 1e12 }).write("x", () => undefined),
    "/endless": (_request, response) => {
      response.on("close", () => letGo.resolve());
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        response.once("drain", write);
      };
      write();
    },
    "/cut": (_request, response) => {
      response.writeHead(200, { "content-length": PICTURE.length + 1 });
      response.write(PICTURE, () => response.socket?.destroy());
    },
  };
  const answer: RequestListener = (request, response) => {
    const found = answers[request.url!];
    if (found === undefined) response.writeHead(404).end();
    else found(request, response);
  };

  beforeAll(async () => {
    letGo = Promise.withResolvers();
    origin = await startOrigin(answer);
    secure = await startOrigin(answer, { host: "localhost", certificate: CERTIFICATE });
    inside = await startOrigin((_request, response) => response.end(PICTURE));
    folder = await temporaryFolder();
    const authority = join(folder.path, "authority.pem");
    await writeFile(authority, CERTIFICATE.certificate);
    const environment = {
      ...CREDENTIALS,
      NODE_EXTRA_CA_CERTS: authority,
      DARKROOM_MAX_UPLOAD: "1MiB",
      DARKROOM_LOG_LEVEL: "debug",
      DARKROOM_FETCH_PRIVATE: `${origin.endpoint}, ${secure.endpoint}`,
    };
    server = await startProcess(join(folder.path, "data"), environment, runtime);
    client = new Cloudflare({
      apiToken: CREDENTIALS.DARKROOM_API_TOKEN,
      baseURL: `${server.url}/client/v4`,
      maxRetries: 0,
    });
    account = { account_id: server.account };
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    for (const one of [origin, secure, inside]) await one?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  const upload = (url: string): Promise<Answer> => uploadFrom(url, server);

  test("stores the very bytes, under the name in the address, by the official SDK", async () => {
    const created = await client.images.v1.create({
      ...account,
      id: "by/url",
      url: `${origin.url}/named%20as/bl%C3%BCte.jpg?v=1`,
    });
    expect(created).toMatchObject({ id: "by/url", filename: "blüte.jpg" });
    const blob = await client.images.v1.blobs.get("by/url", account);
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(PICTURE);
    expect((await fetch(created.variants![0] as string)).status).toBe(200);
  });

  test("asks with a fixed name, for the bytes as they are, and with nothing of ours", async () => {
    expect((await upload(`${origin.url}/flower.jpg`)).status).toBe(200);
    const { headers } = origin.asked.at(-1)!;
    expect(headers).toMatchObject({
      host: origin.endpoint,
      "user-agent": "Darkroom",
      via: "1.1 darkroom",
      "accept-encoding": "identity",
    });
    // `CF-Worker` names the zone of a Worker; its platform adds it, and nobody can leave it out.
    const ours = Object.keys(headers).filter((name) =>
      /auth|cookie|forward|referer|^cf-(?!worker)|^mf-/.test(name),
    );
    expect(ours).toEqual([]);
  });

  test("takes credentials in the address, to the server that they are for, and keeps them nowhere", async () => {
    const withSecret = (path: string): string => `http://someone:hunter2@${origin.endpoint}${path}`;
    const { status, text } = await upload(withSecret("/closed.jpg"));
    expect([status, text]).toEqual([200, expect.stringContaining('"closed.jpg"')]);
    expect((await upload(withSecret("/moved"))).status).toBe(200);
    expect(origin.asked.at(-1)!.headers.authorization).toBe(BASIC);
    expect((await upload(withSecret("/elsewhere"))).status).toBe(200);
    expect(secure.asked.at(-1)).toMatchObject({ path: "/headers.jpg" });
    expect(secure.asked.at(-1)!.headers).not.toHaveProperty("authorization");
    const refused = await upload(withSecret("/nothing"));
    expect(refused.status).toBe(422);
    const list = await fetch(server.api, { headers: server.tokenHeaders });
    expect([text, refused.text, await list.text(), server.output()].join("\n")).not.toMatch(/hunter2/);
  });

  test.each([
    ["/missing", 422, "answered 404"],
    ["/closed.jpg", 422, "answered 401"],
    ["/broken", 422, "answered 503"],
    ["/page", 415, "ERROR 5455"],
    ["/compressed", 422, "compressed"],
    ["/circle", 422, "redirects too often"],
    ["/to-inside", 403, "no public address"],
    ["/to-metadata", 403, "link-local"],
    ["/to-file", 403, "redirects to file:"],
    ["/large-as-said", 413, "larger than the 1048576 bytes"],
    ["/cut", 422, "cut its answer short"],
  ])("says what the other side did at %s", async (path, status, sentence) => {
    const answered = await upload(`${origin.url}${path}`);
    expect(answered).toEqual({ status, text: expect.stringContaining(sentence) });
  });

  test("lets go of an answer that does not end", async () => {
    expect(await upload(`${origin.url}/endless`)).toMatchObject({ status: 413 });
    await letGo.promise;
  });

  test("checks the certificate, and does not follow from https to http", async () => {
    expect((await upload(`${secure.url}/flower.jpg`)).status).toBe(200);
    const { status, text } = await upload(`${secure.url}/to-plain`);
    expect([status, text]).toEqual([403, expect.stringContaining("from https to http")]);
  });

  test("asks nobody who is not configured, in whatever spelling", async () => {
    const port = inside.endpoint.split(":")[1]!;
    const own = new URL(server.url).host;
    const hosts = [
      inside.endpoint,
      `2130706433:${port}`,
      `0x7f.1:${port}`,
      `0177.0.0.1:${port}`,
      `127.0.0.1.:${port}`,
      `[::1]:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
      `0:${port}`,
      `localhost:${port}`,
      `localhost.:${port}`,
      `user@localhost:${port}`,
      own,
    ];
    for (const host of hosts) {
      const { status, text } = await upload(`http://${host}/client/v4/accounts`);
      expect([host, status, text]).toEqual([host, 403, expect.stringContaining("ERROR 5403")]);
    }
    expect(inside.asked).toEqual([]);
  });

  test("refuses as the SDK expects it", async () => {
    const create = (url: string): Promise<unknown> => client.images.v1.create({ ...account, url });
    await expect(create("ftp://example.com/a.png")).rejects.toBeInstanceOf(BadRequestError);
    await expect(create("http://10.0.0.1/a.png")).rejects.toBeInstanceOf(PermissionDeniedError);
  });
});

test("a server that says nothing is given up on every runtime", async () => {
  await using origin = await startOrigin(() => undefined);
  const answers = RUNTIMES.map(async (runtime) => {
    await using folder = await temporaryFolder();
    const environment = { ...CREDENTIALS, DARKROOM_FETCH_PRIVATE: origin.endpoint };
    await using server = await startProcess(join(folder.path, "data"), environment, runtime);
    return await uploadFrom(`${origin.url}/a.jpg`, server);
  });
  for (const { status, text } of await Promise.all(answers))
    expect([status, text]).toEqual([422, expect.stringContaining("took too long")]);
});
