import { join } from "node:path";
import Cloudflare, { BadRequestError, ConflictError, NotFoundError, type ClientOptions } from "cloudflare";
import { toFile } from "cloudflare/uploads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Envelope } from "../harness/client.ts";
import { fixture } from "../harness/fixtures.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

const PICTURE = "photos/adobe-rgb-600.jpg";
const MINUTE = 60_000;

describe.each(RUNTIMES)("the official cloudflare SDK, on $name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;
  let client: Cloudflare;
  let account: { account_id: string };
  /** Methods of the requests that left the client, retries included. */
  const requests: string[] = [];

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startProcess(join(folder.path, "data"), CREDENTIALS, runtime);
    account = { account_id: server.account };
    client = new Cloudflare({
      apiToken: CREDENTIALS.DARKROOM_API_TOKEN,
      baseURL: `${server.url}/client/v4`,
      fetch: (url: string | URL | Request, init?: RequestInit) => {
        requests.push(init?.method ?? "GET");
        return fetch(url, init);
      },
    });
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  async function photo(): ReturnType<typeof toFile> {
    return toFile(await fixture(PICTURE), "flower.jpg", { type: "image/jpeg" });
  }

  test("uploads with metadata, creator and access", async () => {
    const created = await client.images.v1.create({
      ...account,
      id: "albums/wolves",
      file: await photo(),
      metadata: { album: "wolves", count: 7, public: false, deep: { er: "x" }, tags: ["a", "b"] },
      creator: "user-7",
      requireSignedURLs: true,
    });
    expect(created).toMatchObject({
      id: "albums/wolves",
      // A form has only text, and so does what the SDK makes of numbers.
      meta: { album: "wolves", count: "7", public: "false", deep: { er: "x" }, tags: ["a", "b"] },
      creator: "user-7",
      requireSignedURLs: true,
    });
    expect(await client.images.v1.get("albums/wolves", account)).toEqual(created);
    expect((await fetch(created.variants![0] as string)).status).toBe(403);
  });

  test("keeps the types of metadata that is sent as JSON, and takes empty metadata for none", async () => {
    const metadata = { count: 7, public: false, none: null, list: [{ a: 1 }] };
    const sent = { ...account, file: await photo(), metadata: JSON.stringify(metadata) };
    expect((await client.images.v1.create(sent)).meta).toEqual(metadata);
    const empty = await client.images.v1.create({ ...account, file: await photo(), metadata: {} });
    expect(empty.meta).toEqual({});
  });

  test("edits what it says, and replaces metadata whole", async () => {
    const id = "to/edit";
    const created = await client.images.v1.create({
      ...account,
      id,
      file: await photo(),
      metadata: { old: "1" },
    });
    const edited = await client.images.v1.edit(id, { ...account, metadata: { n: 1, __typename: null } });
    expect(edited).toEqual({ ...created, meta: { n: 1, __typename: null } });
    const again = await client.images.v1.edit(id, { ...account, requireSignedURLs: true, creator: "me" });
    expect(again).toEqual({ ...edited, requireSignedURLs: true, creator: "me" });
    expect((await fetch(created.variants![0] as string)).status).toBe(403);
    await expect(client.images.v1.edit("nowhere", { ...account, creator: "me" })).rejects.toBeInstanceOf(
      NotFoundError,
    );
    await expect(client.images.v1.edit(id, { ...account, metadata: "text" })).rejects.toBeInstanceOf(
      BadRequestError,
    );
  });

  test("asks for a direct upload, which somebody else completes", async () => {
    const draft = await client.images.v2.directUploads.create({
      ...account,
      id: "direct/one",
      expiry: new Date(Date.now() + 10 * MINUTE).toISOString(),
      metadata: { by: "page" },
      creator: "user-7",
    });
    expect(draft).toEqual({ id: "direct/one", uploadURL: expect.stringContaining(`${server.url}/upload/`) });
    expect(await client.images.v1.get("direct/one", account)).toMatchObject({
      draft: true,
      meta: { by: "page" },
      creator: "user-7",
    });

    const form = new FormData();
    form.set("file", await photo());
    const response = await fetch(draft.uploadURL!, { method: "POST", body: form });
    const { result } = (await response.json()) as Envelope;
    expect(result).toMatchObject({ id: "direct/one", filename: "flower.jpg", meta: { by: "page" } });
    const details = await client.images.v1.get("direct/one", account);
    expect(details).toEqual(result);
    expect(details).not.toHaveProperty("draft");
    expect((await fetch(details.variants![0] as string)).status).toBe(200);
  });

  test("asks for a direct upload without saying anything, and deletes the draft", async () => {
    const { id, uploadURL } = await client.images.v2.directUploads.create(account);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await client.images.v1.delete(id!, account)).toEqual({});
    await expect(client.images.v1.get(id!, account)).rejects.toBeInstanceOf(NotFoundError);
    const form = new FormData();
    form.set("file", await photo());
    expect((await fetch(uploadURL!, { method: "POST", body: form })).status).toBe(404);
  });

  test("meets an id in use as a conflict, without trying again, and a wrong expiry as a bad request", async () => {
    await client.images.v2.directUploads.create({ ...account, id: "twice" });
    requests.length = 0;
    const second = client.images.v2.directUploads.create({ ...account, id: "twice" });
    await expect(second).rejects.toBeInstanceOf(ConflictError);
    await expect(second).rejects.toMatchObject({ errors: [{ code: 5409 }] });
    expect(requests).toEqual(["POST"]);
    const expiry = new Date(Date.now() + MINUTE).toISOString();
    await expect(client.images.v2.directUploads.create({ ...account, expiry })).rejects.toBeInstanceOf(
      BadRequestError,
    );
  });

  describe("with a batch token", () => {
    interface BatchToken {
      readonly result: { readonly token: string; readonly expiresAt: string };
    }

    /** The batch host has no `/accounts/…` in its paths, which the SDK's own methods always send. */
    const withoutAccount = (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
      fetch(new Request(url).url.replace(`/accounts/${server.account}/`, "/"), init);

    async function batchClient(options: ClientOptions = {}): Promise<Cloudflare> {
      const path = `/accounts/${server.account}/images/v1/batch_token`;
      const { result } = await client.get<BatchToken>(path);
      expect(Date.parse(result.expiresAt)).toBeGreaterThan(Date.now());
      return new Cloudflare({ apiToken: result.token, baseURL: server.url, ...options });
    }

    test("asks by paths", async () => {
      const batch = await batchClient();
      const page = await batch.get<{ readonly result: Cloudflare.Images.V2ListResponse }>("/images/v2");
      expect(page.result).toEqual(await client.images.v2.list(account));
      const { id } = await client.images.v1.create({ ...account, file: await photo() });
      await batch.patch(`/images/v1/${id}`, { body: { creator: "batch" } });
      expect(await client.images.v1.get(id!, account)).toMatchObject({ creator: "batch" });
      await batch.delete(`/images/v1/${id}`);
      await expect(client.images.v1.get(id!, account)).rejects.toBeInstanceOf(NotFoundError);
    });

    test("does all that a batch may by its own methods, over a `fetch` that leaves the account out", async () => {
      const { images } = await batchClient({ fetch: withoutAccount });
      const id = "batch/one";
      const created = await images.v1.create({ ...account, id, file: await photo() });
      expect(await images.v1.get(id, account)).toEqual(created);
      const edited = await images.v1.edit(id, { ...account, creator: "batch" });
      expect((await images.v2.list({ ...account, creator: "batch" })).images).toEqual([edited]);
      const draft = await images.v2.directUploads.create({ ...account, id: "batch/two" });
      expect(draft).toMatchObject({ id: "batch/two", uploadURL: expect.stringContaining("/upload/") });
      for (const each of [id, "batch/two"]) expect(await images.v1.delete(each, account)).toEqual({});
      await expect(images.v1.stats.get(account)).rejects.toBeInstanceOf(NotFoundError);
    });
  });
});
