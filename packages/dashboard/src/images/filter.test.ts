import * as fc from "fast-check";
import { expect, test } from "vitest";
import { filterFromQuery, filterQuery, filterToQuery, META_OPERATORS, type MetaOperator } from "./filter.ts";

const FILTER = fc.record({
  search: fc.string(),
  creator: fc.option(fc.string(), { nil: undefined }),
  meta: fc.array(
    fc.record({
      field: fc.string(),
      operator: fc.constantFrom(...(Object.keys(META_OPERATORS) as MetaOperator[])),
      value: fc.string(),
    }),
    { maxLength: 5 },
  ),
  order: fc.constantFrom("asc" as const, "desc" as const),
});

test("a filter survives its address", () => {
  fc.assert(
    fc.property(FILTER, (filter) => {
      const address = new URLSearchParams(filterToQuery(filter).toString());
      expect(filterFromQuery(address)).toEqual(filter);
    }),
  );
});

test("a filter becomes the parameters of the list", () => {
  expect(
    filterQuery({
      search: "cat",
      creator: "",
      meta: [{ field: "shot.iso", operator: "gte", value: "400" }],
      order: "asc",
    }),
  ).toEqual({ sort_order: "asc", search: "cat", creator: "", "meta.shot.iso[gte]": "400" });
});

test("an address that somebody made up gives no filter that the list would refuse", () => {
  const query = new URLSearchParams([
    ["meta", "{"],
    ["meta", '["a","drop",""]'],
    ["meta", "[1,2,3]"],
    ["order", "sideways"],
  ]);
  expect(filterFromQuery(query)).toEqual({ search: "", creator: undefined, meta: [], order: "desc" });
});
