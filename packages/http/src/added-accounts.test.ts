import { describe, expect, test } from "vitest";
import { deriveAccountHash } from "./account.ts";
import { ACCOUNT, form, ORIGIN, PIXEL, startApp, TOKEN, type App } from "./testing/start-app.ts";

const ACCOUNTS = `${ORIGIN}/client/v4/accounts`;
const FIRST = { id: ACCOUNT.tag, name: ACCOUNT.tag, type: "standard", hash: ACCOUNT.hash };

async function ask(app: App, method: string, path = "", body?: unknown, headers: HeadersInit = TOKEN) {
  const sent = new Headers(headers);
  if (body !== undefined) sent.set("content-type", "application/json");
  const text = body === undefined ? null : JSON.stringify(body);
  const response = await app.call(ACCOUNTS + path, { method, headers: sent, body: text });
  const answer = (await response.json()) as {
    readonly result: unknown;
    readonly result_info?: unknown;
    readonly errors: readonly { readonly code: number }[];
  };
  return { status: response.status, code: answer.errors[0]?.code, ...answer };
}

describe("an added account", () => {
  test("has an id and a hash of its own, and is found by the first", async () => {
    const app = startApp();
    const { result } = await ask(app, "POST", "", { name: "A shop" });
    const { id } = result as { readonly id: string };
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(result).toEqual({
      id,
      name: "A shop",
      type: "standard",
      hash: await deriveAccountHash(id),
      created_on: "2020-09-13T12:26:40.000Z",
    });
    expect((await ask(app, "GET", `/${id}`)).result).toEqual(result);
    expect(await ask(app, "GET")).toMatchObject({
      result: [FIRST, result],
      result_info: { page: 1, count: 2, total_count: 2 },
    });
  });

  test("may be given its id and its hash, and serves under them at once", async () => {
    const app = startApp();
    const given = { name: "Müller & Töchter", id: "mueller", hash: "Mueller-und-Toechter-1" };
    expect((await ask(app, "POST", "", { ...given, type: "standard" })).result).toMatchObject(given);
    const body = form({ file: new Blob([PIXEL]), id: "logo" });
    const uploaded = await app.call(`${ACCOUNTS}/mueller/images/v1`, {
      method: "POST",
      headers: TOKEN,
      body,
    });
    expect(await uploaded.json()).toMatchObject({
      result: { variants: [`${ORIGIN}/${given.hash}/logo/default`, `${ORIGIN}/${given.hash}/logo/public`] },
    });
    expect((await app.call(`${ORIGIN}/${given.hash}/logo/public`)).status).toBe(200);
  });

  test.each([
    ["no name", {}],
    ["an id in capitals", { name: "a", id: "Acme" }],
    ["an id with a slash", { name: "a", id: "a/b" }],
    ["an id that climbs", { name: "a", id: ".." }],
    ["an empty id", { name: "a", id: "" }],
    ["an id that is null", { name: "a", id: null }],
    ["a short hash", { name: "a", hash: "abc" }],
    ["another type", { name: "a", type: "enterprise" }],
    ["a field that is none of ours", { name: "a", unit: { id: "x" } }],
  ])("is refused with %s", async (_name, body) => {
    const app = startApp();
    expect(await ask(app, "POST", "", body)).toMatchObject({ status: 400, code: 5400 });
    expect((await ask(app, "GET")).result).toEqual([FIRST]);
  });

  test.each([
    ["the first one's id", { id: ACCOUNT.tag }],
    ["the first one's hash", { hash: ACCOUNT.hash }],
    ["another one's id", { id: "taken" }],
    ["another one's hash", { hash: "TakenTakenTakenTaken-1" }],
  ])("cannot have %s", async (_name, part) => {
    const app = startApp();
    await ask(app, "POST", "", { name: "a", id: "taken", hash: "TakenTakenTakenTaken-1" });
    expect(await ask(app, "POST", "", { name: "b", ...part })).toMatchObject({ status: 409, code: 5409 });
  });

  test("is deleted once it has no images, and its tokens end with it", async () => {
    const app = startApp();
    await ask(app, "POST", "", { name: "a", id: "going" });
    const made = await ask(app, "POST", "/going/tokens", { name: "t", scope: "edit" });
    const token = { authorization: `Bearer ${(made.result as { readonly value: string }).value}` };
    const images = `${ACCOUNTS}/going/images/v1`;
    const body = form({ file: new Blob([PIXEL]), id: "x" });
    await app.call(images, { method: "POST", headers: token, body });

    expect(await ask(app, "DELETE", "/going")).toMatchObject({ status: 409, code: 5409 });
    expect((await app.call(images, { headers: token })).status).toBe(200);
    await app.call(`${images}/x`, { method: "DELETE", headers: token });
    expect((await ask(app, "DELETE", "/going")).result).toEqual({ id: "going" });
    expect((await app.call(images, { headers: token })).status).toBe(403);
    expect(await ask(app, "GET", "/going")).toMatchObject({ status: 403, code: 5403 });
    expect(await ask(app, "DELETE", "/going")).toMatchObject({ status: 403, code: 5403 });

    await ask(app, "POST", "", { name: "b", id: "going" });
    expect((await app.call(images, { headers: token })).status).toBe(403);
  });
});

describe("the first account", () => {
  test("cannot be deleted", async () => {
    const app = startApp();
    expect(await ask(app, "DELETE", `/${ACCOUNT.tag}`)).toMatchObject({ status: 400, code: 5400 });
    expect((await ask(app, "GET", `/${ACCOUNT.tag}`)).result).toEqual(FIRST);
  });

  test("is listed once, also when its id was added before it became the first", async () => {
    const app = startApp();
    const row = { tag: ACCOUNT.tag, hash: "B".repeat(22), name: "older", created: 1 };
    await app.deps.accountRecords.insertAccount(row);
    expect((await ask(app, "GET")).result).toEqual([FIRST]);
  });
});
