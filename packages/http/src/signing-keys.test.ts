import { createMemoryStores } from "@darkroom/storage";
import { describe, expect, test } from "vitest";
import { ACCOUNT, API, KEY, OPERATOR, ORIGIN, startApp, TOKEN, type App } from "./testing/start-app.ts";

const KEYS = `${API}/keys`;
const VALUE = "a-value-from-elsewhere";

interface Answer {
  readonly status: number;
  readonly keys: readonly { readonly name: string; readonly value: string }[];
  readonly code: number | undefined;
  readonly message: string;
}

async function ask(
  app: App,
  path: string,
  init: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await app.call(KEYS + path, { ...init, headers: { ...TOKEN, ...init.headers } });
  const body = (await response.json()) as {
    result: { keys: Answer["keys"] } | null;
    errors: { code: number; message: string }[];
  };
  return {
    status: response.status,
    keys: body.result?.keys ?? [],
    code: body.errors[0]?.code,
    message: body.errors[0]?.message ?? "",
  };
}

const put = (app: App, name: string, body?: unknown): Promise<Answer> =>
  ask(app, `/${name}`, {
    method: "PUT",
    ...(body !== undefined && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
const remove = (app: App, name: string): Promise<Answer> => ask(app, `/${name}`, { method: "DELETE" });
const namesOf = ({ keys }: Answer): readonly string[] => keys.map(({ name }) => name);

describe("signing keys", () => {
  test("begin with one called `default`, which stays the same", async () => {
    const app = startApp();
    const first = await ask(app, "");
    expect(first.keys).toEqual([{ name: "default", value: expect.stringMatching(/^[\w-]{33}$/) }]);
    expect(await ask(app, "")).toEqual(first);
  });

  test("are made by name, with a value of their own, and all are answered", async () => {
    const app = startApp();
    const { keys } = await put(app, "website");
    expect(keys.map(({ name }) => name)).toEqual(["default", "website"]);
    expect(keys[0]!.value).not.toBe(keys[1]!.value);
    expect((await ask(app, "")).keys).toEqual(keys);
  });

  test("get a new value when they are made again", async () => {
    const app = startApp();
    const [before] = (await ask(app, "")).keys;
    const { keys } = await put(app, "default");
    expect(keys).toHaveLength(1);
    expect(keys[0]!.value).not.toBe(before!.value);
  });

  test("take a value from elsewhere", async () => {
    const app = startApp();
    const answer = await put(app, "moved", { value: VALUE });
    expect(answer.keys).toContainEqual({ name: "moved", value: VALUE });
    expect(namesOf(await put(app, "plain", {}))).toEqual(["default", "moved", "plain"]);
  });

  test("are deleted by name, the last one for a fresh `default`", async () => {
    const app = startApp();
    const { keys } = await put(app, "website");
    expect((await remove(app, "default")).keys).toEqual([keys[1]]);
    const last = await remove(app, "website");
    expect(namesOf(last)).toEqual(["default"]);
    expect(last.keys[0]!.value).not.toBe(keys[0]!.value);
    const again = await remove(app, "default");
    expect(namesOf(again)).toEqual(["default"]);
    expect(again.keys[0]!.value).not.toBe(last.keys[0]!.value);
  });

  test("that are not there cannot be deleted", async () => {
    const app = startApp();
    expect(await remove(app, "website")).toMatchObject({ status: 404, code: 5404 });
    expect(await remove(app, "%00")).toMatchObject({ status: 404, code: 5404 });
    expect(namesOf(await ask(app, ""))).toEqual(["default"]);
  });

  test("are twenty at most", async () => {
    const app = startApp();
    for (let made = 1; made < 20; made++) expect((await put(app, `key${made}`)).status).toBe(200);
    expect(await put(app, "one-more")).toMatchObject({ status: 400, code: 5453 });
    expect((await put(app, "key7")).keys).toHaveLength(20);
  });

  test.each(["a%20b", "a%2Fb", "a.b", "é", "x".repeat(21), "%00", "%F0%9F%8C%84", "a%0Ab"])(
    "cannot be called %s",
    async (name) => {
      expect(await put(startApp(), name)).toMatchObject({ status: 400, code: 5400 });
    },
  );

  test("may be called what an object would lose", async () => {
    const app = startApp();
    for (const name of ["__proto__", "constructor", "blob", "keys"]) {
      expect(namesOf(await put(app, name))).toContain(name);
    }
  });

  test.each<[string, unknown]>([
    ["too short", { value: "x".repeat(15) }],
    ["too long", { value: "x".repeat(257) }],
    ["empty", { value: "" }],
    ["null", { value: null }],
    ["a number", { value: 1_234_567_890_123_456 }],
    ["with a space", { value: "a value with spaces" }],
    ["with a control character", { value: `${VALUE}\0` }],
    ["beyond ASCII", { value: `${VALUE}é` }],
    ["of another name", { values: VALUE }],
    ["in a list", [VALUE]],
  ])("take no value %s, and do not repeat it", async (_name, body) => {
    const app = startApp();
    const answer = await put(app, "moved", body);
    expect(answer).toMatchObject({ status: 400, code: 5400 });
    expect(answer.message).not.toContain("xxx");
    expect(namesOf(await ask(app, ""))).toEqual(["default"]);
  });

  test("take no body that is not JSON", async () => {
    const app = startApp();
    const form = new URLSearchParams({ value: VALUE });
    expect(await ask(app, "/moved", { method: "PUT", body: form })).toMatchObject({
      status: 400,
      code: 5400,
    });
    expect(
      await ask(app, "/moved", {
        method: "PUT",
        headers: { "content-length": "5" },
        body: new Uint8Array(5),
      }),
    ).toMatchObject({
      status: 400,
    });
    expect(namesOf(await ask(app, ""))).toEqual(["default"]);
  });

  test("are nobody's business without a credential", async () => {
    const app = startApp();
    for (const [path, method] of [
      ["", "GET"],
      ["/default", "PUT"],
      ["/default", "DELETE"],
    ] as const) {
      expect((await app.call(KEYS + path, { method })).status).toBe(401);
      const wrong = { authorization: "Bearer not-the-token-of-anybody" };
      expect((await app.call(KEYS + path, { method, headers: wrong })).status).toBe(403);
    }
    expect((await app.call(KEYS, { headers: KEY })).status).toBe(200);
    expect(
      (await app.call(`${ORIGIN}/client/v4/accounts/another/images/v1/keys`, { headers: TOKEN })).status,
    ).toBe(403);
  });

  test.each([
    ["read", 403, 403, 403],
    ["edit", 200, 200, 403],
    ["admin", 200, 200, 200],
  ])(
    "with %s scope are listed with %i, made with %i and given a value with %i",
    async (scope, ...expected) => {
      const app = startApp();
      const made = await app.call(`${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/tokens`, {
        method: "POST",
        headers: { ...TOKEN, "content-type": "application/json" },
        body: JSON.stringify({ name: "a token", scope }),
      });
      const { result } = (await made.json()) as { result: { value: string } };
      const headers = { authorization: `Bearer ${result.value}` };
      const moved = {
        method: "PUT",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify({ value: VALUE }),
      };
      const statuses = [
        await app.call(KEYS, { headers }),
        await app.call(`${KEYS}/a`, { method: "PUT", headers }),
        await app.call(`${KEYS}/b`, moved),
      ].map(({ status }) => status);
      expect(statuses).toEqual(expected);
      expect(namesOf(await ask(app, "")).includes("b")).toBe(scope === "admin");
    },
  );

  test("answer with nothing that a cache may keep", async () => {
    expect((await startApp().call(KEYS, { headers: TOKEN })).headers.get("cache-control")).toBe("no-store");
  });

  test("are never logged, nor is what they have signed", async () => {
    const app = startApp();
    await put(app, "moved", { value: VALUE });
    await put(app, "moved", { value: "short-secret" });
    const { keys } = await ask(app, "");
    const sig = "c2b7563b168cd32900bd7b3da6ff27e72a61cc830b2eceebadee4db01c9db68a";
    await app.call(`${ORIGIN}/public/a?sig=${sig}`);
    const log = app.log.join("\n");
    expect(log).toContain("/keys/moved");
    for (const secret of [...keys.map(({ value }) => value), "short-secret", sig, OPERATOR.token]) {
      expect(log).not.toContain(secret);
    }
  });

  test("are the same for two who ask first at once", async () => {
    const app = startApp({ ...createMemoryStores() });
    const [one, other] = await Promise.all([ask(app, ""), ask(app, "")]);
    expect(one).toEqual(other);
  });
});
