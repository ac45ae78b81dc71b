import { sha256Hex, signUrl } from "@darkroom/core";
import { beforeEach, describe, expect, test } from "vitest";
import type { ExplainAnswer } from "./answers.ts";
import { startSizedApp } from "./testing/sized-app.ts";
import { ACCOUNT, API, ORIGIN, PIXEL, TOKEN, upload } from "./testing/start-app.ts";

const EXPLAIN = API.replace("images/v1", "darkroom/v1/explain");
const SECRET = "the-signing-key-of-the-account";
const NOW = 1_600_000_000_000;
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148";

let app: ReturnType<typeof startSizedApp>;

beforeEach(async () => {
  app = await startFilled();
});

/** Two images, `open` and `closed`, a variant `small`, and one that delivers private images. */
async function startFilled(...arguments_: Parameters<typeof startSizedApp>) {
  const started = startSizedApp(...arguments_);
  await upload(started, { id: "open" });
  await upload(started, { id: "closed", requireSignedURLs: "true" });
  const variant = { account: ACCOUNT.tag, options: { width: 10, quality: 50 }, browserTtl: 7200 };
  await started.deps.variants.putVariant({ ...variant, name: "small", neverRequireSignedURLs: false });
  await started.deps.variants.putVariant({ ...variant, name: "teaser", neverRequireSignedURLs: true });
  await started.deps.signingKeys.putSigningKey(ACCOUNT.tag, { name: "default", value: SECRET }, 20);
  return started;
}

const pathOf = (rest: string): string => `/${ACCOUNT.hash}/${rest}`;

async function ask(parameters: Record<string, string>, headers: HeadersInit = TOKEN) {
  const response = await app.call(`${EXPLAIN}?${new URLSearchParams(parameters)}`, { headers });
  return {
    status: response.status,
    body: (await response.json()) as { result: ExplainAnswer; errors: { message: string }[] },
  };
}

async function explained(rest: string, parameters: Record<string, string> = {}): Promise<ExplainAnswer> {
  const { status, body } = await ask({ url: pathOf(rest), ...parameters });
  expect(status).toBe(200);
  return body.result;
}

const switchFlexible = (flexibleVariants: boolean) =>
  app.deps.accountRecords.updateAccountConfig(ACCOUNT.tag, { flexibleVariants });

describe("an explanation", () => {
  test("says all of a delivery", async () => {
    expect(await explained("open/small", { accept: "image/webp" })).toEqual({
      url: pathOf("open/small"),
      status: 200,
      error: null,
      access: "Everybody may see it: the image is public.",
      original: {
        bytes: 70,
        mediaType: "image/png",
        sha256: await sha256Hex(PIXEL),
        width: 1,
        height: 1,
        animated: false,
        placeholder: null,
        frames: 1,
        orientation: 1,
        alpha: true,
        components: 3,
        bitDepth: 8,
        colourProfile: false,
        progressive: false,
      },
      variant: { name: "small", device: null },
      options: {
        dpr: { value: 1, from: "default" },
        fit: { value: "scale-down", from: "default" },
        format: { value: "auto", from: "default" },
        gravity: { value: { x: 0.5, y: 0.5 }, from: "default" },
        metadata: { value: "none", from: "default" },
        quality: { value: 50, from: "variant" },
        width: { value: 10, from: "variant" },
      },
      format: {
        mediaType: "image/webp",
        reason: "image/webp is the best that the client accepts for this size.",
      },
      plan: {
        steps: ["decode png", "encode webp q50"],
        output: { mediaType: "image/webp", width: 1, height: 1 },
        predictedBytes: expect.any(Number) as number,
      },
      cache: { key: expect.stringMatching(/^derived\//) as string, result: "miss", bytes: null },
      headers: {
        "content-type": "image/webp",
        "cache-control": "public, max-age=7200, stale-while-revalidate=7200",
        etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string,
        vary: "Accept",
      },
      browserTtl: 7200,
      run: null,
    });
  });

  test("tells the options of an address from those of a variant", async () => {
    await switchFlexible(true);
    const { options, variant } = await explained("open/w=7,q=high");
    expect(variant).toEqual({ name: "quality=90,width=7", device: null });
    expect(options).toMatchObject({
      width: { value: 7, from: "address" },
      quality: { value: 90, from: "address" },
      fit: { value: "scale-down", from: "default" },
    });
    expect(options).not.toHaveProperty("height");
  });

  test("is for the device that the parameters describe, not for that of the caller", async () => {
    expect((await explained("open/default", { "user-agent": IPHONE })).variant?.device).toBe("mobile");
    const hint = { "sec-ch-ua-mobile": "?1" };
    expect((await explained("open/default", hint)).options?.["width"]).toEqual({
      value: 1080,
      from: "variant",
    });
    const { body } = await ask({ url: pathOf("open/default") }, { ...TOKEN, "user-agent": IPHONE });
    expect(body.result.variant?.device).toBe("desktop");
  });

  test("takes a whole address, of any host", async () => {
    const { result } = (await ask({ url: `https://img.example.com${pathOf("open/public")}?a=b` })).body;
    expect([result.url, result.status]).toEqual([`${pathOf("open/public")}?a=b`, 200]);
  });

  test("knows what is in the cache, and puts nothing there", async () => {
    const missed = await explained("open/small");
    expect(missed.cache).toMatchObject({ result: "miss", bytes: null });
    const run = await explained("open/small", { run: "true" });
    expect(run.cache).toEqual(missed.cache);
    expect(app.renders()).toBe(1);
    expect(await app.cached()).toEqual([]);

    const delivered = await app.call(ORIGIN + pathOf("open/small"));
    const size = Number(delivered.headers.get("content-length"));
    expect((await explained("open/small")).cache).toEqual({
      key: missed.cache?.key,
      result: "hit",
      bytes: size,
    });
    expect(await app.cached()).toEqual([missed.cache?.key]);
    // Asked to run, it measures again what is there already.
    const again = await explained("open/small", { run: "true" });
    expect([again.cache?.result, again.run?.bytes, app.renders()]).toEqual(["hit", size, 3]);
  });

  test("that is run has the milliseconds of each step", async () => {
    let time = NOW;
    app = await startFilled(
      {},
      {
        now: () => time,
        renderer: {
          concurrency: 1,
          memoryBytes: 1e9,
          async render() {
            time += 20;
            return { bytes: new Uint8Array(3), stepMs: [12.3456, 4] };
          },
        },
      },
    );
    const { run, plan } = await explained("open/small", { run: "true" });
    expect(run).toEqual({ bytes: 3, waitMs: 0, readMs: 0, renderMs: 20, stepMs: [12.35, 4] });
    expect(plan?.steps).toHaveLength(2);
  });

  test("that would have to wait where nobody may is refused for now", async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    app = await startFilled(
      { queueLength: 0 },
      {
        renderer: {
          concurrency: 1,
          memoryBytes: 1e9,
          async render() {
            begun.resolve();
            await gate.promise;
            return { bytes: new Uint8Array(1), stepMs: [] };
          },
        },
      },
    );
    const delivered = app.call(ORIGIN + pathOf("open/public"));
    await begun.promise;
    const query = new URLSearchParams({ url: pathOf("open/small"), run: "true" });
    const response = await app.call(`${EXPLAIN}?${query}`, { headers: TOKEN });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
    expect((await explained("open/small")).status).toBe(200);
    gate.resolve();
    await delivered;
  });

  test("has no milliseconds of steps where nobody timed them", async () => {
    expect((await explained("open/small", { run: "true" })).run?.stepMs).toBeNull();
  });
});

describe("an address that gives no image", () => {
  test("is explained as a stranger finds it, and what a credential would get", async () => {
    const { status, error, access, headers, options, format, plan, cache } = await explained("closed/small");
    expect([status, error, access, headers]).toEqual([
      403,
      {
        code: "access_denied",
        number: 9425,
        message: "Access to this image is denied: it needs a signed address.",
      },
      null,
      null,
    ]);
    expect(options?.["width"]).toEqual({ value: 10, from: "variant" });
    expect([format?.mediaType, plan?.steps.length, cache?.result]).toEqual(["image/png", 2, "miss"]);
  });

  test("because options are switched off, or ask for too much, is explained with its plan", async () => {
    const off = await explained("open/w=1");
    expect([off.error?.code, off.plan?.output.width]).toEqual(["flexible_off", 1]);
    await switchFlexible(true);
    const large = await explained("open/w=9999,fit=squeeze,h=1");
    expect([large.error?.code, large.plan?.output.width]).toEqual(["flexible_too_large", 9999]);
  });

  test("is explained as far as it goes", async () => {
    const rest = { original: null, options: null, plan: null, cache: null, run: null };
    for (const [path, code] of [
      ["nowhere/public", "image_missing"],
      ["open/nothing", "variant_missing"],
    ] as const) {
      const { error, ...others } = await explained(path);
      expect(error?.code).toBe(code);
      expect(others).toMatchObject({ status: 404, ...rest });
    }
    const { body } = await ask({ url: "/robots.txt/" });
    expect(body.result).toMatchObject({ status: 404, error: { code: "route_unknown" }, ...rest });
    await switchFlexible(true);
    const tooLarge = await explained("open/w=4000,h=60000,fit=squeeze");
    expect(tooLarge).toMatchObject({
      original: { width: 1 },
      options: { width: { value: 4000 } },
      plan: null,
    });
  });

  test("because it takes more memory than there is, is foreseen", async () => {
    app = await startFilled(
      {},
      { renderer: { concurrency: 1, memoryBytes: 1e6, render: () => Promise.reject(new Error("never")) } },
    );
    await switchFlexible(true);
    const large = "open/w=2000,fit=scale-up";
    for (const run of ["false", "true"]) {
      const { status, error, plan } = await explained(large, { run });
      expect([status, error?.code]).toEqual([413, "too_large_to_process"]);
      expect(plan?.predictedBytes).toBeGreaterThan(1e6);
    }
    expect((await app.call(ORIGIN + pathOf(large))).status).toBe(413);
  });
});

describe("an explanation agrees with the delivery", () => {
  const AGENTS = ["", IPHONE];
  const ACCEPTS = ["*/*", "image/webp", "image/png;q=0"];
  const PATHS = [
    "open/public",
    "open/default",
    "open/small",
    "open/w=10",
    "open/w=9999,h=2,fit=squeeze",
    "open/colour=red",
    "open/nothing",
    "closed/small",
    "closed/teaser",
    "closed/w=10",
    "nowhere/public",
    "nowhere",
  ];

  test.each([false, true])("on every answer, options in addresses switched on: %s", async (flexible) => {
    await switchFlexible(flexible);
    const plain = PATHS.map(pathOf);
    const signed = await Promise.all(
      plain.map((path, index) =>
        signUrl(path, { key: SECRET, ...(index % 2 === 0 && { expiresAt: NOW + 60_000 }) }),
      ),
    );
    const paths = [...plain, ...signed, ...plain.map((path) => `${path}?sig=${"0".repeat(64)}`)];
    const addresses = [...paths, "/small/open", "/public/closed", `/cdn-cgi/imagedelivery${plain[0]}`];
    for (const url of addresses) {
      for (const accept of ACCEPTS) {
        for (const agent of AGENTS) {
          const { result } = (await ask({ url, accept, "user-agent": agent })).body;
          const headers = { accept, "user-agent": agent };
          const delivered = await app.call(ORIGIN + url, { headers });
          const text = await delivered.text();
          const of = (name: string): string | undefined => delivered.headers.get(name) ?? undefined;
          expect([url, result.status]).toEqual([url, delivered.status]);
          if (result.error !== null) {
            expect(text).toBe(`ERROR ${result.error.number}: ${result.error.message}\n`);
            expect(of("cf-resized")).toBe(`err=${result.error.number}`);
          } else {
            expect({ vary: undefined, ...result.headers }).toEqual({
              "content-type": of("content-type"),
              "cache-control": of("cache-control"),
              etag: of("etag"),
              vary: of("vary"),
            });
            const { width, height } = result.plan!.output;
            expect(text).toContain(`${width}x${height}`);
            expect(await app.cached()).toContain(result.cache?.key);
          }
        }
      }
    }
  });
});

describe("who may see an image", () => {
  test("is said in a sentence", async () => {
    await switchFlexible(true);
    const signed = await signUrl(pathOf("closed/small"), { key: SECRET, expiresAt: NOW + 60_000 });
    const lasting = await signUrl(pathOf("closed/small"), { key: SECRET });
    const said = async (url: string) => (await ask({ url })).body.result.access;
    expect(await said(signed)).toBe("The address is signed, and opens until 2020-09-13T12:27:40.000Z.");
    expect(await said(lasting)).toBe(
      "The address is signed, and opens as long as the key is there that signed it.",
    );
    expect(await said(pathOf("closed/teaser"))).toContain("its variant never requires signed URLs");
    expect(await said(pathOf("open/w=3"))).toContain("options in addresses are switched on");
  });
});

describe("a question that is wrong", () => {
  test.each([
    [{}, "for `url` but received null"],
    [{ url: "" }, "for `url`"],
    [{ url: "open/public" }, "for `url`"],
    [{ url: "//host/x" }, "for `url`"],
    [{ url: "ftp://host/x" }, "for `url`"],
    [{ url: "http://" }, "for `url`"],
    [{ url: pathOf("open/public"), colour: "red" }, "Expected the parameters"],
    [{ url: pathOf("open/public"), run: "yes" }, "for `run`"],
  ])("is refused: %j", async (parameters, sentence) => {
    const { status, body } = await ask(parameters);
    expect(status).toBe(400);
    expect(body.errors[0]?.message).toContain(sentence);
  });

  test("of another account learns nothing of it", async () => {
    const other = { tag: "other", hash: "OtherOtherOtherOtherOt", name: "Other", created: 1 };
    await app.deps.accountRecords.insertAccount(other);
    const answers = await Promise.all(
      [other.hash, "NobodysNobodysNobodysN"].map((hash) => ask({ url: `/${hash}/open/public` })),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(400);
  });

  test("is of nobody who may not read", async () => {
    expect((await ask({ url: pathOf("open/public") }, {})).status).toBe(401);
  });
});
