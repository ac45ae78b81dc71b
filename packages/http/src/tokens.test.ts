import { describe, expect, test } from "vitest";
import type { AppDeps } from "./deps.ts";
import { ACCOUNT, API, KEY, ORIGIN, OPERATOR, startApp, TOKEN, type App } from "./testing/start-app.ts";
import { MOST_TOKENS } from "./tokens.ts";

const TOKENS = `${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/tokens`;
const VERIFY = `${ORIGIN}/client/v4/user/tokens/verify`;
const SECRET = /^darkroom_[A-Za-z0-9_-]{43}$/;
const READ_GROUP = { id: "a53ff6f692eed3743e5583fdca9b8b63", name: "Images Read" };
const EDIT_GROUP = { id: "e0779d9a58e56101002817345a39ae85", name: "Images Write" };
const ADMIN_GROUP = { id: "32b65f9ac08430be225fb2b70e255fc5", name: "Account Admin" };
const RESOURCE = `com.cloudflare.api.account.${ACCOUNT.tag}`;

interface Answer {
  readonly status: number;
  readonly body: {
    readonly success: boolean;
    readonly errors: readonly { readonly code: number; readonly message: string }[];
    readonly result_info?: object;
  };
  readonly text: string;
  /** `result` when it is an object. */
  readonly result: Record<string, unknown> & { readonly id: string; readonly value: string };
}

async function ask(
  app: App,
  method: string,
  url: string,
  body?: unknown,
  headers: HeadersInit = TOKEN,
): Promise<Answer> {
  const sent = new Headers(headers);
  if (body !== undefined) sent.set("content-type", "application/json");
  const text = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
  const response = await app.call(url, { method, headers: sent, body: text });
  const answer = await response.text();
  const parsed = JSON.parse(answer) as Answer["body"] & { readonly result: Answer["result"] };
  return { status: response.status, body: parsed, text: answer, result: parsed.result };
}

const create = async (app: App, fields: object = {}): Promise<Answer["result"]> => {
  const { status, result } = await ask(app, "POST", TOKENS, { name: "a token", ...fields });
  expect(status).toBe(200);
  return result;
};

const bearer = (secret: string): HeadersInit => ({ authorization: `Bearer ${secret}` });

describe("a new token", () => {
  test("is shown with its secret, may read, and never expires, unless something else is asked", async () => {
    const { id, value, ...shown } = await create(startApp());
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(value).toMatch(SECRET);
    expect(shown).toEqual({
      name: "a token",
      status: "active",
      scope: "read",
      issued_on: "2020-09-13T12:26:40.000Z",
      modified_on: "2020-09-13T12:26:40.000Z",
      policies: [{ id, effect: "allow", permission_groups: [READ_GROUP], resources: { [RESOURCE]: "*" } }],
    });
  });

  test.each([
    [{ scope: "edit" }, "edit"],
    [{ policies: [{ effect: "allow", permission_groups: [{ id: READ_GROUP.id }] }] }, "read"],
    [{ policies: [{ effect: "allow", permission_groups: [READ_GROUP, EDIT_GROUP] }] }, "edit"],
    [
      {
        policies: [
          { effect: "allow", permission_groups: [{ name: "Account Admin" }], resources: { [RESOURCE]: "*" } },
          { effect: "allow", permission_groups: [READ_GROUP] },
        ],
      },
      "admin",
    ],
    [{ scope: "admin", policies: [{ effect: "allow", permission_groups: [ADMIN_GROUP] }] }, "admin"],
  ])("takes %j for the scope %s", async (fields, scope) => {
    expect(await create(startApp(), fields)).toMatchObject({ scope });
  });

  test("may be made disabled, and with an expiry in any zone", async () => {
    const app = startApp();
    const token = await create(app, { status: "disabled", expires_on: "2030-01-31T12:00:00.5+02:00" });
    expect(token).toMatchObject({ status: "disabled", expires_on: "2030-01-31T10:00:00.500Z" });
    expect((await ask(app, "GET", VERIFY, undefined, bearer(token.value))).status).toBe(403);
  });

  test.each<[string, unknown]>([
    ["no name", {}],
    ["an empty name", { name: " " }],
    ["a name with a line end", { name: "a\nb" }],
    ["a name with half of a pair", { name: "\ud800" }],
    ["a long name", { name: "x".repeat(121) }],
    ["a name that is no text", { name: 1 }],
    ["a scope that there is not", { name: "a", scope: "write" }],
    ["a scope of the prototype", { name: "a", scope: "constructor" }],
    ["an expiry in the past", { name: "a", expires_on: "2020-09-13T12:26:40Z" }],
    ["an expiry on a day that there is not", { name: "a", expires_on: "2030-02-30T00:00:00Z" }],
    ["an expiry without a zone", { name: "a", expires_on: "2030-01-31T00:00:00" }],
    ["an expiry as a number", { name: "a", expires_on: 1_900_000_000 }],
    ["a status that follows from others", { name: "a", status: "expired" }],
    ["a field that nobody knows", { name: "a", colour: "red" }],
    ["a field named as a prototype", '{"name":"a","__proto__":{}}'],
    ["a condition", { name: "a", condition: { request_ip: { in: ["10.0.0.0/8"] } } }],
    ["a beginning", { name: "a", not_before: "2020-01-01T00:00:00Z" }],
    ["no policies", { name: "a", policies: [] }],
    ["policies that are no list", { name: "a", policies: {} }],
    ["a policy that is null", { name: "a", policies: [null] }],
    ["a denial", { name: "a", policies: [{ effect: "deny", permission_groups: [READ_GROUP] }] }],
    ["no groups", { name: "a", policies: [{ effect: "allow", permission_groups: [] }] }],
    ["a group without a name", { name: "a", policies: [{ effect: "allow", permission_groups: [{}] }] }],
    [
      "an unknown group",
      { name: "a", policies: [{ effect: "allow", permission_groups: [{ id: "x", name: "Images Read" }] }] },
    ],
    [
      "the resources of another account",
      {
        name: "a",
        policies: [
          {
            effect: "allow",
            permission_groups: [READ_GROUP],
            resources: { "com.cloudflare.api.account.other": "*" },
          },
        ],
      },
    ],
    [
      "a part of the account",
      {
        name: "a",
        policies: [
          { effect: "allow", permission_groups: [READ_GROUP], resources: { [RESOURCE]: { zone: "*" } } },
        ],
      },
    ],
    [
      "no resources",
      { name: "a", policies: [{ effect: "allow", permission_groups: [READ_GROUP], resources: {} }] },
    ],
    [
      "two scopes",
      { name: "a", scope: "read", policies: [{ effect: "allow", permission_groups: [EDIT_GROUP] }] },
    ],
    ["a list", []],
    ["what is no JSON", "{"],
  ])("is refused with %s", async (_name, body) => {
    const app = startApp();
    const { status, body: answer } = await ask(app, "POST", TOKENS, body);
    expect([status, answer.errors[0]?.code]).toEqual([400, 5400]);
    expect(await app.deps.tokens.listTokens(ACCOUNT.tag)).toEqual([]);
  });

  test("is refused when the account has as many as it may have", async () => {
    const app = startApp();
    for (let i = 0; i < MOST_TOKENS; i++) await create(app);
    const { status, body } = await ask(app, "POST", TOKENS, { name: "one more" });
    expect([status, body.errors[0]?.code]).toEqual([400, 5453]);
    expect((await ask(app, "GET", TOKENS)).body.result_info).toMatchObject({ total_count: 100, count: 100 });
  });
});

describe("the secret of a token", () => {
  test("is in no later answer, in no log and not in the store", async () => {
    const app = startApp();
    const { id, value } = await create(app, { scope: "admin" });
    const rolled = await ask(app, "PUT", `${TOKENS}/${id}/value`, {});
    const secrets = [value, rolled.result as unknown as string];
    for (const url of [TOKENS, `${TOKENS}/${id}`, `${TOKENS}/verify`, VERIFY]) {
      const { status, text } = await ask(app, "GET", url, undefined, bearer(secrets[1]!));
      expect(status).toBe(200);
      expect(text).not.toMatch(/darkroom_|hash/);
    }
    expect((await ask(app, "PUT", `${TOKENS}/${id}`, { name: "b" })).text).not.toMatch(/darkroom_|hash/);
    await ask(app, "GET", TOKENS, undefined, bearer(value));
    const kept = JSON.stringify(await app.deps.tokens.listTokens(ACCOUNT.tag)) + app.log.join("\n");
    for (const secret of secrets) expect(kept).not.toContain(secret.slice("darkroom_".length));
  });

  test("is random: 256 bits from where the application gets such bytes", async () => {
    const lengths: number[] = [];
    const app = startApp({
      randomBytes(length) {
        lengths.push(length);
        return new Uint8Array(length).fill(255);
      },
    });
    expect((await create(app)).value).toBe(`darkroom_${"_".repeat(42)}8`);
    expect(lengths).toEqual([32]);
  });

  test("is replaced by rolling: the new one works, the old one no more", async () => {
    const app = startApp();
    const { id, value } = await create(app);
    const { result } = await ask(app, "PUT", `${TOKENS}/${id}/value`);
    const rolled = result as unknown as string;
    expect(rolled).toMatch(SECRET);
    expect((await ask(app, "GET", VERIFY, undefined, bearer(rolled))).result.id).toBe(id);
    expect((await ask(app, "GET", VERIFY, undefined, bearer(value))).status).toBe(403);
  });
});

describe("a token ends at once", () => {
  test.each([
    ["deleted", "DELETE", undefined],
    ["disabled", "PUT", { status: "disabled" }],
    ["shortened to nothing", "PUT", { scope: "read" }],
  ])("when it is %s", async (_name, method, body) => {
    const app = startApp();
    const { id, value } = await create(app, { scope: "edit" });
    const remove = async () => (await ask(app, "DELETE", `${API}/none`, undefined, bearer(value))).status;
    expect(await remove()).toBe(404);
    expect((await ask(app, method, `${TOKENS}/${id}`, body)).status).toBe(200);
    expect(await remove()).toBe(403);
  });

  test("when it expires", async () => {
    let now = Date.parse("2030-01-01T00:00:00Z");
    const app = startApp({ now: () => now });
    const { id, value } = await create(app, { expires_on: "2030-01-01T00:01:00Z" });
    const verify = () => ask(app, "GET", VERIFY, undefined, bearer(value));
    expect((await verify()).result).toEqual({ id, status: "active", expires_on: "2030-01-01T00:01:00.000Z" });
    now += 60_000;
    expect(await verify()).toMatchObject({ status: 403, body: { errors: [{ code: 9109 }] } });
    expect((await ask(app, "GET", `${TOKENS}/${id}`)).result).toMatchObject({ status: "expired" });
  });
});

describe("a change of a token", () => {
  test("leaves what it does not name", async () => {
    const app = startApp();
    const { id } = await create(app, { scope: "edit", expires_on: "2030-01-31T00:00:00Z" });
    const change = async (body: object) => (await ask(app, "PUT", `${TOKENS}/${id}`, body)).result;
    expect(await change({ name: "new" })).toMatchObject({
      name: "new",
      scope: "edit",
      expires_on: "2030-01-31T00:00:00.000Z",
    });
    expect(await change({ expires_on: null })).not.toHaveProperty("expires_on");
    expect(await change({ status: "disabled" })).toMatchObject({ status: "disabled", name: "new" });
    expect(await change({ status: "active" })).toMatchObject({ status: "active", scope: "edit" });
  });

  test("may send back all that was shown, also of a token that expired since", async () => {
    let now = Date.parse("2030-01-01T00:00:00Z");
    const app = startApp({ now: () => now });
    const { id } = await create(app, { expires_on: "2030-01-01T00:01:00Z" });
    now += 120_000;
    const { status: _derived, ...shown } = (await ask(app, "GET", `${TOKENS}/${id}`)).result;
    const changed = await ask(app, "PUT", `${TOKENS}/${id}`, { ...shown, name: "renamed" });
    expect(changed.result).toEqual({
      ...shown,
      name: "renamed",
      status: "expired",
      modified_on: "2030-01-01T00:02:00.000Z",
    });
    const past = await ask(app, "PUT", `${TOKENS}/${id}`, { expires_on: "2030-01-01T00:01:30Z" });
    expect(past.status).toBe(400);
  });

  test.each([
    ["GET", ""],
    ["PUT", ""],
    ["PUT", "/value"],
    ["DELETE", ""],
  ])("or a look at one that is not there finds nothing: %s …%s", async (method, end) => {
    const app = startApp();
    for (const id of ["0".repeat(32), "a%00b", "%f0%9f%a6%8a"]) {
      const body = method === "PUT" ? {} : undefined;
      const { status, body: answer } = await ask(app, method, `${TOKENS}/${id}${end}`, body);
      expect([status, answer.errors[0]?.code]).toEqual([404, 5404]);
    }
  });
});

describe("the list of tokens", () => {
  const start = async (change: Partial<AppDeps> = {}) => {
    let now = Date.parse("2030-01-01T00:00:00Z");
    const app = startApp({ now: () => now++, ...change });
    for (const name of ["a", "b", "c"]) await create(app, { name });
    const names = async (query: string) => {
      const { result, body } = await ask(app, "GET", `${TOKENS}?${query}`);
      const list = result as unknown as readonly { readonly name: string }[];
      return { names: list.map(({ name }) => name), info: body.result_info };
    };
    return { app, names };
  };

  test("has pages that end, the newest first or the oldest", async () => {
    const { names } = await start();
    expect((await names("")).names).toEqual(["c", "b", "a"]);
    expect((await names("direction=asc")).names).toEqual(["a", "b", "c"]);
    expect(await names("per_page=2&page=2")).toEqual({
      names: ["a"],
      info: { page: 2, per_page: 2, count: 1, total_count: 3, total_pages: 2 },
    });
    expect((await names("page=2")).names).toEqual([]);
  });

  test("leaves expired ones out when they are not wanted", async () => {
    const { app, names } = await start();
    await create(app, { name: "short", expires_on: "2030-01-01T00:00:00.020Z" });
    for (let i = 0; i < 30; i++) app.deps.now();
    expect((await names("")).names).toContain("short");
    expect((await names("include_expired=false")).names).toEqual(["c", "b", "a"]);
  });

  test.each(["page=0", "per_page=1001", "direction=up", "include_expired=1"])("refuses %s", async (query) => {
    const { app } = await start();
    expect((await ask(app, "GET", `${TOKENS}?${query}`)).status).toBe(400);
  });

  test("shows when a token was last used", async () => {
    const app = startApp();
    const { id, value } = await create(app);
    expect((await ask(app, "GET", `${TOKENS}/${id}`)).result).not.toHaveProperty("last_used_on");
    await ask(app, "GET", API, undefined, bearer(value));
    await app.settled();
    expect((await ask(app, "GET", `${TOKENS}/${id}`)).result).toMatchObject({
      last_used_on: "2020-09-13T12:26:40.000Z",
    });
  });
});

describe("the operator", () => {
  test.each([
    ["token", TOKEN],
    ["key", KEY],
  ])("is verified by %s, and stands in no list", async (_name, headers) => {
    const app = startApp();
    for (const url of [VERIFY, `${TOKENS}/verify`])
      expect((await ask(app, "GET", url, undefined, headers)).result).toEqual({
        id: "operator",
        status: "active",
      });
    expect((await ask(app, "GET", TOKENS)).result).toEqual([]);
    expect((await ask(app, "GET", `${TOKENS}/operator`)).status).toBe(404);
    expect(app.log.join("\n")).not.toContain(OPERATOR.token);
  });

  test("finds the groups of permissions that policies name", async () => {
    const groups = async (query: string) =>
      (await ask(startApp(), "GET", `${TOKENS}/permission_groups?${query}`)).result as unknown;
    const kind = { category: "media", scopes: ["com.cloudflare.api.account"] };
    const all = [READ_GROUP, EDIT_GROUP, ADMIN_GROUP].map((group) => Object.assign({}, group, kind));
    expect(await groups("")).toEqual(all);
    expect(await groups("name=Images%20Write&scope=com.cloudflare.api.account")).toEqual([all[1]]);
    expect(await groups("scope=com.cloudflare.api.user")).toEqual([]);
  });
});
