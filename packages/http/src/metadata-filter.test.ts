import * as fc from "fast-check";
import type { MetaCondition } from "@darkroom/storage";
import { describe, expect, test } from "vitest";
import { META_OPERATORS, readMetaFilters } from "./metadata-filter.ts";

/** The filters of a query as it stands in an address. */
const read = (query: string) => readMetaFilters(new URL(`http://darkroom.test/?${query}`).searchParams);

const among = (...values: readonly (string | number | boolean)[]): MetaCondition => ({
  operator: "in",
  values,
});

describe("a filter of metadata", () => {
  test.each<[string, MetaCondition]>([
    ["[eq]=active", among("active")],
    ["[eq]=5", among("5", 5)],
    ["[eq]=-1.5e3", among("-1.5e3", -1500)],
    ["[eq]=05", among("05")],
    ["[eq]=1e999", among("1e999")],
    ["[eq]=0x10", among("0x10")],
    ["[eq]=true", among("true", true)],
    ["[eq]=null", among("null")],
    ["[eq]=", among("")],
    ["[eq]=a|b", among("a|b")],
    ["[eq:string]=5", among("5")],
    ["[eq:number]=5", among(5)],
    ["[eq:boolean]=false", among(false)],
    ["[in]=a|5|true", among("a", "5", 5, "true", true)],
    ["[in]=|", among("", "")],
    ["[in:string]=5|b", among("5", "b")],
    ["[in:number]=5|-0.5", among(5, -0.5)],
    ["[gt]=5", { operator: "gt", value: 5 }],
    ["[gte:number]=5", { operator: "gte", value: 5 }],
    ["[lt:number]=-5", { operator: "lt", value: -5 }],
    ["[lte]=0", { operator: "lte", value: 0 }],
    ["[eq]=a+b%26c", among("a b&c")],
    ["[eq]=%F0%9F%A6%8A", among("🦊")],
  ])("meta.field%s", (rest, condition) => {
    expect(read(`meta.field${rest}`)).toEqual([{ path: ["field"], ...condition }]);
  });

  test("may be percent-encoded, as the official SDK sends it, and nested", () => {
    expect(read("per_page=2&meta.status%5Beq%5D=active&meta.region.name%5Bin%3Astring%5D=a%7Cb")).toEqual([
      { path: ["status"], ...among("active") },
      { path: ["region", "name"], ...among("a", "b") },
    ]);
    expect(read("meta.a.b.c.d.e[eq]=1")[0]!.path).toHaveLength(5);
  });

  test("may contradict another one", () => {
    expect(read("meta.a[eq:number]=1&meta.a[eq:number]=2")).toHaveLength(2);
  });

  test.each([
    ["meta=1", "Expected a filter `meta.<field>[<operator>]=<value>` for `meta`"],
    ["meta.a=1", "Expected a filter"],
    ["meta[a]=1", "Expected a filter"],
    ["meta.[eq]=1", "Expected a filter"],
    ["meta.a[eq]b=1", "Expected a filter"],
    ["meta.a[eq][eq]=1", "Expected a filter"],
    [
      "meta.a.b.c.d.e.f[eq]=1",
      "Expected at most 5 names, joined by dots, for `meta.a.b.c.d.e.f` but received 6.",
    ],
    ["meta.a..b[eq]=1", 'names of 1 to 100 letters, digits and underscores for `meta.a..b` but received "".'],
    ["meta.a-b[eq]=1", 'but received "a-b"'],
    ["meta.%22a[eq]=1", "names of 1 to 100 letters"],
    ["meta.é[eq]=1", "names of 1 to 100 letters"],
    [`meta.${"a".repeat(101)}[eq]=1`, "names of 1 to 100 letters"],
    ["meta.a[]=1", "Expected one of the operators eq, eq:string, "],
    ["meta.a[ne]=1", 'for `meta.a` but received "ne".'],
    ["meta.a[EQ]=1", 'but received "EQ"'],
    ["meta.a[gt:string]=1", 'but received "gt:string"'],
    ["meta.a[in:boolean]=true", 'but received "in:boolean"'],
    ["meta.a[constructor]=1", 'but received "constructor"'],
    [
      "meta.a[gt]=x",
      'Expected a number as JSON writes it, such as `-1.5` for `meta.a[gt]` but received "x".',
    ],
    ["meta.a[gt]=", "Expected a number"],
    ["meta.a[eq:number]=Infinity", "Expected a number"],
    ["meta.a[eq:number]=1e999", "Expected a number"],
    ["meta.a[in:number]=1|x", 'but received "x"'],
    ["meta.a[eq:boolean]=1", "Expected `true` or `false`"],
    [
      "meta.a[in]=1|2|3|4|5|6|7|8|9|10|11",
      "at most 10 values, separated by `|`, for `meta.a[in]` but received 11.",
    ],
    [
      Array.from({ length: 6 }, () => "meta.a[eq]=1").join("&"),
      "at most 5 filters for `meta` but received 6.",
    ],
  ])("%s is refused with a sentence", (query, sentence) => {
    expect(() => read(query)).toThrow(expect.objectContaining({ code: "field_invalid" }));
    expect(() => read(query)).toThrow(sentence);
  });

  test("is read whole or refused, whatever it is", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("a", "a.b", "1", "true", "x|y"));
    const operator = fc.oneof(fc.constantFrom(...META_OPERATORS), fc.string());
    fc.assert(
      fc.property(text, operator, text, (field, name, value) => {
        const parameters = new URLSearchParams([[`meta.${field}[${name}]`, value]]);
        let filters;
        try {
          filters = readMetaFilters(parameters);
        } catch (error) {
          expect(error).toMatchObject({ code: "field_invalid" });
          return;
        }
        expect(filters).toHaveLength(1);
        expect(filters[0]!.path.join(".")).toBe(field);
      }),
    );
  });
});
