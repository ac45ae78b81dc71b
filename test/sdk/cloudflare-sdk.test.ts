import { join } from "node:path";
import Cloudflare, {
  AuthenticationError,
  ConflictError,
  NotFoundError,
  PermissionDeniedError,
} from "cloudflare";
import { toFile } from "cloudflare/uploads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixture } from "../harness/fixtures.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

/** Small, for what is under test is the conversation. */
const PICTURE = "photos/adobe-rgb-600.jpg";

describe.each(RUNTIMES)("$name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;
  let client: Cloudflare;
  let account: { account_id: string };
  /** Methods of the requests that left the client, retries included. */
  let requests: string[];

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startProcess(join(folder.path, "data"), CREDENTIALS, runtime);
    account = { account_id: server.account };
    client = createClient(server.tokenHeaders.authorization.slice("Bearer ".length));
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  function createClient(apiToken: string): Cloudflare {
    requests = [];
    return new Cloudflare({
      apiToken,
      baseURL: `${server.url}/client/v4`,
      fetch: (url: string | URL | Request, init?: RequestInit) => {
        requests.push(init?.method ?? "GET");
        return fetch(url, init);
      },
    });
  }

  async function photo(): ReturnType<typeof toFile> {
    return toFile(await fixture(PICTURE), "flower.jpg", { type: "image/jpeg" });
  }

  describe("the official cloudflare SDK", () => {
    test("creates, gets, lists, exports and deletes an image", async () => {
      const created = await client.images.v1.create({ ...account, file: await photo() });
      expect(created).toMatchObject({ filename: "flower.jpg", requireSignedURLs: false, meta: {} });
      expect(created.variants).toHaveLength(2);
      for (const url of created.variants!) expect((await fetch(url)).status).toBe(200);

      const details = await client.images.v1.get(created.id!, account);
      expect(details).toEqual(created);

      const page = await client.images.v1.list(account);
      expect((page.result as unknown as { images: unknown[] }).images).toContainEqual(created);

      const blob = await client.images.v1.blobs.get(created.id!, account);
      expect(new Uint8Array(await blob.arrayBuffer())).toEqual(await fixture(PICTURE));
      expect(blob.headers.get("content-disposition")).toContain("attachment");

      expect(await client.images.v1.delete(created.id!, account)).toEqual({});
      await expect(client.images.v1.get(created.id!, account)).rejects.toBeInstanceOf(NotFoundError);
      expect((await fetch(created.variants![0] as string)).status).toBe(404);
    });

    test("takes an id of its own with slashes, and finds it by that", async () => {
      const id = "albums/2021/über café.jpg";
      const created = await client.images.v1.create({ ...account, id, file: await photo() });
      expect(created.id).toBe(id);
      expect(await client.images.v1.get(id, account)).toEqual(created);
      for (const url of created.variants!) expect((await fetch(url)).status).toBe(200);
      expect((await client.images.v1.blobs.get(id, account)).status).toBe(200);
      await client.images.v1.delete(id, account);
    });

    test("an id in use is a conflict, and is not retried", async () => {
      await client.images.v1.create({ ...account, id: "twice", file: await photo() });
      requests.length = 0;
      const second = client.images.v1.create({ ...account, id: "twice", file: await photo() });
      await expect(second).rejects.toBeInstanceOf(ConflictError);
      await expect(second).rejects.toMatchObject({
        errors: [{ code: 5409 }],
        message: expect.stringContaining("ERROR 5409"),
      });
      expect(requests).toHaveLength(1);
      await client.images.v1.delete("twice", account);
    });

    test("a wrong token and a missing one are told apart", async () => {
      await expect(createClient("a-wrong-token-0123456789").images.v1.list(account)).rejects.toBeInstanceOf(
        PermissionDeniedError,
      );
      const anonymous = new Cloudflare({
        baseURL: `${server.url}/client/v4`,
        apiToken: null,
        fetch: withoutCredentials,
      });
      await expect(anonymous.images.v1.list(account)).rejects.toBeInstanceOf(AuthenticationError);
    });

    test("a create without any field is refused, not crashed on", async () => {
      await expect(client.images.v1.create(account)).rejects.toMatchObject({
        status: 400,
        errors: [{ code: 5400 }],
      });
    });

    test("lists page by page, newest first", async () => {
      const ids = ["page/1", "page/2", "page/3"];
      for (const id of ids) await client.images.v1.create({ ...account, id, file: await photo() });
      const seen: string[] = [];
      for (const page of [1, 2]) {
        const { result } = (await client.images.v1.list({ ...account, page, per_page: 2 })) as unknown as {
          result: { images: { id: string }[] };
        };
        seen.push(...result.images.map(({ id }) => id));
      }
      expect(seen).toEqual(ids.toReversed());
      for (const id of ids) await client.images.v1.delete(id, account);
    });
  });
});

function withoutCredentials(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  headers.delete("authorization");
  return fetch(url, { ...init, headers });
}
