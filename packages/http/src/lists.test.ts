import { createMemoryStores, type ImageRecord, type Json } from "@darkroom/storage";
import { describe, expect, test } from "vitest";
import { ACCOUNT, API, startApp, TOKEN, upload, type App } from "./testing/start-app.ts";

const V2 = API.replace("/v1", "/v2");

interface Part {
  readonly id: string;
  readonly meta?: { readonly [key: string]: Json };
  readonly creator?: string | null;
}

/** An application whose account has these images; the last one is the newest. */
async function startWith(images: readonly Part[]): Promise<App> {
  const stores = createMemoryStores();
  const app = startApp(stores);
  for (const image of images) await insert(app, image);
  return app;
}

async function insert({ deps: { records } }: App, part: Part): Promise<void> {
  const blobKey = `originals/${part.id}`;
  await records.beginUpload({ blobKey, begun: 1 });
  const record: Omit<ImageRecord, "seq"> = {
    account: ACCOUNT.tag,
    blobKey,
    sha256: "0".repeat(64),
    size: 1,
    mediaType: "image/png",
    facts: {} as ImageRecord["facts"],
    placeholder: null,
    filename: "image.png",
    creator: null,
    meta: {},
    requireSignedURLs: false,
    uploaded: 1,
    ...part,
  };
  await records.insertImage(record);
}

interface Answer {
  readonly status: number;
  readonly ids: readonly string[];
  readonly token: string | null;
  readonly message: string | undefined;
  readonly info: unknown;
}

async function get(app: App, address: string): Promise<Answer> {
  const response = await app.call(address, { headers: TOKEN });
  const body = (await response.json()) as {
    result: { images: { id: string }[]; continuation_token: string | null } | null;
    errors: { message: string }[];
    result_info?: unknown;
  };
  return {
    status: response.status,
    ids: body.result?.images.map(({ id }) => id) ?? [],
    token: body.result?.continuation_token ?? null,
    message: body.errors[0]?.message,
    info: body.result_info,
  };
}

const numbered = (count: number): readonly Part[] =>
  Array.from({ length: count }, (_, i) => ({ id: `i${i}` }));

describe("a list by continuation token", () => {
  test("has the newest first, or the oldest, and no token at its end", async () => {
    const app = await startWith(numbered(3));
    expect(await get(app, V2)).toMatchObject({ ids: ["i2", "i1", "i0"], token: null });
    expect(await get(app, `${V2}?sort_order=desc`)).toMatchObject({ ids: ["i2", "i1", "i0"] });
    expect(await get(app, `${V2}?sort_order=asc`)).toMatchObject({ ids: ["i0", "i1", "i2"] });
    expect(await get(await startWith([]), V2)).toMatchObject({ status: 200, ids: [], token: null });
  });

  test.each([
    [1, [1, 1, 1, 1, 1, 1]],
    [2, [2, 2, 2]],
    [3, [3, 3]],
    [4, [4, 2]],
    [6, [6]],
    [7, [6]],
  ])("goes by pages of %i to the last image and no further", async (perPage, sizes) => {
    const app = await startWith(numbered(6));
    const pages: Answer[] = [];
    let address = `${V2}?per_page=${perPage}`;
    do {
      pages.push(await get(app, address));
      address = `${V2}?per_page=${perPage}&continuation_token=${pages.at(-1)!.token}`;
    } while (pages.at(-1)!.token !== null && pages.length < 10);
    expect(pages.map(({ ids }) => ids.length)).toEqual(sizes);
    expect(pages.flatMap(({ ids }) => ids)).toEqual(["i5", "i4", "i3", "i2", "i1", "i0"]);
  });

  test("goes on past an image that was deleted meanwhile", async () => {
    const app = await startWith(numbered(5));
    const { token } = await get(app, `${V2}?per_page=2`);
    for (const id of ["i3", "i1"]) await app.deps.records.deleteImage(ACCOUNT.tag, id);
    await insert(app, { id: "later" });
    const second = await get(app, `${V2}?per_page=2&continuation_token=${token}`);
    expect(second).toMatchObject({ ids: ["i2", "i0"], token: null });
  });

  test("begins at the beginning with an empty token, which is the SDK's null", async () => {
    expect((await get(await startWith(numbered(2)), `${V2}?continuation_token=`)).ids).toEqual(["i1", "i0"]);
  });

  test("keeps its token to its own order and to tokens", async () => {
    const app = await startWith(numbered(3));
    const { token } = await get(app, `${V2}?per_page=1`);
    for (const query of [`sort_order=asc&continuation_token=${token}`, "continuation_token=3"]) {
      const answer = await get(app, `${V2}?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.message).toContain("Expected the `continuation_token` of a page before this one");
    }
  });

  test.each([
    ["per_page=0", "a whole number from 1 to 1000 for `per_page`"],
    ["per_page=1001", "a whole number from 1 to 1000 for `per_page`"],
    ["sort_order=up", 'Expected `desc` or `asc` for `sort_order` but received "up"'],
    [
      "page=2",
      'Expected the parameters `per_page`, `continuation_token`, `sort_order` and `creator` but received "page"',
    ],
    ["metadata.a[eq]=1", 'but received "metadata.a[eq]"'],
    ["per_page=1&per_page=2", 'Expected one parameter "per_page" but received two.'],
    ["meta.a[ne]=1", "Expected one of the operators"],
  ])("with %s is refused, never answered as if it were not there", async (query, sentence) => {
    const app = await startWith(numbered(3));
    const answer = await get(app, `${V2}?${query}`);
    expect(answer).toMatchObject({ status: 400, ids: [] });
    expect(answer.message).toContain(sentence);
  });

  test("finds by creator, and images without one", async () => {
    const app = await startWith([{ id: "a", creator: "me" }, { id: "b" }, { id: "c", creator: "you" }]);
    expect((await get(app, `${V2}?creator=me`)).ids).toEqual(["a"]);
    expect((await get(app, `${V2}?creator=`)).ids).toEqual(["b"]);
    expect((await get(app, `${V2}?creator=nobody`)).ids).toEqual([]);
    expect((await get(app, `${V2}?creator=me%00`)).ids).toEqual([]);
  });

  test("finds by metadata, page by page", async () => {
    const app = await startWith(
      Array.from({ length: 9 }, (_, i) => ({ id: `i${i}`, meta: { n: i, s: i % 2 ? "odd" : "even" } })),
    );
    const query = "meta.s[eq]=even&meta.n[gt]=1&per_page=2";
    const first = await get(app, `${V2}?${query}`);
    expect(first.ids).toEqual(["i8", "i6"]);
    const second = await get(app, `${V2}?${query}&continuation_token=${first.token}`);
    expect(second).toMatchObject({ ids: ["i4", "i2"], token: null });
  });

  test("finds a bare value as any type that it reads as, a typed one as that alone", async () => {
    const values: readonly Json[] = [5, "5", true, "true", 1, null];
    const app = await startWith(values.map((v, i) => ({ id: `${i}`, meta: { v } })));
    const found = async (filter: string) =>
      (await get(app, `${V2}?sort_order=asc&meta.v${filter}`)).ids.join("");
    expect(await found("[eq]=5")).toBe("01");
    expect(await found("[eq:number]=5")).toBe("0");
    expect(await found("[eq:string]=5")).toBe("1");
    expect(await found("[eq]=true")).toBe("23");
    expect(await found("[eq:boolean]=true")).toBe("2");
    expect(await found("[in]=5|true")).toBe("0123");
    expect(await found("[gte]=1")).toBe("04");
    expect(await found("[eq]=null")).toBe("");
  });
});

describe("a list by page", () => {
  test("has images only, and says of how many", async () => {
    const app = await startWith([{ id: "a", creator: "me" }, { id: "b" }, { id: "c", creator: "me" }]);
    const response = await app.call(`${API}?page=2&per_page=2`, { headers: TOKEN });
    const body = (await response.json()) as { result: object; result_info: object };
    expect(Object.keys(body.result)).toEqual(["images"]);
    expect(body.result_info).toEqual({ page: 2, per_page: 2, count: 1, total_count: 3, total_pages: 2 });
    expect(await get(app, `${API}?creator=me`)).toMatchObject({ ids: ["c", "a"], info: { total_count: 2 } });
    expect(await get(app, `${API}?creator=`)).toMatchObject({ ids: ["b"], info: { total_count: 1 } });
  });

  test.each(["sort_order=asc", "continuation_token=x", "meta.a[eq]=1", "page=1&page=2", "page=1000000000"])(
    "with %s is refused",
    async (query) => {
      expect(await get(await startWith([]), `${API}?${query}`)).toMatchObject({ status: 400 });
    },
  );
});

describe("the number of images", () => {
  const stats = async (app: App) =>
    (await (await app.call(`${API}/stats`, { headers: TOKEN })).json()) as object;

  test("is told, with how many there may be", async () => {
    const app = await startWith(numbered(2));
    expect(await stats(app)).toMatchObject({ result: { count: { current: 2, allowed: 1000 } } });
    expect((await app.call(`${API}/stats?x=1`, { headers: TOKEN })).status).toBe(400);
    expect((await app.call(`${API}/stats`, { method: "DELETE", headers: TOKEN })).status).toBe(405);
  });

  test("is kept to: one more is refused, and taken when another one is gone", async () => {
    const app = startApp({}, { maxImages: 2 });
    expect((await upload(app, { id: "a" })).status).toBe(200);
    expect((await upload(app, { id: "b" })).status).toBe(200);
    const { status, body } = await upload(app, { id: "c" });
    expect(status).toBe(403);
    expect(body).toMatchObject({
      errors: [
        {
          code: 5453,
          message: expect.stringMatching(/^ERROR 5453: .* reached its 2 images\..*DARKROOM_MAX_IMAGES/),
        },
      ],
    });
    expect(await stats(app)).toMatchObject({ result: { count: { current: 2, allowed: 2 } } });
    await app.call(`${API}/a`, { method: "DELETE", headers: TOKEN });
    expect((await upload(app, { id: "c" })).status).toBe(200);
  });
});
