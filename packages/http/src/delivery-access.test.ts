import { signUrl } from "@darkroom/core";
import { createMemoryStores } from "@darkroom/storage";
import { beforeEach, describe, expect, test } from "vitest";
import { createAccounts } from "./account.ts";
import {
  ACCOUNT,
  API,
  KEY,
  OPERATOR,
  ORIGIN,
  PIXEL,
  startApp,
  TOKEN,
  type App,
} from "./testing/start-app.ts";

const NOW = 1_600_000_000_000;
const LATER = NOW + 600_000;
const SECRET = "the-signing-key-of-the-first-account";
const OTHER = { tag: "other", hash: "OtherOtherOtherOtherOt", name: "Other", created: 1 };
const OTHER_SECRET = "the-signing-key-of-the-other-account";

/** What is open and what is closed: an id, and whether its image requires signed URLs. */
const IMAGES = { closed: true, "closed/too": true, open: false } as const;

let app: App;
let rendered: number;

beforeEach(async () => {
  const stores = createMemoryStores();
  rendered = 0;
  app = startApp({
    ...stores,
    accounts: createAccounts({ account: ACCOUNT, operator: OPERATOR }, stores.accountRecords),
    renderer: {
      concurrency: 2,
      memoryBytes: 1_000_000,
      async render({ plan }) {
        rendered += 1;
        return { bytes: new TextEncoder().encode(`a ${plan.output.format}`), stepMs: [] };
      },
    },
  });
  await stores.accountRecords.insertAccount(OTHER);
  await stores.signingKeys.putSigningKey(ACCOUNT.tag, { name: "default", value: SECRET }, 20);
  await stores.signingKeys.putSigningKey(OTHER.tag, { name: "default", value: OTHER_SECRET }, 20);
  await stores.variants.putVariant({ ...THUMB, name: "thumb", neverRequireSignedURLs: false });
  await stores.variants.putVariant({ ...THUMB, name: "teaser", neverRequireSignedURLs: true });
  for (const [id, isClosed] of Object.entries(IMAGES)) {
    for (const tag of [ACCOUNT.tag, OTHER.tag]) await put(tag, id, isClosed);
  }
});

const THUMB = { account: ACCOUNT.tag, options: { width: 10 }, browserTtl: null };

async function put(tag: string, id: string, requireSignedURLs: boolean): Promise<void> {
  const body = new FormData();
  body.append("file", new Blob([PIXEL]));
  body.append("id", id);
  body.append("requireSignedURLs", String(requireSignedURLs));
  await app.call(`${ORIGIN}/client/v4/accounts/${tag}/images/v1`, { method: "POST", headers: TOKEN, body });
}

const get = (path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> =>
  app.call(ORIGIN + path, { method, headers });
const sign = (path: string, key = SECRET, expiresAt: number | undefined = LATER): Promise<string> =>
  signUrl(path, { key, ...(expiresAt !== undefined && { expiresAt }) });
/** Only the query of a signed address. */
const queryOf = async (path: string): Promise<string> => (await sign(path)).slice(path.length);
const requireSignatures = (requireSignedURLs: boolean): Promise<Response> =>
  app.call(`${API}/closed`, {
    method: "PATCH",
    headers: { ...TOKEN, "content-type": "application/json" },
    body: JSON.stringify({ requireSignedURLs }),
  });
const switchFlexible = (flexibleVariants: boolean) =>
  app.deps.accountRecords.updateAccountConfig(ACCOUNT.tag, { flexibleVariants });
const codeOf = (response: Response): string | null => response.headers.get("cf-resized");

/** Every address of an image's bytes that needs no credential. */
const ADDRESSES = {
  "today's order": (id: string) => `/${ACCOUNT.hash}/${id}/public`,
  "the variant by device": (id: string) => `/${ACCOUNT.hash}/${id}/default`,
  "a variant of the account": (id: string) => `/${ACCOUNT.hash}/${id}/thumb`,
  options: (id: string) => `/${ACCOUNT.hash}/${id}/w=10`,
  "the beta's order": (id: string) => `/public/${id}`,
  "the beta's order with a variant of the account": (id: string) => `/thumb/${id}`,
  "the prefix for other domains": (id: string) => `/cdn-cgi/imagedelivery/${ACCOUNT.hash}/${id}/public`,
  "the prefix and options": (id: string) => `/cdn-cgi/imagedelivery/${ACCOUNT.hash}/${id}/w=10`,
  "the prefix and the beta's order": (id: string) => `/cdn-cgi/imagedelivery/public/${id}`,
} as const;

describe.each(Object.entries(ADDRESSES))("a private image by %s", (_name, addressOf) => {
  const path = addressOf("closed");

  test("is closed to strangers, whatever they ask for", async () => {
    const open = await get(await sign(path));
    const etag = open.headers.get("etag")!;
    const asked: Record<string, string>[] = [
      {},
      { "if-none-match": "*" },
      { "if-none-match": etag },
      { range: "bytes=0-1" },
    ];
    for (const method of ["GET", "HEAD"]) {
      for (const headers of asked) {
        for (const flexible of [false, true]) {
          await switchFlexible(flexible);
          const response = await get(path, headers, method);
          expect(response.status).toBe(403);
          expect(codeOf(response)).toBe("err=9425");
          expect(response.headers.get("cache-control")).toBe("no-store");
          expect(response.headers.get("vary")).toContain("Authorization");
          expect(response.headers.get("etag")).toBeNull();
          const body = await response.text();
          expect(body).toMatch(
            method === "HEAD" ? /^/ : /^ERROR 9425: Access to this image is denied: it needs/,
          );
          expect(body).not.toContain("a png");
        }
      }
    }
  });

  test("opens to its signature, also under HEAD and to who has it already", async () => {
    const address = await sign(path);
    const response = await get(address);
    expect([response.status, await response.text()]).toEqual([200, "a png"]);
    const etag = response.headers.get("etag")!;
    expect((await get(address, {}, "HEAD")).status).toBe(200);
    const known = await get(address, { "if-none-match": etag });
    expect(known.status).toBe(304);
    expect(known.headers.get("cache-control")).toBe("private, max-age=600");
    expect(known.headers.get("etag")).toBe(etag);
  });

  test("opens to no other signature", async () => {
    const signed = await sign(path);
    const sig = /sig=(\w+)$/.exec(signed)![1]!;
    const lasting = await sign(path, SECRET, undefined);
    const past = await sign(path, SECRET, NOW);
    const exp = LATER / 1000;
    const attempts: Readonly<Record<string, string>> = {
      "a wrong one": `${path}?exp=${exp}&sig=${"0".repeat(64)}`,
      "a short one": `${path}?exp=${exp}&sig=${sig.slice(0, 63)}`,
      "a long one": `${path}?exp=${exp}&sig=${sig}0`,
      "one of half the bytes, twice": `${path}?exp=${exp}&sig=${sig.slice(0, 32).repeat(2)}`,
      "an empty one": `${path}?exp=${exp}&sig=`,
      "one without a value": `${path}?exp=${exp}&sig`,
      "none but `exp`": `${path}?exp=${exp}`,
      "one in upper case": `${path}?exp=${exp}&sig=${sig.toUpperCase()}`,
      "one in base64": `${path}?exp=${exp}&sig=${Uint8Array.fromHex(sig).toBase64({ alphabet: "base64url" })}`,
      "a doubled one": `${signed}&sig=${sig}`,
      "a doubled one, differently spelled": `${signed}&%73ig=${sig}`,
      "a wrong and a right one": `${path}?exp=${exp}&sig=${"0".repeat(64)}&sig=${sig}`,
      "two in one": `${path}?exp=${exp}&sig=${sig},${sig}`,
      "one that has expired": past,
      "one whose `exp` was moved": past.replace(/exp=\d+/, `exp=${exp}`),
      "one whose `exp` was taken away": `${path}?sig=${sig}`,
      "one that was given an `exp`": `${lasting}&exp=${exp}`,
      "a doubled `exp`": `${path}?exp=${exp}&exp=${exp}&sig=${sig}`,
      "`exp` NaN": `${path}?exp=NaN&sig=${sig}`,
      "`exp` negative": `${path}?exp=-1&sig=${sig}`,
      "`exp` 1e99": `${path}?exp=1e99&sig=${sig}`,
      "`exp` in the same second, spelled as a fraction": `${path}?exp=${exp}.0&sig=${sig}`,
      "`exp` with a sign": `${path}?exp=%2B${exp}&sig=${sig}`,
      "`exp` with a space": `${path}?exp=+${exp}&sig=${sig}`,
      "a parameter more": `${path}?exp=${exp}&download=1&sig=${sig}`,
      "a parameter behind it": `${signed}&download=1`,
      "that of another image": path + (await queryOf(addressOf("open"))),
      "that of another variant": path + (await queryOf(`/${ACCOUNT.hash}/closed/another`)),
      "that of the same image in another account": path + (await queryOf(`/${OTHER.hash}/closed/public`)),
      "one by the key of another account": await sign(path, OTHER_SECRET),
      "one by the account's hash": await sign(path, ACCOUNT.hash),
      "one by the operator's token": await sign(path, OPERATOR.token),
    };
    for (const [attempt, address] of Object.entries(attempts)) {
      const response = await get(address);
      expect([attempt, response.status, codeOf(response)]).toEqual([attempt, 403, "err=9425"]);
      expect(await response.text()).not.toContain("a png");
    }
    expect(rendered).toBe(0);
  });

  test("is closed at once when its key is deleted", async () => {
    const old = await sign(path);
    const signingKeys = app.deps.signingKeys;
    await signingKeys.putSigningKey(ACCOUNT.tag, { name: "new", value: "the-new-signing-key" }, 20);
    const renewed = await sign(path, "the-new-signing-key");
    for (const address of [old, renewed]) expect((await get(address)).status).toBe(200);
    await app.call(`${API}/keys/default`, { method: "DELETE", headers: TOKEN });
    expect((await get(old)).status).toBe(403);
    expect((await get(renewed)).status).toBe(200);
    await app.call(`${API}/keys/new`, { method: "PUT", headers: TOKEN });
    expect((await get(renewed)).status).toBe(403);
  });

  test("does not leak from the cache to who has no signature", async () => {
    const address = await sign(path);
    await get(address);
    expect((await get(address)).headers.get("cache-status")).toBe("darkroom; hit");
    expect((await get(path)).status).toBe(403);
    expect(rendered).toBe(1);
  });

  test("that was public is closed from the next request on, although it is cached", async () => {
    await switchFlexible(true);
    await requireSignatures(false);
    const open = await get(path);
    expect([open.status, (await get(path)).headers.get("cache-status")]).toEqual([200, "darkroom; hit"]);
    await requireSignatures(true);
    expect((await get(path)).status).toBe(403);
    expect((await get(path, { "if-none-match": open.headers.get("etag")! })).status).toBe(403);
    expect((await get(await sign(path))).headers.get("etag")).toBe(open.headers.get("etag"));
  });
});

describe("an address that is spelled differently", () => {
  const path = `/${ACCOUNT.hash}/closed/too/public`;
  const SPELLINGS = [
    `/${ACCOUNT.hash}/closed%2Ftoo/public`,
    `/${ACCOUNT.hash}/closed%2ftoo/public`,
    `/${ACCOUNT.hash}/closed%252Ftoo/public`,
    `/${ACCOUNT.hash}/%63losed/too/public`,
    `/${ACCOUNT.hash}/closed/too/%70ublic`,
    `/${ACCOUNT.hash}/closed/too/public/`,
    `/${ACCOUNT.hash}/closed//too/public`,
    `/${ACCOUNT.hash}//closed/too/public`,
    `//${ACCOUNT.hash}/closed/too/public`,
    `/${ACCOUNT.hash}/closed/./too/public`,
    `/${ACCOUNT.hash}/closed/%2e/too/public`,
    `/${ACCOUNT.hash}/open/%2E%2e/closed/too/public`,
    `/${ACCOUNT.hash}/open/../closed/too/public`,
    `/${ACCOUNT.hash}/open%2f..%2fclosed/too/public`,
    `/${ACCOUNT.hash}/closed\\too/public`,
    `/${ACCOUNT.hash}/closed%5Ctoo/public`,
    `/${ACCOUNT.hash}/closed/too%00/public`,
    `/${ACCOUNT.hash.toLowerCase()}/closed/too/public`,
    `/cdn-cgi/imagedelivery//${ACCOUNT.hash}/closed/too/public`,
    `/cdn-cgi/imagedelivery/cdn-cgi/imagedelivery/${ACCOUNT.hash}/closed/too/public`,
    `/CDN-CGI/imagedelivery/${ACCOUNT.hash}/closed/too/public`,
    `/cdn-cgi/%69magedelivery/${ACCOUNT.hash}/closed/too/public`,
    `/public/closed%2Ftoo`,
    `/public/closed%2ftoo`,
    `/public//closed/too`,
  ];

  test.each(SPELLINGS)("is closed without a signature: %s", async (spelling) => {
    await get(await sign(path));
    const response = await get(spelling);
    expect([403, 404]).toContain(response.status);
    expect(await response.text()).not.toContain("a png");
  });

  test.each(SPELLINGS)(
    "is opened by a signature of the path that arrives, and by no other: %s",
    async (spelling) => {
      const signed = await sign(path);
      const arrives = new URL(ORIGIN + spelling).pathname;
      const response = await get(spelling + signed.slice(path.length));
      if (arrives === path) expect(response.status).toBe(200);
      else expect([403, 404]).toContain(response.status);
    },
  );

  test("has its own signature", async () => {
    for (const spelling of [`/${ACCOUNT.hash}/closed%2Ftoo/public`, `/${ACCOUNT.hash}/closed%2ftoo/public`]) {
      expect((await get(await sign(spelling))).status).toBe(200);
    }
  });
});

describe("the signatures of the documentation", () => {
  test("open what they were made for, under the prefix for other domains too, and nothing else", async () => {
    const account = { tag: "vector", hash: "Vi7wi5KSItxGFsWRG2Us6Q" };
    const exp = 1_631_289_275;
    const id = "083eb7b2-5392-4565-b69e-aff66acddd00";
    const vectors = startApp({
      accounts: createAccounts({ account, operator: OPERATOR }, createMemoryStores().accountRecords),
      now: () => (exp - 1) * 1000,
      uuid: () => id,
    });
    const body = new FormData();
    body.append("requireSignedURLs", "true");
    body.append("file", new Blob([PIXEL]));
    await vectors.call(`${ORIGIN}/client/v4/accounts/vector/images/v1`, {
      method: "POST",
      headers: TOKEN,
      body,
    });
    await vectors.deps.signingKeys.putSigningKey("vector", { name: "default", value: "test-key" }, 20);
    const path = `/${account.hash}/${id}/public`;
    const expiring = `?exp=${exp}&sig=c2b7563b168cd32900bd7b3da6ff27e72a61cc830b2eceebadee4db01c9db68a`;
    const lasting = "?sig=23ad0995bfe50796b799f0e4026fc06d6473c80ef4b3b40b9e6c7d88ae191ef5";
    for (const query of [expiring, lasting]) {
      for (const prefix of ["", "/cdn-cgi/imagedelivery"]) {
        expect((await vectors.call(ORIGIN + prefix + path + query)).status).toBe(200);
        expect((await vectors.call(`${ORIGIN}${prefix}/public/${id}${query}`)).status).toBe(403);
      }
    }
  });
});

describe("a credential", () => {
  test.each(Object.entries(ADDRESSES))("opens a private image by %s", async (_name, addressOf) => {
    const signed = await get(await sign(addressOf("closed")));
    for (const headers of [TOKEN, KEY]) {
      const response = await get(addressOf("closed"), headers);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("private, no-store");
      expect(response.headers.get("vary")).toContain("Authorization, X-Auth-Key, X-Auth-Email");
      expect(response.headers.get("etag")).toBe(signed.headers.get("etag"));
    }
  });

  test("opens with read scope on the account, and on no other", async () => {
    const path = ADDRESSES["today's order"]("closed");
    const tokens = `${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/tokens`;
    for (const [url, status] of [
      [tokens, 200],
      [tokens.replace(ACCOUNT.tag, OTHER.tag), 403],
    ] as const) {
      const headers = { ...TOKEN, "content-type": "application/json" };
      const body = JSON.stringify({ name: "reader", scope: "read" });
      const response = await app.call(url, { method: "POST", headers, body });
      const { result } = (await response.json()) as { result: { value: string } };
      expect((await get(path, { authorization: `Bearer ${result.value}` })).status).toBe(status);
      expect((await get(await sign(path), { authorization: `Bearer ${result.value}` })).status).toBe(status);
    }
  });

  test("opens options while they are switched off", async () => {
    const path = ADDRESSES.options("open");
    expect(codeOf(await get(path))).toBe("err=9429");
    const response = await get(path, TOKEN);
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
  });

  test("that is wrong or broken is refused, even where none is needed", async () => {
    for (const id of ["open", "closed"]) {
      const path = ADDRESSES["today's order"](id);
      const signed = await sign(path);
      for (const [headers, status] of [
        [{ authorization: "Bearer not-the-token-of-anybody" }, 403],
        [{ authorization: "Bearer" }, 401],
        [{ authorization: "Bearer two words" }, 401],
        [{ "x-auth-key": OPERATOR.key }, 401],
        [{ "x-auth-key": "not-the-key", "x-auth-email": OPERATOR.email }, 403],
        [{ ...KEY, authorization: "Bearer not-the-token-of-anybody" }, 403],
      ] as const) {
        const response = await get(signed, headers);
        expect([response.status, codeOf(response)]).toEqual([status, "err=9425"]);
        expect(response.headers.get("cache-control")).toBe("no-store");
      }
    }
  });

  test("for a proxy in between is not looked at", async () => {
    const headers = { authorization: "Basic dXNlcjpwYXNz" };
    expect((await get(ADDRESSES["today's order"]("open"), headers)).status).toBe(200);
    expect((await get(ADDRESSES["today's order"]("closed"), headers)).status).toBe(403);
  });
});

describe("a variant that never requires signed URLs", () => {
  test.each([
    `/${ACCOUNT.hash}/closed/teaser`,
    "/teaser/closed",
    `/${ACCOUNT.hash}/closed/teaser?sig=nonsense`,
  ])("delivers a private image to everybody: %s", async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toMatch(/^public, /);
  });

  test("opens neither another variant nor options of the same meaning", async () => {
    await switchFlexible(true);
    await get(`/${ACCOUNT.hash}/closed/teaser`);
    for (const variant of ["thumb", "w=10", "width=10", "public"]) {
      expect((await get(`/${ACCOUNT.hash}/closed/${variant}`)).status).toBe(403);
    }
  });
});

describe("the original", () => {
  test.each(["open", "closed"])("needs a credential, never a signature: %s", async (id) => {
    const path = `${new URL(API).pathname}/${id}/blob`;
    for (const address of [path, await sign(path)]) expect((await get(address)).status).toBe(401);
    const response = await get(path, TOKEN);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment/);
  });
});

describe("a public image", () => {
  const path = ADDRESSES["today's order"]("open");

  test("does not look at signatures, right or wrong", async () => {
    const headers = { "cache-control": "public, max-age=172800, stale-while-revalidate=7200" };
    for (const address of [
      path,
      await sign(path),
      await sign(path, SECRET, 1),
      `${path}?sig=x&sig=y&exp=1e99`,
    ]) {
      const response = await get(address);
      expect([response.status, response.headers.get("cache-control")]).toEqual([
        200,
        headers["cache-control"],
      ]);
      expect(response.headers.get("vary")).toBe("Accept");
    }
  });

  test("opens to signed options while they are switched off, and to no others", async () => {
    const options = ADDRESSES.options("open");
    for (const address of [options, await sign(options, SECRET, NOW), await sign(options, OTHER_SECRET)]) {
      expect(codeOf(await get(address))).toBe("err=9429");
    }
    const response = await get(await sign(options));
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "private, max-age=600"]);
    expect((await get((await sign(options)).replace("w=10", "w=11"))).status).toBe(403);
  });

  test("opens to options that are switched on, with any signature or none", async () => {
    await switchFlexible(true);
    const options = ADDRESSES.options("open");
    for (const address of [options, await sign(options, SECRET, NOW), `${options}?sig=x`]) {
      const response = await get(address);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toMatch(/^public, /);
    }
  });

  test("opens to signed options beyond what strangers may ask for", async () => {
    await switchFlexible(true);
    const options = `/${ACCOUNT.hash}/open/w=${app.deps.settings.flexibleSide + 1}`;
    expect((await get(options)).status).toBe(400);
    expect((await get(`${options}?sig=${"0".repeat(64)}`)).status).toBe(400);
    expect((await get(await sign(options))).status).toBe(200);
    expect((await get(options, TOKEN)).status).toBe(200);
  });
});

describe("what a browser may keep of a private image", () => {
  test.each([
    ["until `exp`", NOW + 90_000, "private, max-age=90"],
    ["not beyond `exp`, to the second", NOW + 1000, "private, max-age=1"],
    ["for two days at most", NOW + 1e12, "private, max-age=172800"],
    ["for an hour without `exp`", undefined, "private, max-age=3600"],
  ])("it keeps %s", async (_name, expiresAt, expected) => {
    const path = ADDRESSES["today's order"]("closed");
    const address = await signUrl(path, { key: SECRET, ...(expiresAt !== undefined && { expiresAt }) });
    const response = await get(address);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe(expected);
    expect(response.headers.get("vary")).toBe("Accept, Authorization, X-Auth-Key, X-Auth-Email");
  });
});

describe("a stranger", () => {
  test("is told a missing image from a closed one, but nothing of the closed one", async () => {
    const missing = await get(`/${ACCOUNT.hash}/nowhere/public`);
    expect([missing.status, codeOf(missing)]).toEqual([404, "err=9431"]);
    const signed = await get(await sign(`/${ACCOUNT.hash}/nowhere/public`));
    expect([signed.status, codeOf(signed)]).toEqual([404, "err=9431"]);
    await switchFlexible(true);
    // Wrong options would be an error of their own, and one of the image's size or format another.
    for (const options of ["w=10", "colour=red", "w=999999", "f=svg"]) {
      expect(codeOf(await get(`/${ACCOUNT.hash}/closed/${options}`))).toBe("err=9425");
    }
  });

  test("is told why a signature does not open", async () => {
    const path = ADDRESSES["today's order"]("closed");
    const said = async (address: string): Promise<string> => (await get(address)).text();
    expect(await said(path)).toContain("it needs a signed address");
    expect(await said(await sign(path, SECRET, NOW))).toContain("has expired");
    expect(await said(await sign(path, OTHER_SECRET, NOW))).toContain("does not fit the address");
    expect(await said(`${path}?sig=x`)).toContain("64 lower-case hexadecimal digits");
  });

  test("finds no key to guess where an account has never had one", async () => {
    await app.deps.accountRecords.insertAccount({ ...OTHER, tag: "third", hash: "ThirdThirdThirdThirdTh" });
    await put("third", "closed", true);
    const response = await get(`/ThirdThirdThirdThirdTh/closed/public?sig=${"0".repeat(64)}`);
    expect(response.status).toBe(403);
  });
});
