import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { names, parseAccept, quality } from "./accept.ts";

const CHROME = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";

describe("quality", () => {
  test.each([
    ["image/webp", 1],
    ["image/jpeg", 0],
    ["IMAGE/WebP", 1],
    ["image/webp;q=0.5", 0.5],
    ["image/webp; q=0.5", 0.5],
    ["image/webp ;\tQ=0.5", 0.5],
    ["image/webp;q=0", 0],
    ["image/webp;q=0.000", 0],
    ["image/webp;q=0.001", 0.001],
    ["image/webp;q=1.000", 1],
    ["image/webp;q=1.", 1],
    ["image/webp;q=0.", 0],
    ["image/*;q=0.3", 0.3],
    ["*/*;q=0.2", 0.2],
    ["text/*", 0],
    ["image/webp;q=0.1, image/*;q=0.5, */*", 0.1],
    ["*/*, image/*;q=0.5, image/webp;q=0.1", 0.1],
    ["*/*;q=0.9, image/*;q=0", 0],
    ["image/*;q=0, image/webp", 1],
    ["image/webp;q=0, */*", 0],
    ["image/webp, image/webp;q=0.4", 0.4],
    ["image/webp;q=0.4, image/webp", 0.4],
    ["image/webp;;q=0.4;", 0.4],
    ["image/webp;q=0.4;level=1", 0.4],
    ["image/webp;profile=x", 0],
    ["image/webp;profile=x, */*;q=0.1", 0.1],
    ['image/webp;profile="a,image/webp;q=0.7\\",;", image/*;q=0.6', 0.6],
    [" , image/webp;q=0.5 ,, ", 0.5],
    [CHROME, 1],
  ])("%j gives image/webp %d", (header, expected) => {
    expect(quality(parseAccept(header), "image/webp")).toBe(expected);
  });

  test.each([
    "image/webp;q=1.1",
    "image/webp;q=-1",
    "image/webp;q=0.1234",
    "image/webp;q=.5",
    "image/webp;q=",
    "image/webp;q",
    "image/webp;q= 0.5",
    "image/webp;q=NaN",
    'image/webp;q="0.5"',
    "image/webp;q=0,5",
    "image/web p",
    "image /webp",
    "image/webp/x",
    "image/",
    "/webp",
    "*/webp",
    "webp",
    "image/webp;a b=c",
    'image/webp;a="b',
    "image/webp;=c",
  ])("the member %j is broken and left out, the others stand", (broken) => {
    const ranges = parseAccept(`text/plain;q=0.3, image/jpeg;q=0.7, ${broken}`);
    expect(quality(ranges, "image/webp")).toBe(0);
    expect(quality(parseAccept(`image/jpeg;q=0.7, ${broken}`), "image/jpeg")).toBe(0.7);
  });

  test.each([undefined, "", " ", ",", "nonsense"])(
    "%j says nothing: everything is accepted, nothing named",
    (header) => {
      const ranges = parseAccept(header);
      expect(quality(ranges, "image/jpeg")).toBe(1);
      expect(names(ranges, "image/webp")).toBe(false);
    },
  );
});

describe("names", () => {
  test.each([
    ["image/webp", true],
    ["image/webp;q=0.001", true],
    [CHROME, true],
    ["image/webp;q=0", false],
    ["image/webp;q=0, image/webp", false],
    ["image/*", false],
    ["*/*", false],
    ["image/webp;profile=x", false],
    ["image/webpx, ximage/webp", false],
  ])("%j: %s", (header, expected) => {
    expect(names(parseAccept(header), "image/webp")).toBe(expected);
  });
});

describe("parseAccept", () => {
  test("reads any list that follows the grammar", () => {
    const token = fc.stringMatching(/^[!#$%&'+.^_`|~0-9A-Za-z-]{1,8}$/);
    const weight = fc.integer({ min: 0, max: 1000 });
    const blank = fc.constantFrom("", " ", "\t", "  ");
    const member = fc.record({ type: token, subtype: token, weight, before: blank, after: blank });
    fc.assert(
      fc.property(
        fc.uniqueArray(member, { minLength: 1, selector: (m) => `${m.type}/${m.subtype}`.toLowerCase() }),
        (members) => {
          const header = members
            .map(
              (m) => `${m.before}${m.type}/${m.subtype}${m.after};${m.before}q=${m.weight / 1000}${m.after}`,
            )
            .join(",");
          const ranges = parseAccept(header);
          for (const m of members) {
            expect(quality(ranges, `${m.type}/${m.subtype}`.toLowerCase())).toBe(m.weight / 1000);
          }
        },
      ),
    );
  });

  test("takes any text", () => {
    const pieces = fc.constantFrom(
      "image/webp",
      "*/*",
      ";",
      ",",
      "q=",
      "0",
      "1",
      ".",
      '"',
      "\\",
      " ",
      "é",
      "\0",
    );
    fc.assert(
      fc.property(fc.array(pieces), (text) => {
        const found = quality(parseAccept(text.join("")), "image/webp");
        expect(found >= 0 && found <= 1).toBe(true);
      }),
    );
  });

  // With work that grows as the square, each of these would run into the time limit of the test.
  test.each([",", ";", '"', "\\", " ", "a/", "a", "a/a;q=0.1,", "a/a;", 'a/a;a="', "a/a;a=", "\t;"])(
    "takes a long run of %j in linear time",
    (piece) => {
      const ranges = parseAccept(`${piece.repeat(400_000 / piece.length)},image/webp;q=0.5`);
      expect(ranges.size).toBeLessThanOrEqual(2);
    },
  );
});
