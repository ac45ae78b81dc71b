import { describe, expect, test } from "vitest";
import { OPEN_FORMATS } from "../open-formats.ts";
import { parseVariants } from "../variants.ts";
import { parseImportQuery } from "./import-query.ts";

const VARIANTS = parseVariants({ hero: { width: 1200, fit: "cover", format: "webp" }, open: { width: 300 } });
const parse = (query: string) => parseImportQuery(query, VARIANTS);

describe("the query of an import", () => {
  test("names a variant, whose options it may change", () => {
    expect(parse("variant=hero&q=50")).toEqual({
      shape: "url",
      pictures: [
        {
          options: { width: 1200, fit: "cover", format: "webp", quality: 50 },
          accept: OPEN_FORMATS.fallback,
        },
      ],
    });
  });

  test("asks for every width in every format, by format", () => {
    const asked = parse("w=400;800&format=avif;jpeg&as=picture");
    expect(asked?.pictures.map(({ options }) => options)).toEqual([
      { width: 400, format: "avif" },
      { width: 800, format: "avif" },
      { width: 400, format: "jpeg" },
      { width: 800, format: "jpeg" },
    ]);
  });

  test("leaves the format open: a picture has all, an address what everybody takes", () => {
    const accepts = (query: string) => parse(query)?.pictures.map(({ accept }) => accept);
    expect(accepts("variant=open&as=picture")).toEqual(Object.values(OPEN_FORMATS));
    expect(accepts("variant=open")).toEqual([OPEN_FORMATS.fallback]);
    expect(accepts("w=100;200&as=srcset")).toEqual([OPEN_FORMATS.fallback, OPEN_FORMATS.fallback]);
  });

  test("keeps a colour whole, and what Vite adds out", () => {
    const query = `import&t=123&w=10&background=${encodeURIComponent("rgb(1,2,3)")}`;
    expect(parse(query)?.pictures[0]!.options).toEqual({
      width: 10,
      background: { r: 1, g: 2, b: 3, a: 255 },
    });
  });

  test.each(["", "url", "raw", "inline", "react", "worker&url", "t=123"])("%j is left to others", (query) => {
    expect(parse(query)).toBeUndefined();
  });

  test.each([
    ["widht=400", 'There is no option "widht". Did you mean `width`?'],
    ["w=400&raw", 'There is no option "raw".'],
    ["w=400;800", "add `as=srcset` or `as=picture`"],
    ["w=400&format=avif;webp&as=srcset", "add `as=picture`"],
    ["w=400&width=500", "Expected one `width` but received several"],
    ["w=400&q=50;60", "Expected one value for `quality`"],
    ["w=0", 'for `width` but received "0"'],
    ["w=400&blur=3", "does not build yet"],
    ["w=400&as=url;picture", "Expected `url`, `srcset` or `picture` for `as`"],
    ["variant=heroo", 'There is no variant "heroo". Did you mean `hero`?'],
    ["variant=default", "other options for each kind of device"],
    [`w=${Array.from({ length: 65 }, (_, at) => at + 1).join(";")}&as=srcset`, "at most 64 pictures"],
  ])("%s is refused with a sentence", (query, sentence) => {
    expect(() => parse(query)).toThrow(sentence);
  });
});
