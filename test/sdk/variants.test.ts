import { join } from "node:path";
import Cloudflare, { BadRequestError, ConflictError, NotFoundError } from "cloudflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { uploaded } from "../harness/client.ts";
import { fixture } from "../harness/fixtures.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

/** Options as the SDK's types have them: all four. */
const OPTIONS = { fit: "cover", width: 64, height: 48, metadata: "none" } as const;

describe.each(RUNTIMES)("$name", (runtime) => {
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
      apiToken: server.tokenHeaders.authorization.slice("Bearer ".length),
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

  describe("the official cloudflare SDK", () => {
    test("creates, gets, lists, edits and deletes a variant", async () => {
      const { variants } = client.images.v1;
      const hero = { id: "hero", options: OPTIONS, neverRequireSignedURLs: true };
      expect(await variants.create({ ...account, ...hero })).toEqual({ variant: hero });
      expect(await variants.get("hero", account)).toEqual({ variant: hero });
      const listed = (await variants.list(account)).variants as Record<string, unknown> | undefined;
      expect(Object.keys(listed ?? {})).toEqual(["default", "public", "hero"]);
      expect(listed?.["hero"]).toEqual(hero);

      const { url } = await uploaded(server, await fixture("photos/adobe-rgb-600.jpg"), "hero");
      expect((await fetch(url)).status).toBe(200);

      const options = { ...OPTIONS, width: 20 };
      expect(await variants.edit("hero", { ...account, options })).toEqual({ variant: { ...hero, options } });
      expect(await variants.delete("hero", account)).toEqual({});
      await expect(variants.get("hero", account)).rejects.toBeInstanceOf(NotFoundError);
      expect((await fetch(url)).status).toBe(404);
    });

    test("is told in its own classes of errors, once, what is refused", async () => {
      const { variants } = client.images.v1;
      await variants.create({ ...account, id: "twice", options: OPTIONS });
      requests.length = 0;
      const second = variants.create({ ...account, id: "twice", options: OPTIONS });
      await expect(second).rejects.toBeInstanceOf(ConflictError);
      await expect(second).rejects.toMatchObject({ errors: [{ code: 5409 }] });
      const misnamed = variants.create({ ...account, id: "not a name", options: OPTIONS });
      await expect(misnamed).rejects.toBeInstanceOf(BadRequestError);
      const missing = variants.edit("nowhere", { ...account, options: OPTIONS });
      await expect(missing).rejects.toMatchObject({ status: 404, errors: [{ code: 5401 }] });
      expect(requests).toEqual(["POST", "POST", "PATCH"]);
      await variants.delete("twice", account);
    });
  });
});
