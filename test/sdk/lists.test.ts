import { join } from "node:path";
import Cloudflare, { BadRequestError } from "cloudflare";
import { toFile } from "cloudflare/uploads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixture } from "../harness/fixtures.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

/** What the lists are about. The SDK sends metadata as form fields, so that every value of it is a text. */
const IMAGES = [
  { id: "one", creator: "ann", metadata: { status: "active", level: "1", region: { name: "eu" } } },
  { id: "two", creator: "bob", metadata: { status: "active", level: "2", region: { name: "us" } } },
  { id: "three", metadata: { status: "old", level: "3" } },
  { id: "four", creator: "ann", metadata: { status: "old|new" } },
] as const;

describe.each(RUNTIMES)("$name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;
  let client: Cloudflare;
  let account: { readonly account_id: string };

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startProcess(join(folder.path, "data"), CREDENTIALS, runtime);
    account = { account_id: server.account };
    const apiToken = server.tokenHeaders.authorization.slice("Bearer ".length);
    client = new Cloudflare({ apiToken, baseURL: `${server.url}/client/v4` });
    for (const image of IMAGES) {
      const file = await toFile(await fixture("png/basn0g08.png"), "grey.png", { type: "image/png" });
      await client.images.v1.create({ ...account, ...image, file });
    }
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  type Query = Omit<Cloudflare.Images.V2ListParams, "account_id">;

  async function ids(query: Query = {}): Promise<readonly (string | undefined)[]> {
    const { images } = await client.images.v2.list({ ...account, ...query });
    return images!.map(({ id }) => id);
  }

  describe("the official cloudflare SDK", () => {
    test("lists by continuation token until there is none", async () => {
      const pages: (readonly (string | undefined)[])[] = [];
      let token: string | null | undefined = null;
      do {
        const query = { ...account, per_page: 3, continuation_token: token };
        const page: Cloudflare.Images.V2ListResponse = await client.images.v2.list(query);
        pages.push(page.images!.map(({ id }) => id));
        token = page.continuation_token;
      } while (token !== null);
      expect(pages).toEqual([["four", "three", "two"], ["one"]]);
      expect(await ids({ sort_order: "asc" })).toEqual(["one", "two", "three", "four"]);
    });

    test("lists those of a creator, and those without one", async () => {
      expect(await ids({ creator: "ann" })).toEqual(["four", "one"]);
      expect(await ids({ creator: "" })).toEqual(["three"]);
    });

    test.each<[string, Query, readonly string[]]>([
      ["a text", { meta: { "status[eq]": "active" } }, ["two", "one"]],
      ["digits", { meta: { "level[eq]": "2" } }, ["two"]],
      ["one of many", { meta: { "level[in:string]": "1|3" } }, ["three", "one"]],
      ["a nested field", { meta: { "region.name[eq:string]": "eu" } }, ["one"]],
      ["two fields", { meta: { "status[eq]": "active", "level[in]": "2|3" } }, ["two"]],
      ["a text with a bar", { meta: { "status[eq]": "old|new" } }, ["four"]],
      ["a creator too", { creator: "bob", meta: { "status[eq]": "active" } }, ["two"]],
      ["nothing", { meta: { "level[gt]": "1" } }, []],
    ] as never)("finds by %s", async (_what, query, expected) => {
      expect(await ids(query)).toEqual(expected);
    });

    test("is told of a filter that is none", async () => {
      const list = client.images.v2.list({ ...account, meta: { "status[ne]": "active" } } as never);
      await expect(list).rejects.toBeInstanceOf(BadRequestError);
      await expect(list).rejects.toMatchObject({ errors: [{ code: 5400 }] });
    });

    test("lists by page and creator", async () => {
      const page = await client.images.v1.list({ ...account, creator: "ann", per_page: 1, page: 2 });
      const { result } = page as unknown as { result: { images: { id: string }[] } };
      expect(result.images.map(({ id }) => id)).toEqual(["one"]);
    });

    test("gets the number of images", async () => {
      expect(await client.images.v1.stats.get(account)).toEqual({
        count: { current: IMAGES.length, allowed: 100_000 },
      });
    });
  });
});
