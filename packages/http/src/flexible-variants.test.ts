import { describe, expect, test } from "vitest";
import { createDerivedCache, createMemoryBlobStore, MOST_DERIVED_PER_ORIGINAL } from "@darkroom/storage";
import { ACCOUNT, API, ORIGIN, TOKEN, upload } from "./testing/start-app.ts";
import { startSizedApp } from "./testing/sized-app.ts";

const DELIVERY = `${ORIGIN}/${ACCOUNT.hash}`;

/** An application with one image `a`, and flexible variants on. */
async function startFlexible(...settings: Parameters<typeof startSizedApp>) {
  const app = startSizedApp(...settings);
  await upload(app, { id: "a" });
  expect((await app.send("PATCH", "/config", { flexible_variants: true })).status).toBe(200);
  return {
    ...app,
    async get(segment: string, headers: HeadersInit = {}) {
      const response = await app.call(`${DELIVERY}/a/${segment}`, { headers });
      const error = response.headers.get("cf-resized");
      const status = response.headers.get("cache-status");
      return {
        status: response.status,
        error,
        text: await response.text(),
        isHit: status === "darkroom; hit",
      };
    },
  };
}

describe("the settings of an account", () => {
  const INITIAL = { flexible_variants: false, browser_ttl: null, prewarm: null };

  test("are off and the server's until they are changed, one by one", async () => {
    const app = startSizedApp();
    const config = async (changes: object) => (await app.send("PATCH", "/config", changes)).result;
    expect((await app.send("GET", "/config")).result).toEqual(INITIAL);
    expect(await config({ flexible_variants: true })).toEqual({ ...INITIAL, flexible_variants: true });
    expect(await config({ browser_ttl: 3600 })).toEqual({
      ...INITIAL,
      flexible_variants: true,
      browser_ttl: 3600,
    });
    expect(await config({ browser_ttl: null, flexible_variants: false })).toEqual(INITIAL);
    expect((await app.send("GET", "/config")).result).toEqual(INITIAL);
  });

  test.each<[unknown, string]>([
    [{}, "none"],
    [[], "an object"],
    [{ flexible_variants: "true" }, "`flexible_variants`"],
    [{ flexible_variants: null }, "`flexible_variants`"],
    [{ browser_ttl: 3599 }, "`browser_ttl`"],
    [{ browser_ttl: 3600.5 }, "`browser_ttl`"],
    [{ flexible_variants: true, preserve_content_credentials: true }, "not build yet"],
    [{ flexible_variant: true }, "Did you mean `flexible_variants`?"],
  ])("refuse %j and change nothing", async (body, said) => {
    const app = startSizedApp();
    const { status, errors } = await app.send("PATCH", "/config", body);
    expect([status, errors[0]!.code]).toEqual([400, 5400]);
    expect(errors[0]!.message).toContain(said);
    expect((await app.send("GET", "/config")).result).toEqual(INITIAL);
  });

  test("need a credential, and are no image", async () => {
    const app = startSizedApp();
    expect((await app.call(`${API}/config`)).status).toBe(401);
    expect((await app.call(`${API}/config`, { method: "DELETE", headers: TOKEN })).status).toBe(405);
  });
});

describe("options in an address", () => {
  test("are refused until they are switched on, and from the next request after they are switched off", async () => {
    const app = await startFlexible();
    expect(await app.get("width=40,height=30,fit=squeeze")).toMatchObject({ status: 200, text: "40x30 png" });
    await app.send("PATCH", "/config", { flexible_variants: false });
    for (const segment of ["width=40,height=30,fit=squeeze", "w=zzz"]) {
      expect(await app.get(segment)).toMatchObject({ status: 403, error: "err=9429" });
    }
  });

  test("of two spellings share one derived image; of two meanings, none", async () => {
    const app = await startFlexible();
    const first = await app.get("w=40,h=30,fit=squeeze");
    expect(first).toMatchObject({ text: "40x30 png", isHit: false });
    for (const spelling of [
      "fit=squeeze,height=30,width=40",
      "width=0040,h=30,fit=squeeze",
      "w=%34%30,h=30,fit=squeeze",
      "w=40,h=30,fit=squeeze,quality=85,dpr=1.0,f=auto,metadata=none",
    ]) {
      expect({ spelling, ...(await app.get(spelling)) }).toEqual({ spelling, ...first, isHit: true });
    }
    expect(app.renders()).toBe(1);
    expect((await app.get("w=40,h=30,fit=squeeze,q=84")).isHit).toBe(false);
    expect((await app.get("w=40,h=31,fit=squeeze")).text).toBe("40x31 png");
    expect((await app.get("w=40,h=30,fit=squeeze", { accept: "image/webp" })).text).toBe("40x30 webp");
  });

  test("share with a named variant of the same options", async () => {
    const app = await startFlexible();
    await app.send("POST", "/variants", { id: "card", options: { width: 40, height: 30, fit: "squeeze" } });
    await app.get("card");
    expect(await app.get("fit=squeeze,w=40,h=30")).toMatchObject({ isHit: true, text: "40x30 png" });
    expect(app.renders()).toBe(1);
  });

  test.each([
    ["w=0", "9401"],
    ["w=1,w=2", "9401"],
    ["widht=40", "9401"],
    ["blur=5", "9401"],
    ["w=1,", "9401"],
    ["=", "9401"],
    ["w=4097,fit=contain", "9401"],
    ["h=2049,dpr=2", "9401"],
    ["w=%zz", "9401"],
  ])("such as %s are refused", async (segment, code) => {
    const { status, error, text } = await (await startFlexible()).get(segment);
    expect([status, error]).toEqual([400, `err=${code}`]);
    expect(text).toMatch(/^ERROR 9401: [A-Z`]/);
  });

  test("need no switch and no bound for named variants", async () => {
    const app = await startFlexible({ flexibleSide: 100, flexibleRate: 1 });
    for (const width of [200, 300, 400]) {
      await app.send("POST", "/variants", { id: `w${width}`, options: { width, height: 1, fit: "squeeze" } });
      expect((await app.get(`w${width}`)).text).toBe(`${width}x1 png`);
    }
  });
});

describe("who enumerates options", () => {
  test("fills neither disk nor processor, and takes nothing from anybody else", async () => {
    let time = 1_600_000_000_000;
    const app = await startFlexible({ flexibleRate: 600 }, { now: () => time });
    await upload(app, { id: "other" });
    await app.send("POST", "/variants", { id: "mine", options: { width: 7, height: 7, fit: "squeeze" } });
    await app.get("mine");
    const refused = { tooLarge: 0, tooMany: 0 };
    for (let width = 1; width <= 10_000; width += 1) {
      const { status, error } = await app.get(`w=${width},h=1,fit=squeeze`);
      if (error === "err=9401") refused.tooLarge += 1;
      if (error === "err=9422") refused.tooMany += 1;
      expect([200, 400, 429]).toContain(status);
      time += 10;
    }
    // 600 at once, and 10 in each of the 41 s that the first 4,096 take.
    expect(app.renders()).toBeLessThanOrEqual(1 + 600 + 410);
    expect(refused.tooLarge).toBe(10_000 - 4096);
    expect(refused.tooMany).toBeGreaterThanOrEqual(4096 - 1010);
    expect((await app.cached()).length).toBeLessThanOrEqual(MOST_DERIVED_PER_ORIGINAL);
  });

  test("is told when to come back, while what is cached or named is served as ever", async () => {
    const app = await startFlexible({ flexibleRate: 2 });
    const hit = await app.get("w=1,h=1,fit=squeeze");
    await app.get("w=2,h=1,fit=squeeze");
    const response = await app.call(`${DELIVERY}/a/w=3,h=1,fit=squeeze`);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("10");
    expect(response.headers.get("cf-resized")).toBe("err=9422");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await app.get("w=1,h=1,fit=squeeze")).toEqual({ ...hit, isHit: true });
    expect((await app.get("public")).status).toBe(200);
  });

  test("counts once what many ask for at the same time", async () => {
    const everybody = 20;
    const gate = Promise.withResolvers<void>();
    const cache = createDerivedCache({ store: createMemoryBlobStore(), quotaBytes: 1_000_000 });
    let looked = 0;
    const app = await startFlexible(
      { flexibleRate: 1 },
      {
        derived: {
          ...cache,
          async get(key) {
            const found = await cache.get(key);
            looked += 1;
            if (looked === everybody) gate.resolve();
            return found;
          },
        },
        renderer: {
          concurrency: 1,
          memoryBytes: 1e9,
          async render() {
            // Nobody finds it in the cache: all have looked before it is there.
            await gate.promise;
            return { bytes: new Uint8Array(1), stepMs: [] };
          },
        },
      },
    );
    const answers = await Promise.all(
      Array.from({ length: everybody }, () => app.get("w=9,h=9,fit=squeeze")),
    );
    expect(answers.map(({ status, isHit }) => [status, isHit])).toEqual(answers.map(() => [200, false]));
    expect((await app.get("w=8,h=9,fit=squeeze")).status).toBe(429);
  });

  test("in one account leaves the others alone", async () => {
    const app = await startFlexible({ flexibleRate: 1 });
    const other = { tag: "other", hash: "BBBBBBBBBBBBBBBBBBBBBB", name: "Other", created: 1 };
    await app.deps.accountRecords.insertAccount(other);
    const body = new FormData();
    body.set("id", "b");
    body.set("file", new Blob([await (await app.call(`${API}/a/blob`, { headers: TOKEN })).arrayBuffer()]));
    const theirs = `${ORIGIN}/client/v4/accounts/other/images/v1`;
    expect((await app.call(theirs, { method: "POST", headers: TOKEN, body })).status).toBe(200);
    expect((await app.call(`${ORIGIN}/${other.hash}/b/w=9`)).status).toBe(403);
    await app.deps.accountRecords.updateAccountConfig("other", { flexibleVariants: true });
    for (const segment of ["w=1,fit=contain", "w=2,fit=contain"]) await app.get(segment);
    expect((await app.get("w=3,fit=contain")).status).toBe(429);
    expect((await app.call(`${ORIGIN}/${other.hash}/b/w=9`)).status).toBe(200);
  });
});
