import { describe, expect, test } from "vitest";
import { ACCOUNT, API, KEY, ORIGIN, PIXEL, TOKEN, upload } from "./testing/start-app.ts";
import { startSizedApp } from "./testing/sized-app.ts";

type SizedApp = ReturnType<typeof startSizedApp>;

const DELIVERY = `${ORIGIN}/${ACCOUNT.hash}`;

/** Options that enlarge the one pixel, so that sizes can be told apart. */
const square = (width: number): object => ({ width, height: width, fit: "squeeze" });

async function deliver(app: SizedApp, path: string, headers: HeadersInit = {}) {
  const response = await app.call(`${DELIVERY}/${path}`, { headers });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers };
}

describe("a variant", () => {
  test("is created, shown, listed by its name, changed and deleted", async () => {
    const app = startSizedApp();
    const created = await app.send("POST", "/variants", {
      id: "hero",
      options: {
        fit: "cover",
        width: 1366,
        height: 768,
        metadata: "none",
        quality: "high",
        browser_ttl: 3600,
      },
      neverRequireSignedURLs: true,
    });
    const shown = {
      id: "hero",
      options: { fit: "cover", width: 1366, height: 768, metadata: "none", quality: 90, browser_ttl: 3600 },
      neverRequireSignedURLs: true,
    };
    expect(created).toEqual({ status: 200, result: { variant: shown }, errors: [] });
    expect((await app.send("GET", "/variants/hero")).result).toEqual({ variant: shown });
    const { variants } = (await app.send("GET", "/variants")).result as unknown as {
      variants: Record<string, unknown>;
    };
    expect(Object.keys(variants)).toEqual(["default", "public", "hero"]);
    expect(variants["hero"]).toEqual(shown);

    const changed = { ...shown, options: { width: 20 } };
    expect((await app.send("PATCH", "/variants/hero", { options: { width: 20 } })).result).toEqual({
      variant: changed,
    });
    const open = await app.send("PATCH", "/variants/hero", { neverRequireSignedURLs: false });
    expect(open.result).toEqual({ variant: { ...changed, neverRequireSignedURLs: false } });
    expect(await app.send("DELETE", "/variants/hero")).toEqual({ status: 200, result: {}, errors: [] });
    expect(await app.send("GET", "/variants/hero")).toMatchObject({ status: 404, errors: [{ code: 5401 }] });
  });

  test("may be made of no options, or of a part of them", async () => {
    const app = startSizedApp();
    for (const [id, options] of Object.entries({ whole: {}, narrow: { width: 40 } })) {
      const { result } = await app.send("POST", "/variants", { id, options });
      expect(result).toEqual({ variant: { id, options, neverRequireSignedURLs: false } });
    }
  });

  test.each<[string, unknown, string]>([
    ["of a name that is taken", { id: "taken", options: {} }, "5409"],
    ["of a built-in name", { id: "public", options: {} }, "5409"],
    ["of the other built-in name", { id: "default", options: {} }, "5409"],
    ["of the name of an account", { id: ACCOUNT.hash, options: {} }, "5409"],
    ["without a name", { options: {} }, "`variant name`"],
    ["of a name with a space", { id: "a b", options: {} }, "`variant name`"],
    ["of a name with a slash", { id: "a/b", options: {} }, "`variant name`"],
    ["of a name with an equals sign", { id: "w=1", options: {} }, "`variant name`"],
    ["of 100 characters", { id: "a".repeat(100), options: {} }, "`variant name`"],
    ["of a name that is a number", { id: 7, options: {} }, "`variant name`"],
    ["of the name of a prototype", { id: "__proto__", options: {} }, "not reserved"],
    ["of a first segment of ours", { id: "dashboard", options: {} }, "not reserved"],
    ["without options", { id: "a" }, "`options`"],
    ["with options that are a list", { id: "a", options: [] }, "`options`"],
    ["with an option that is not built", { id: "a", options: { blur: 5 } }, "`blur`"],
    ["with an option that nobody knows", { id: "a", options: { widht: 5 } }, "Did you mean `width`?"],
    ["with an option called __proto__", '{"id":"a","options":{"__proto__":{"width":5}}}', "__proto__"],
    ["with a width of nothing", { id: "a", options: { width: 0 } }, "`width`"],
    ["with a TTL of less than an hour", { id: "a", options: { browser_ttl: 3599 } }, "`browser_ttl`"],
    ["with a TTL of more than a year", { id: "a", options: { browser_ttl: 31_536_001 } }, "`browser_ttl`"],
    ["with a TTL in words", { id: "a", options: { browser_ttl: "3600" } }, "`browser_ttl`"],
    ["with a field that nobody knows", { id: "a", options: {}, neverRequireSigned: true }, "no field"],
    ["with a text for a switch", { id: "a", options: {}, neverRequireSignedURLs: "yes" }, "true or false"],
    ["that is no JSON", "{", "JSON"],
  ])("%s is refused", async (_name, body, said) => {
    const app = startSizedApp();
    await app.send("POST", "/variants", { id: "taken", options: { width: 7 } });
    const { status, errors } = await app.send("POST", "/variants", body);
    expect(status).toBe(said === "5409" ? 409 : 400);
    expect(errors[0]!.message).toContain(said);
    expect((await app.deps.variants.listVariants(ACCOUNT.tag)).map(({ name }) => name)).toEqual(["taken"]);
    expect((await app.deps.variants.getVariant(ACCOUNT.tag, "taken"))?.options).toEqual({ width: 7 });
  });

  test.each<[string, string, string, unknown, number]>([
    ["is changed in nothing", "PATCH", "one", {}, 400],
    ["is renamed", "PATCH", "one", { id: "two" }, 400],
    ["is given wrong options", "PATCH", "one", { options: { width: -1 } }, 400],
    ["is not there to change", "PATCH", "two", { options: {} }, 404],
    ["is not there to delete", "DELETE", "two", undefined, 404],
    ["has no possible name", "GET", "%00", undefined, 404],
    ["has the name of a prototype", "GET", "__proto__", undefined, 404],
    ["is the beta's, and changed", "PATCH", "default", { options: {} }, 400],
    ["is the beta's, and deleted", "DELETE", "default", undefined, 400],
  ])("that %s is refused", async (_name, method, name, body, expected) => {
    const app = startSizedApp();
    await app.send("POST", "/variants", { id: "one", options: { width: 1 } });
    expect((await app.send(method, `/variants/${name}`, body)).status).toBe(expected);
    expect((await app.deps.variants.listVariants(ACCOUNT.tag)).map(({ options }) => options)).toEqual([
      { width: 1 },
    ]);
  });

  test.each(["constructor", "toString", "hasOwnProperty", "valueOf", "0", "-", "_", "a".repeat(99)])(
    "may be called %s, and is found and delivered under that name alone",
    async (name) => {
      const app = startSizedApp();
      await upload(app, { id: "a" });
      expect((await app.send("GET", `/variants/${name}`)).status).toBe(404);
      expect((await deliver(app, `a/${name}`)).status).toBe(404);
      await app.send("POST", "/variants", { id: name, options: square(9) });
      const { result } = await app.send("GET", "/variants");
      expect(JSON.stringify(result)).toContain(`"${name}":{"id":"${name}"`);
      expect((await deliver(app, `a/${name}`)).text).toBe("9x9 png");
    },
  );

  test("may have a name in the form of an account hash", async () => {
    const app = startSizedApp();
    await upload(app, { id: "a" });
    const name = "thumbnail-square-small";
    expect((await app.call(`${ORIGIN}/${name}/a`)).status).toBe(404);
    expect((await app.call(`${ORIGIN}/${name}/a/b`)).status).toBe(403);
    await app.send("POST", "/variants", { id: name, options: square(9) });
    expect(await (await app.call(`${ORIGIN}/${name}/a`)).text()).toBe("9x9 png");
    expect((await deliver(app, `a/${name}`)).text).toBe("9x9 png");
  });

  test("is one of at most a hundred, however many are made at once", async () => {
    const app = startSizedApp();
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        app.send("POST", "/variants", { id: `v${index}`, options: {} }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused[0]).toMatchObject({ status: 400, errors: [{ code: 5453 }] });
    expect(refused).toHaveLength(20);
    expect(await app.deps.variants.listVariants(ACCOUNT.tag)).toHaveLength(100);
  });

  test("belongs to one account", async () => {
    const app = startSizedApp();
    const other = { tag: "other", hash: "BBBBBBBBBBBBBBBBBBBBBB", name: "Other", created: 1 };
    await app.deps.accountRecords.insertAccount(other);
    await app.send("POST", "/variants", { id: "mine", options: {} });
    const theirs = `${ORIGIN}/client/v4/accounts/other/images/v1/variants`;
    for (const [method, path] of [
      ["GET", "/mine"],
      ["DELETE", "/mine"],
    ] as const) {
      expect((await app.call(theirs + path, { method, headers: TOKEN })).status).toBe(404);
    }
    expect(await (await app.call(theirs, { headers: TOKEN })).text()).not.toContain("mine");
  });

  test("needs a credential to be seen", async () => {
    const app = startSizedApp();
    for (const method of ["GET", "POST"]) {
      expect((await app.call(`${API}/variants`, { method })).status).toBe(401);
    }
  });

  test("that only a later program can read is listed all the same, and can be replaced", async () => {
    const app = startSizedApp();
    await upload(app, { id: "a" });
    await app.deps.variants.putVariant({
      account: ACCOUNT.tag,
      name: "later",
      options: { hologram: true, blur: 3 },
      neverRequireSignedURLs: false,
      browserTtl: null,
    });
    const { result } = await app.send("GET", "/variants");
    expect(result).toMatchObject({ variants: { later: { options: { hologram: true, blur: 3 } } } });
    expect((await app.call(`${API}/a`, { headers: TOKEN })).status).toBe(200);
    const { status, text } = await deliver(app, "a/later");
    expect([status, text]).toEqual([400, expect.stringContaining("hologram")]);
    expect((await app.send("PATCH", "/variants/later", { options: square(3) })).status).toBe(200);
    expect((await deliver(app, "a/later")).text).toBe("3x3 png");
    await app.settled();
    expect(app.log.join("\n")).not.toContain("not removed");
  });
});

describe("the built-in variants", () => {
  test("are shown as they are; the beta's with what each device gets", async () => {
    const { result } = await startSizedApp().send("GET", "/variants");
    expect(result).toMatchObject({
      variants: {
        default: {
          id: "default",
          options: { width: 2560, height: 1440, fit: "scale-down" },
          devices: { mobile: { width: 1080, height: 720 }, tablet: {}, desktop: { width: 2560 } },
        },
        public: { options: { fit: "scale-down", width: 1366, height: 768, metadata: "none" } },
      },
    });
  });

  test("public can be changed, and deleting it brings its own settings back, as often as one likes", async () => {
    const app = startSizedApp();
    await upload(app, { id: "a" });
    const before = (await app.send("GET", "/variants/public")).result;
    expect((await deliver(app, "a/public")).text).toBe("1x1 png");
    const changed = await app.send("PATCH", "/variants/public", { options: square(5) });
    expect(changed.result).toMatchObject({ variant: { id: "public", options: square(5) } });
    expect((await deliver(app, "a/public")).text).toBe("5x5 png");
    expect((await app.send("GET", "/variants")).result).toMatchObject({
      variants: { public: { options: square(5) } },
    });
    for (let time = 0; time < 2; time += 1) {
      expect((await app.send("DELETE", "/variants/public")).status).toBe(200);
      expect((await app.send("GET", "/variants/public")).result).toEqual(before);
    }
    expect((await deliver(app, "a/public")).text).toBe("1x1 png");
  });
});

describe("the answers of images", () => {
  test("name an address for every variant, the built-in ones first, in both shapes", async () => {
    const app = startSizedApp();
    for (const id of ["zebra", "Alpha"]) await app.send("POST", "/variants", { id, options: square(4) });
    await app.send("PATCH", "/variants/public", { options: square(5) });
    const names = ["default", "public", "Alpha", "zebra"];
    const today = (await upload(app, { id: "x/y" })).body as unknown as { result: { variants: string[] } };
    expect(today.result.variants).toEqual(names.map((name) => `${DELIVERY}/x/y/${name}`));
    const beta = (await upload(app, { id: "b" }, KEY)).body as unknown as {
      result: { variants: { name: string; url: string }[] };
    };
    expect(beta.result.variants).toEqual(names.map((name) => ({ name, url: `${ORIGIN}/${name}/b` })));
    for (const url of [...today.result.variants, ...beta.result.variants.map((variant) => variant.url)]) {
      expect((await app.call(url)).status).toBe(200);
    }
    const listed = await (await app.call(API, { headers: TOKEN })).text();
    for (const name of names) expect(listed).toContain(`/x/y/${name}"`);
  });
});

describe("a delivery by a variant", () => {
  test("says how long it may be kept: by the variant, else the account, else the server", async () => {
    const app = startSizedApp();
    await upload(app, { id: "a" });
    await app.send("POST", "/variants", { id: "own", options: { browser_ttl: 31_536_000 } });
    await app.send("POST", "/variants", { id: "none", options: {} });
    const ttl = async (path: string) => (await deliver(app, path)).headers.get("cache-control");
    const control = (seconds: number) => `public, max-age=${seconds}, stale-while-revalidate=7200`;
    expect(await ttl("a/own")).toBe(control(31_536_000));
    expect(await ttl("a/none")).toBe(control(172_800));
    expect(await ttl("a/default")).toBe(control(172_800));
    await app.send("PATCH", "/config", { browser_ttl: 86_400, flexible_variants: true });
    expect(await ttl("a/own")).toBe(control(31_536_000));
    expect(await ttl("a/none")).toBe(control(86_400));
    expect(await ttl("a/default")).toBe(control(86_400));
    expect(await ttl("a/w=1")).toBe(control(86_400));
    await app.send("PATCH", "/variants/own", { options: {} });
    expect(await ttl("a/own")).toBe(control(86_400));
    const { headers } = await deliver(app, "a/own");
    const revalidated = await deliver(app, "a/own", { "if-none-match": headers.get("etag")! });
    expect([revalidated.status, revalidated.headers.get("cache-control")]).toEqual([304, control(86_400)]);
  });

  test("follows a change at once, with another ETag, and the old bytes leave the cache", async () => {
    const app = startSizedApp();
    for (const id of ["a", "b"]) await upload(app, { id, file: new Blob([PIXEL, id]) });
    await app.send("POST", "/variants", { id: "thumb", options: square(4) });
    await app.send("POST", "/variants", { id: "other", options: square(6) });
    const accepts = ["*/*", "image/webp", "image/png;q=0.1"];
    for (const id of ["a", "b"])
      for (const accept of accepts)
        for (const name of ["thumb", "other"]) await deliver(app, `${id}/${name}`, { accept });
    expect(await app.cached()).toHaveLength(8);
    const before = await deliver(app, "a/thumb");
    expect(before.headers.get("cache-status")).toBe("darkroom; hit");

    await app.send("PATCH", "/variants/thumb", { options: square(5) });
    const after = await deliver(app, "a/thumb", { "if-none-match": before.headers.get("etag")! });
    expect([after.status, after.text]).toEqual([200, "5x5 png"]);
    await app.settled();
    // The four of `other`, and the new one.
    expect(await app.cached()).toHaveLength(5);
    expect((await deliver(app, "a/other")).headers.get("cache-status")).toBe("darkroom; hit");

    await app.send("DELETE", "/variants/thumb");
    expect((await deliver(app, "a/thumb")).status).toBe(404);
    await app.settled();
    expect(await app.cached()).toHaveLength(4);
  });

  test("keeps what another variant delivers with the same options, and what a change leaves as it was", async () => {
    const app = startSizedApp();
    await upload(app, { id: "a" });
    for (const id of ["one", "two"]) await app.send("POST", "/variants", { id, options: square(4) });
    await deliver(app, "a/one");
    expect((await deliver(app, "a/two")).headers.get("cache-status")).toBe("darkroom; hit");
    await app.send("DELETE", "/variants/one");
    await app.send("PATCH", "/variants/two", { options: { ...square(4), browser_ttl: 3600 } });
    await app.settled();
    expect((await deliver(app, "a/two")).headers.get("cache-status")).toBe("darkroom; hit");
    await app.send("DELETE", "/variants/two");
    await app.settled();
    expect(await app.cached()).toEqual([]);
  });

  test("that was begun before a change does not bring the old bytes back", async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const renderer = {
      concurrency: 1,
      memoryBytes: 1e9,
      async render() {
        begun.resolve();
        await gate.promise;
        return { bytes: new Uint8Array(10), stepMs: [] };
      },
    };
    const app = startSizedApp({}, { renderer });
    await upload(app, { id: "a" });
    await app.send("POST", "/variants", { id: "thumb", options: square(4) });
    const underWay = deliver(app, "a/thumb");
    await begun.promise;
    await app.send("PATCH", "/variants/thumb", { options: square(5) });
    await app.settled();
    gate.resolve();
    expect((await underWay).status).toBe(200);
    expect(await app.cached()).toEqual([]);
  });

  test("is not hindered by a cache that cannot be purged, which the log says", async () => {
    const app = startSizedApp();
    await upload(app, { id: "a" });
    await app.send("POST", "/variants", { id: "thumb", options: square(4) });
    (app.deps.derived as { remove: unknown }).remove = () => Promise.reject(new Error("the disk is away"));
    expect((await app.send("PATCH", "/variants/thumb", { options: square(5) })).status).toBe(200);
    expect((await deliver(app, "a/thumb")).text).toBe("5x5 png");
    await app.settled();
    expect(app.log.join("\n")).toContain("the disk is away");
  });
});
