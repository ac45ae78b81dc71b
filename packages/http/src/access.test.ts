import { describe, expect, test } from "vitest";
import type { TokenScope } from "@darkroom/storage";
import { createAppState } from "./app-state.ts";
import { apiRoutes } from "./routes/api.ts";
import type { Route } from "./routes/route.ts";
import { ACCOUNT, form, ORIGIN, PIXEL, startApp, TOKEN, type App } from "./testing/start-app.ts";

/*
 * Who may do what, and who sees what, for every route that there is: a new one is found here by itself.
 */

const { deps } = startApp();
const ROUTES = apiRoutes(deps, createAppState(deps));
const SCOPES: readonly TokenScope[] = ["read", "edit", "admin"];

/** Each account of these tests, and what it has: the same ids, so that one could be taken for the other's. */
const HERS = { tag: "hers", hash: "HersHersHersHersHers-1", image: "hers.png" };
const HIS = { tag: "his", hash: "HisHisHisHisHisHisHi-1", image: "his.png" };

type Headers = { readonly authorization: string };

/** The address of a route, with one text in place of every variable segment but the account. */
function addressOf({ path }: Route, account: string, id: string): string {
  const segments = path.split("/").map((segment) => {
    if (segment === ":account") return account;
    return /^[:*]/.test(segment) ? encodeURIComponent(id) : segment;
  });
  return `${ORIGIN}/client/v4/${segments.join("/")}`;
}

async function ask(app: App, route: Route, account: string, id: string, headers: Headers) {
  const hasBody = route.method !== "GET" && route.method !== "DELETE";
  const response = await app.call(addressOf(route, account, id), {
    method: route.method,
    headers: { ...headers, ...(hasBody && { "content-type": "application/json" }) },
    body: hasBody ? "{}" : null,
  });
  return { status: response.status, text: await response.text() };
}

async function addAccount(app: App, { tag, hash }: typeof HERS): Promise<void> {
  await app.deps.accountRecords.insertAccount({ tag, hash, name: `account ${tag}`, created: 1 });
}

async function tokenOf(app: App, tag: string, scope: TokenScope): Promise<Headers & { readonly id: string }> {
  const response = await app.call(`${ORIGIN}/client/v4/accounts/${tag}/tokens`, {
    method: "POST",
    headers: { ...TOKEN, "content-type": "application/json" },
    body: JSON.stringify({ name: `token of ${tag}`, scope }),
  });
  const { result } = (await response.json()) as { readonly result: { id: string; value: string } };
  return { id: result.id, authorization: `Bearer ${result.value}` };
}

async function uploadTo(app: App, { tag, image }: typeof HERS, headers: Headers): Promise<number> {
  const url = `${ORIGIN}/client/v4/accounts/${tag}/images/v1`;
  const body = form({ id: "same" });
  body.append("file", new Blob([PIXEL]), image);
  return (await app.call(url, { method: "POST", headers, body })).status;
}

describe("the scope of a token", () => {
  const cases = ROUTES.flatMap((route) => SCOPES.map((scope) => ({ route, scope })));

  test.each(cases.map(({ route, scope }) => [scope, route.method, route.path, route] as const))(
    "%s, at %s %s",
    async (scope, _method, _path, route) => {
      const app = startApp();
      const headers = await tokenOf(app, ACCOUNT.tag, scope);
      const { status, text } = await ask(app, route, ACCOUNT.tag, "none", headers);
      const mayPass = SCOPES.indexOf(scope) >= SCOPES.indexOf(route.scope) && route.operatorOnly !== true;
      expect({ status, refused: text.includes("its scope does not allow this") }).toEqual({
        status: mayPass ? expect.not.toBeOneOf([401, 403]) : 403,
        refused: !mayPass,
      });
    },
  );

  test("read changes nothing: every such route is a GET", () => {
    expect(ROUTES.filter(({ method, scope }) => method !== "GET" && scope === "read")).toEqual([]);
  });

  test("does not let a token make tokens or accounts unless it is an administrator's", () => {
    const scopes = ROUTES.filter(({ path }) => /tokens(\/:token.*)?$|^accounts$/.test(path)).map(
      ({ method, path, scope, operatorOnly }) => ({ method, path, scope, operatorOnly }),
    );
    expect(scopes.length).toBeGreaterThan(7);
    for (const { method, path, scope, operatorOnly } of scopes) {
      if (path === "accounts" && method === "GET") continue;
      expect({ method, path, scope }).toEqual({ method, path, scope: "admin" });
      expect(operatorOnly ?? false).toBe(path === "accounts");
    }
  });
});

describe("every route", () => {
  test.each(ROUTES.map((route) => [route.method, route.path, route] as const))(
    "needs a credential: %s %s",
    async (_method, _path, route) => {
      const app = startApp();
      const bare = await app.call(addressOf(route, ACCOUNT.tag, "x"), { method: route.method });
      expect(bare.status).toBe(401);
      const wrong = { authorization: `Bearer darkroom_${"A".repeat(43)}` };
      expect((await ask(app, route, ACCOUNT.tag, "x", wrong)).status).toBe(403);
    },
  );
});

describe("two accounts on one server", () => {
  /** Both with one image of the same bytes and id, and an administrator's token. */
  async function start() {
    const app = startApp();
    for (const account of [HERS, HIS]) await addAccount(app, account);
    const her = await tokenOf(app, HERS.tag, "admin");
    const his = await tokenOf(app, HIS.tag, "admin");
    expect(await uploadTo(app, HERS, her)).toBe(200);
    return { app, her, his };
  }

  /** All that the operator can read of an account; not the overview, which counts these questions too. */
  async function stateOf(app: App, tag: string, ids: readonly string[]) {
    const answers = ROUTES.filter(
      ({ method, path }) => method === "GET" && !path.endsWith("/overview"),
    ).flatMap((route) => ids.map((id) => ask(app, route, tag, id, TOKEN)));
    return Promise.all(answers);
  }

  const marks = [HERS.hash, HERS.image, "token of hers", "account hers"];

  test.each(ROUTES.map((route) => [route.method, route.path, route] as const))(
    "%s %s shows one nothing of the other, and changes nothing there",
    async (_method, _path, route) => {
      const { app, her, his } = await start();
      const ids = ["same", her.id];
      const before = await stateOf(app, HERS.tag, ids);
      for (const mark of marks) expect(before.map(({ text }) => text).join()).toContain(mark);

      for (const id of [...ids, HERS.tag]) {
        const own = await ask(app, route, HIS.tag, id, his);
        const reached = await ask(app, route, HERS.tag, id, his);
        for (const mark of marks) expect(own.text + reached.text).not.toContain(mark);
        if (id !== her.id) expect(own.text).not.toContain(her.id);
        if (!route.path.includes(":account")) continue;
        expect(reached).toMatchObject({ status: 403, text: expect.stringContaining("9109") });
        // Nor whether there is such an account.
        expect(await ask(app, route, "nobody", id, his)).toEqual(reached);
      }
      expect(await stateOf(app, HERS.tag, ids)).toEqual(before);
    },
  );

  test("have images of the same id, each under its own addresses", async () => {
    const { app, his } = await start();
    const at = async (path: string) => (await app.call(ORIGIN + path)).status;
    expect(await at(`/${HERS.hash}/same/public`)).toBe(200);
    for (const path of [`/${HIS.hash}/same/public`, "/public/same", `/${ACCOUNT.hash}/same/public`])
      expect(await at(path)).toBe(404);

    expect(await uploadTo(app, HIS, his)).toBe(200);
    expect(await at(`/${HIS.hash}/same/public`)).toBe(200);
    const url = `${ORIGIN}/client/v4/accounts/${HIS.tag}/images/v1/same`;
    await app.call(url, { method: "DELETE", headers: his });
    await app.settled();
    expect(await at(`/${HIS.hash}/same/public`)).toBe(404);
    expect(await at(`/${HERS.hash}/same/public`)).toBe(200);
  });

  test("are both open to the operator, who acts for one at a time", async () => {
    const { app, his } = await start();
    await uploadTo(app, HIS, his);
    for (const { tag, image } of [HERS, HIS]) {
      const response = await app.call(`${ORIGIN}/client/v4/accounts/${tag}/images/v1`, { headers: TOKEN });
      expect(await response.json()).toMatchObject({ result: { images: [{ id: "same", filename: image }] } });
    }
    const first = await app.call(`${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/images/v1`, { headers: TOKEN });
    expect(await first.json()).toMatchObject({ result: { images: [] } });
  });

  test("list themselves alone", async () => {
    const { app, his } = await start();
    const response = await app.call(`${ORIGIN}/client/v4/accounts`, { headers: his });
    expect(await response.json()).toMatchObject({
      result: [{ id: HIS.tag }],
      result_info: { total_count: 1 },
    });
  });
});
