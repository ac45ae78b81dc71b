import { describe, expect, test } from "vitest";
import { ACCOUNT, API, form, ORIGIN, PIXEL, startApp, TOKEN, upload, type App } from "./testing/start-app.ts";

const IMPORT = `${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/darkroom/v1/images`;
const UUID = "2cdc28f0-017a-49c4-9ed7-87056c83901f";
/** Of `PIXEL`, by another program: `sha256sum`. */
const SHA256 = "6b7fa434f92a8b80aab02d9bf1a12e49ffcae424e4013a1c4f68b67e3d2bbcd0";

const RECORD = {
  id: UUID,
  filename: "Ferien/am Meer.png",
  uploaded: "2021-09-10T15:54:35.123Z",
  requireSignedURLs: true,
  creator: "user-7",
  meta: { n: 1, nested: { list: [null, "x"] } },
};

async function send(app: App, fields: Record<string, string | Blob>) {
  const response = await app.call(IMPORT, { method: "POST", headers: TOKEN, body: form(fields) });
  const body = (await response.json()) as {
    readonly result: Record<string, unknown> | null;
    readonly errors: readonly { readonly code: number; readonly message: string }[];
  };
  return { status: response.status, result: body.result, error: body.errors[0] };
}

const importOf = (app: App, record: object | string = RECORD, file: Uint8Array<ArrayBuffer> = PIXEL) =>
  send(app, {
    record: typeof record === "string" ? record : JSON.stringify(record),
    file: new Blob([file]),
  });

describe("an imported image", () => {
  test("keeps its UUID, its time and all that was known of it", async () => {
    const app = startApp();
    const { status, result } = await importOf(app, { ...RECORD, sha256: SHA256 });
    expect(status).toBe(200);
    expect(result).toMatchObject({ ...RECORD, original: { sha256: SHA256, bytes: PIXEL.length } });
    const shown = await app.call(`${API}/${UUID}`, { headers: TOKEN });
    expect(await shown.json()).toMatchObject({ result: RECORD });
    const blob = await app.call(`${API}/${UUID}/blob`, { headers: TOKEN });
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(PIXEL);
    expect((await app.call(`${ORIGIN}/${ACCOUNT.hash}/${UUID}/public`)).status).toBe(403);
  });

  test("has of what its record does not say what an upload has", async () => {
    const { result } = await importOf(startApp(), { id: "a/b", uploaded: RECORD.uploaded });
    expect(result).toMatchObject({
      id: "a/b",
      filename: "image",
      creator: null,
      meta: {},
      requireSignedURLs: false,
    });
  });

  test("stands in lists where it was imported, whatever its time", async () => {
    const app = startApp();
    for (const [id, year] of [
      ["one", 2021],
      ["two", 2019],
      ["three", 2023],
    ] as const)
      await importOf(app, { id, uploaded: `${year}-01-01T00:00:00Z` });
    const list = await app.call(`${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/images/v2?sort_order=asc`, {
      headers: TOKEN,
    });
    const { result } = (await list.json()) as { result: { images: { id: string }[] } };
    expect(result.images.map(({ id }) => id)).toEqual(["one", "two", "three"]);
  });

  test("is refused where its id is taken, by an image or by a draft that is open now", async () => {
    const app = startApp();
    await upload(app, { id: "taken" });
    expect(await importOf(app, { ...RECORD, id: "taken" })).toMatchObject({
      status: 409,
      error: { code: 5409 },
    });
    await app.call(`${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/images/v2/direct_upload`, {
      method: "POST",
      headers: TOKEN,
      body: form({ id: "promised" }),
    });
    expect(await importOf(app, { ...RECORD, id: "promised" })).toMatchObject({ status: 409 });
    await app.settled();
    expect(await app.deps.records.listAbandoned(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  test.each<[string, object | string, string]>([
    ["text that is no JSON", "{", "an object of JSON for `record`"],
    ["a list", "[]", "an object of JSON for `record`"],
    [
      "a field that there is none of",
      { ...RECORD, metadata: {} },
      'There is no field "metadata". There are `id`',
    ],
    ["no id", { ...RECORD, id: undefined }, "Expected `id` in the record"],
    ["no time", { ...RECORD, uploaded: undefined }, "Expected `uploaded` in the record"],
    ["an id that cannot be", { ...RECORD, id: "a/../b" }, "no segment `.` or `..`"],
    ["a time that is none", { ...RECORD, uploaded: "2021-02-30T00:00:00Z" }, "for `uploaded`"],
    ["a number for a time", { ...RECORD, uploaded: 5 }, "for `uploaded`"],
    ["a line break in its name", { ...RECORD, filename: "a\r\nb" }, "for `filename`"],
    ["an empty name", { ...RECORD, filename: "" }, "for `filename`"],
    ["a long name", { ...RECORD, filename: "x".repeat(256) }, "for `filename`"],
    ["half a surrogate pair", { ...RECORD, creator: "\ud800" }, "for `creator`"],
    ["too much metadata", { ...RECORD, meta: { a: "x".repeat(1024) } }, "at most 1024 bytes"],
    ["another kind of privacy", { ...RECORD, requireSignedURLs: "maybe" }, "for `requireSignedURLs`"],
    ["a digest that is none", { ...RECORD, sha256: "ABC" }, "64 lower-case hex digits for `sha256`"],
    [
      "the digest of another file",
      { ...RECORD, sha256: "0".repeat(64) },
      "The file is not the one whose SHA-256",
    ],
  ])("with %s is refused, and nothing is stored", async (_what, record, sentence) => {
    const app = startApp();
    const { status, error } = await importOf(app, record);
    expect(error?.message).toContain(sentence);
    expect(status).toBe(400);
    expect(await app.deps.records.countImages(ACCOUNT.tag)).toBe(0);
  });

  test.each<[string, Record<string, string | Blob>, number]>([
    ["without a record", { file: new Blob([PIXEL]) }, 400],
    ["without a file", { record: JSON.stringify(RECORD) }, 400],
    ["with a field besides", { record: JSON.stringify(RECORD), file: new Blob([PIXEL]), id: "x" }, 400],
    ["with a file that is no image", { record: JSON.stringify(RECORD), file: new Blob(["no"]) }, 415],
    [
      "with a file that is too large",
      { record: JSON.stringify(RECORD), file: new Blob(["x".repeat(10_001)]) },
      413,
    ],
  ])("%s is refused", async (_what, fields, expected) => {
    expect(await send(startApp(), fields)).toMatchObject({ status: expected, result: null });
  });

  test("counts among those that an account may have", async () => {
    const app = startApp({}, { maxImages: 1 });
    await upload(app);
    expect(await importOf(app)).toMatchObject({ status: 403, error: { code: 5453 } });
  });
});
