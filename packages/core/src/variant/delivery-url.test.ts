import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { optionSegment } from "./canonical.ts";
import {
  betaDeliveryPath,
  DELIVERY_PREFIX,
  deliveryPath,
  parseDeliveryPath,
  type DeliverySegments,
} from "./delivery-url.ts";
import { isImageId, isVariantName } from "./names.ts";

const HASH = "Vi7wi5KSItxGFsWRG2Us6Q";
const SEGMENTS: DeliverySegments = { isAccountHash: (segment) => segment === HASH, isVariantName };

const parse = (path: string) => parseDeliveryPath(path, SEGMENTS);

describe("parseDeliveryPath", () => {
  test.each([
    [`/${HASH}/a/public`, "a", { name: "public" }],
    [`/${HASH}/a/b/c/thumb-2_x`, "a/b/c", { name: "thumb-2_x" }],
    [`/${HASH}/a/w=400,fit=crop`, "a", { options: "w=400,fit=crop" }],
    [`/${HASH}/a/background=%23f00`, "a", { options: "background=%23f00" }],
    [`/${HASH}/a%2Fb/public`, "a/b", { name: "public" }],
    [`/${HASH}/a%252Fb/public`, "a%2Fb", { name: "public" }],
    [`/${HASH}/100%25/public`, "100%", { name: "public" }],
    [`/${HASH}/a=b/public`, "a=b", { name: "public" }],
    [`/${HASH}/a+b/public`, "a+b", { name: "public" }],
    [`/${HASH}/%E5%86%99%E7%9C%9F/public`, "写真", { name: "public" }],
    [`/${HASH}/${HASH}/public`, HASH, { name: "public" }],
    [`/${HASH}/public/public`, "public", { name: "public" }],
  ])("%s asks for the image %s", (path, id, variant) => {
    const address = { order: "hash-first", hash: HASH, id, variant };
    expect(parse(path)).toEqual(address);
    expect(parse(DELIVERY_PREFIX + path)).toEqual(address);
  });

  test("reads the address of the beta's documentation", () => {
    expect(parse("/default/MTt4OTd0b0w5ajZxR0pLaXRldlBtaFhhO2FiZGVnaA==")).toEqual({
      order: "variant-first",
      variant: "default",
      id: "MTt4OTd0b0w5ajZxR0pLaXRldlBtaFhhO2FiZGVnaA==",
    });
    expect(parse(`${DELIVERY_PREFIX}/thumb/a/b=c`)).toEqual({
      order: "variant-first",
      variant: "thumb",
      id: "a/b=c",
    });
  });

  test("prefers the account where a segment could be both", () => {
    const both = { isAccountHash: () => true, isVariantName: () => true };
    expect(parseDeliveryPath("/x/y/z", both)).toMatchObject({ order: "hash-first", hash: "x" });
  });

  test.each([
    "",
    "/",
    "//",
    HASH,
    `/${HASH}`,
    `/${HASH}/a`,
    `/${HASH}//public`,
    `/${HASH}/a//public`,
    `/${HASH}/a/public/`,
    `/${HASH}/a/not a name`,
    `/${HASH}/a/p%75blic`,
    `/${HASH}/a/w%3D400`,
    `/${HASH}/a/client`,
    `/${HASH}/%/public`,
    `/${HASH}/%zz/public`,
    `/${HASH}/%ff/public`,
    `/${HASH}/%C0%AF/public`,
    `/${HASH}/%ED%A0%80/public`,
    `/${HASH}/../public`,
    `/${HASH}/a/%2e%2e/b/public`,
    `/${HASH}/a%2F..%2Fb/public`,
    `/${HASH}/.%2e/public`,
    `/${HASH}/%2Fa/public`,
    `/${HASH}/a%00/public`,
    `/${HASH}/a%5Cb/public`,
    `/${HASH}/a%0d%0ab/public`,
    `/${HASH}/${"x".repeat(1025)}/public`,
    "/default",
    "/default/",
    "/default//a",
    "/default/a/",
    "/default/%2e%2e",
    "/client/v4/accounts",
    "/healthz/a",
    "/w=400/a",
    DELIVERY_PREFIX,
    `${DELIVERY_PREFIX}/`,
    `${DELIVERY_PREFIX}x/default/a`,
    `${DELIVERY_PREFIX}${DELIVERY_PREFIX}/default/a`,
  ])("%j is no delivery address", (path) => {
    expect(parse(path)).toBeUndefined();
  });

  test("never throws and never gives an id that no image can have", () => {
    const pieces = fc.constantFrom(
      "/",
      HASH,
      "default",
      "%",
      "%2F",
      "%2e",
      "..",
      "a",
      "=",
      "\\",
      "%5c",
      "%E5",
      "\uD800",
    );
    fc.assert(
      fc.property(fc.array(pieces), (text) => {
        const address = parse(`/${text.join("")}`);
        expect(address === undefined || isImageId(address.id)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("deliveryPath and betaDeliveryPath", () => {
  test("keep ids readable", () => {
    expect(deliveryPath({ hash: HASH, id: "a/b c/100%.png", variant: "public" })).toBe(
      `/${HASH}/a/b%20c/100%25.png/public`,
    );
    expect(betaDeliveryPath({ variant: "default", id: "MTt4OTd0b0w5==" })).toBe("/default/MTt4OTd0b0w5==");
    expect(betaDeliveryPath({ variant: "default", id: "a+b,c;d:e@f$g&h=i!j'(k)*~" })).toBe(
      "/default/a+b,c;d:e@f$g&h=i!j'(k)*~",
    );
    expect(betaDeliveryPath({ variant: "default", id: '?#[]<>"`{}|^%é' })).toBe(
      "/default/%3F%23%5B%5D%3C%3E%22%60%7B%7D%7C%5E%25%C3%A9",
    );
  });

  test("take what optionSegment gives", () => {
    const variant = optionSegment({ width: 400, background: { r: 255, g: 0, b: 0, a: 255 } });
    expect(parse(deliveryPath({ hash: HASH, id: "a", variant }))).toMatchObject({
      variant: { options: variant },
    });
  });

  const codePoint = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
  const ids = fc
    .array(
      fc.oneof(
        fc.string({ unit: codePoint, minLength: 1 }),
        fc.string({ minLength: 1 }),
        fc.constantFrom("%2e", "%", "a=b"),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((segments) => segments.join("/"))
    .filter(isImageId);

  test("are read back, also after a URL parser has had them", () => {
    fc.assert(
      fc.property(ids, (id) => {
        const today = deliveryPath({ hash: HASH, id, variant: "public" });
        const beta = betaDeliveryPath({ variant: "default", id });
        expect(parse(today)).toEqual({ order: "hash-first", hash: HASH, id, variant: { name: "public" } });
        expect(parse(beta)).toEqual({ order: "variant-first", variant: "default", id });
        for (const path of [today, beta]) expect(new URL(path, "https://images.example").pathname).toBe(path);
      }),
      { numRuns: 2000 },
    );
  });
});
