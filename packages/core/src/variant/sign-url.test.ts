import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signUrl, verifySignature } from "./sign-url.ts";

const KEY = "test-key";
const PATH = "/Vi7wi5KSItxGFsWRG2Us6Q/083eb7b2-5392-4565-b69e-aff66acddd00/public";
const EXP = 1631289275;
/** Computed by `openssl dgst -sha256 -hmac test-key` over the path with `?exp=1631289275`, and over the path alone. */
const EXPIRING = "c2b7563b168cd32900bd7b3da6ff27e72a61cc830b2eceebadee4db01c9db68a";
const LASTING = "23ad0995bfe50796b799f0e4026fc06d6473c80ef4b3b40b9e6c7d88ae191ef5";
/** Over the path with a `?` and nothing behind it. */
const LASTING_MARKED = "ddf158e2131e40fdebe47c5af9f90c0f5c8b51eeaf5ec5047191e97c0518e57e";

const BEFORE = (EXP - 1) * 1000;

async function verdict(address: string, keys: readonly string[] = [KEY], now = BEFORE): Promise<string> {
  const url = new URL(address, "https://images.example");
  return (await verifySignature(url, { keys, now })).verdict;
}

describe("signing", () => {
  test("gives the signatures that openssl gives", async () => {
    expect(await signUrl(PATH, { key: KEY, expiresAt: EXP * 1000 })).toBe(
      `${PATH}?exp=${EXP}&sig=${EXPIRING}`,
    );
    expect(await signUrl(PATH, { key: KEY })).toBe(`${PATH}?sig=${LASTING}`);
  });

  test("signs neither scheme nor host, and keeps them", async () => {
    const signed = `https://images.example:8787${PATH}?exp=${EXP}&sig=${EXPIRING}`;
    const address = `https://images.example:8787${PATH}`;
    expect(await signUrl(address, { key: KEY, expiresAt: EXP * 1000 })).toBe(signed);
    expect(await signUrl(new URL(address), { key: KEY, expiresAt: EXP * 1000 })).toBe(signed);
    expect(await signUrl(`${address}#top`, { key: KEY, expiresAt: EXP * 1000 })).toBe(`${signed}#top`);
  });

  test("takes an `exp` that is there already", async () => {
    expect(await signUrl(`${PATH}?exp=${EXP}`, { key: KEY })).toBe(`${PATH}?exp=${EXP}&sig=${EXPIRING}`);
  });

  test("rounds the expiry down to whole seconds", async () => {
    expect(await signUrl(PATH, { key: KEY, expiresAt: EXP * 1000 + 999 })).toContain(`exp=${EXP}&`);
  });

  test("leaves the address that it was given as it is", async () => {
    const url = new URL(PATH, "https://images.example");
    await signUrl(url, { key: KEY });
    expect(url.search).toBe("");
  });

  test.each<[string, string, Parameters<typeof signUrl>[1]]>([
    ["an empty key", PATH, { key: "" }],
    ["a relative path", "public", { key: KEY }],
    ["an address without a scheme", "//images.example/public", { key: KEY }],
    ["an address that is signed", `${PATH}?sig=${LASTING}`, { key: KEY }],
    ["two expiries", `${PATH}?exp=${EXP}`, { key: KEY, expiresAt: EXP * 1000 }],
    ["two expiries of its own", `${PATH}?exp=${EXP}&exp=${EXP}`, { key: KEY }],
    ["an expiry in milliseconds of its own", `${PATH}?exp=${EXP * 1000}`, { key: KEY }],
    ["NaN", PATH, { key: KEY, expiresAt: Number.NaN }],
    ["a time before the epoch", PATH, { key: KEY, expiresAt: -1 }],
    ["no time at all", PATH, { key: KEY, expiresAt: Number.POSITIVE_INFINITY }],
    ["a time beyond the year 5138", PATH, { key: KEY, expiresAt: 1e14 }],
  ])("refuses %s with a sentence", async (_name, url, signing) => {
    await expect(signUrl(url, signing)).rejects.toMatchObject({
      code: "option_invalid",
      message: expect.stringMatching(/^Expected .* but received .*\.$/),
    });
  });
});

describe("a signature", () => {
  test("opens its address until the moment of `exp`", async () => {
    const address = `${PATH}?exp=${EXP}&sig=${EXPIRING}`;
    expect(await verdict(address, [KEY], EXP * 1000 - 1)).toBe("valid");
    expect(await verdict(address, [KEY], EXP * 1000)).toBe("expired");
  });

  test("says when it expires", async () => {
    const check = { keys: [KEY], now: BEFORE };
    expect(await verifySignature({ pathname: PATH, search: `?exp=${EXP}&sig=${EXPIRING}` }, check)).toEqual({
      verdict: "valid",
      expiresAt: EXP * 1000,
    });
    expect(await verifySignature({ pathname: PATH, search: `?sig=${LASTING}` }, check)).toEqual({
      verdict: "valid",
      expiresAt: undefined,
    });
  });

  test("without `exp` may be of the path alone or of the path and a `?`", async () => {
    expect(await verdict(`${PATH}?sig=${LASTING}`)).toBe("valid");
    expect(await verdict(`${PATH}?sig=${LASTING_MARKED}`)).toBe("valid");
    expect(await verdict(`${PATH}?exp=${EXP}&sig=${LASTING}`)).toBe("wrong");
  });

  test("may stand before what it signs", async () => {
    expect(await verdict(`${PATH}?sig=${EXPIRING}&exp=${EXP}`)).toBe("valid");
  });

  test("of an address under /cdn-cgi/imagedelivery may be of the whole path or of the path below", async () => {
    const prefixed = `/cdn-cgi/imagedelivery${PATH}`;
    expect(await verdict(`${prefixed}?exp=${EXP}&sig=${EXPIRING}`)).toBe("valid");
    const literal = await signUrl(prefixed, { key: KEY });
    expect(await verdict(literal)).toBe("valid");
    expect(await verdict(literal.replace(prefixed, PATH))).toBe("wrong");
    expect(await verdict(`/cdn-cgi/imagedelivery${prefixed}?exp=${EXP}&sig=${EXPIRING}`)).toBe("wrong");
  });

  test("is checked against every key", async () => {
    const address = `${PATH}?exp=${EXP}&sig=${EXPIRING}`;
    expect(await verdict(address, ["a", KEY, "b"])).toBe("valid");
    expect(await verdict(address, ["a", "b"])).toBe("wrong");
    expect(await verdict(address, [])).toBe("wrong");
  });

  test("covers parameters that nobody knows, in the form in which browsers write them", async () => {
    const signed = await signUrl(`${PATH}?w=a b&é='~`, { key: KEY });
    expect(signed).toContain("?w=a+b&%C3%A9=%27%7E&sig=");
    expect(await verdict(signed)).toBe("valid");
    // Another spelling of the same parameters (`%20` for `+`) means the same.
    expect(await verdict(signed.replace("a+b", "a%20b"))).toBe("valid");
    for (const [from, to] of [
      ["a+b", "a%2Bb"],
      ["w=", "v="],
      ["w=a+b&", ""],
      ["?", "?x=1&"],
      ["?", "?%73ig2=1&"],
    ] as const) {
      expect(await verdict(signed.replace(from, to))).toBe("wrong");
    }
  });

  test("compares the path as it is spelled", async () => {
    const signed = await signUrl("/hash/a%2fb/public", { key: KEY });
    for (const other of [
      "/hash/a%2Fb/public",
      "/hash/a/b/public",
      "/hash/a%252fb/public",
      "/hash//a%2fb/public",
    ]) {
      expect(await verdict(signed.replace("/hash/a%2fb/public", other))).toBe("wrong");
    }
  });

  test("that has expired is told only to who holds a right one", async () => {
    expect(await verdict(`${PATH}?exp=${EXP}&sig=${LASTING}`, [KEY], EXP * 2000)).toBe("wrong");
  });

  test.each([
    ["absent", ""],
    ["absent", "?exp=1"],
    ["absent", `?Sig=${LASTING}`],
    ["malformed", "?sig"],
    ["malformed", "?sig="],
    ["malformed", `?sig=${LASTING.slice(1)}`],
    ["malformed", `?sig=${LASTING}0`],
    ["malformed", `?sig=${LASTING.toUpperCase()}`],
    ["malformed", `?sig=+${LASTING}`],
    ["malformed", `?sig=${LASTING}%00`],
    ["malformed", `?sig=${LASTING}%0A`],
    ["malformed", `?sig=${LASTING}&sig=${LASTING}`],
    ["malformed", `?%73ig=${LASTING}&sig=${LASTING}`],
    ["malformed", `?sig=${"g".repeat(64)}`],
    ["malformed", `?sig=${"é".repeat(64)}`],
    ["wrong", `?sig=${"0".repeat(64)}`],
    ["wrong", `?sig=${EXPIRING}`],
  ])("is %s in %s", async (expected, search) => {
    expect(await verdict(PATH + search)).toBe(expected);
  });

  test.each([
    "",
    "NaN",
    "-1",
    "+1",
    "1e99",
    "1.5",
    "0x10",
    "01",
    "١٢٣",
    "Infinity",
    "null",
    "1,2",
    "1631289275000",
    " 9999999999",
    "9999999999 ",
    "9999999999\n",
    "\t9999999999",
    "9999999999\0",
    "99999999999999999999",
  ])("does not hold for an `exp` of %j, even one that is signed", async (exp) => {
    const query = new URLSearchParams({ exp }).toString();
    const { createHmac } = await import("node:crypto");
    const sig = createHmac("sha256", KEY).update(`${PATH}?${query}`).digest("hex");
    expect(await verdict(`${PATH}?${query}&sig=${sig}`, [KEY], 0)).toBe("malformed");
    expect(await verdict(`${PATH}?exp=9999999999&${query}&sig=${sig}`, [KEY], 0)).toBe("malformed");
  });
});

describe("of any address", () => {
  /** From small alphabets, so that equal ones, and ones that are nearly equal, turn up. */
  const segment = fc.string({ unit: fc.constantFrom("a", "%2F", "%2f", "=", "&", "+", "é"), maxLength: 3 });
  const path = fc
    .array(segment, { minLength: 1, maxLength: 3 })
    .map((segments) => new URL(`http://a/${segments.join("/")}`).pathname)
    // A path that begins with two slashes is a host to `signUrl`.
    .filter((pathname) => !pathname.startsWith("//"));
  const text = fc.string({ unit: fc.constantFrom("a", "?", "&", "=", "+", "%", "é", "/"), maxLength: 3 });
  const parameters = fc.array(fc.tuple(text, text), { maxLength: 2 });
  const address = fc.record({ path, parameters, key: fc.constantFrom("a", "b", "é") });
  type Address = typeof address extends fc.Arbitrary<infer T> ? T : never;

  const signed = ({ path: pathname, parameters: pairs, key }: Address): Promise<string> =>
    signUrl(pathname + (pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ""), { key });

  test("what was signed is valid, until it expires", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.string({ minLength: 1 }),
        fc.integer({ min: 1, max: 4e12 }),
        async (url, key, expiresAt) => {
          fc.pre(!/[?&](exp|sig)(=|&|#|$)/.test(url));
          const sent = await signUrl(url, { key, expiresAt });
          const seconds = Math.floor(expiresAt / 1000);
          expect(await verdict(sent, ["other", key], seconds * 1000 - 1)).toBe("valid");
          expect(await verdict(sent, ["other", key], expiresAt)).toBe("expired");
        },
      ),
    );
  });

  test("no two have the same signature: what is signed has one reading", async () => {
    await fc.assert(
      fc.asyncProperty(address, address, async (one, other) => {
        const sig = /[?&](sig=[0-9a-f]{64})$/.exec(await signed(one))![1]!;
        const query = new URLSearchParams(other.parameters).toString();
        const forged = `${other.path}?${query === "" ? "" : `${query}&`}${sig}`;
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(await verdict(forged, [other.key])).toBe(isSame ? "valid" : "wrong");
      }),
      { numRuns: 1000 },
    );
  });

  test("no change of a character leaves the signature right", async () => {
    await fc.assert(
      fc.asyncProperty(
        address,
        fc.nat(),
        fc.constantFrom("a", "0", "/", "?", "&", "=", "%", "+", ".", "é"),
        async (from, at, character) => {
          const sent = new URL(await signed(from), "http://a");
          const whole = sent.pathname + sent.search;
          const index = 1 + (at % (whole.length - 1));
          const changed = new URL(`http://a${whole.slice(0, index)}${character}${whole.slice(index + 1)}`);
          const meaning = (url: URL): string => JSON.stringify([url.pathname, [...url.searchParams]]);
          fc.pre(meaning(changed) !== meaning(sent));
          expect((await verifySignature(changed, { keys: [from.key], now: 0 })).verdict).not.toBe("valid");
        },
      ),
      { numRuns: 1000 },
    );
  });
});
