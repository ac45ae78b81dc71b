import { describe, expect, test } from "vitest";
import { writeSchema, type JsonSchema } from "./json-schema.ts";
import { constant, either, integer, list, map, named, nullable, object, optional, string } from "./schema.ts";

describe("a schema in a document", () => {
  const write = (schema: Parameters<typeof writeSchema>[0]) => {
    const components = new Map<string, JsonSchema>();
    return { written: writeSchema(schema, components), components: Object.fromEntries(components) };
  };

  test("names what has to be there, and leaves out nothing else", () => {
    const schema = object<{ a: string; b?: number }>({ a: string("A."), b: optional(integer("B.")) });
    expect(write(schema).written).toEqual({
      type: "object",
      properties: {
        a: { type: "string", description: "A." },
        b: { type: "integer", minimum: 0, description: "B." },
      },
      required: ["a"],
    });
  });

  test("refers to a schema with a name, which is written once, wherever it stands", () => {
    const inner = named("Inner", object({ a: string("A.") }));
    const outer = named("Outer", object({ one: inner, many: list(inner, "Some."), all: map(inner, "All.") }));
    const { written, components } = write(either([outer, inner], "Either."));
    const reference = { $ref: "#/components/schemas/Inner" };
    expect(written).toEqual({
      anyOf: [{ $ref: "#/components/schemas/Outer" }, reference],
      description: "Either.",
    });
    expect(Object.keys(components)).toEqual(["Outer", "Inner"]);
    expect(components["Outer"]).toMatchObject({
      properties: { one: reference, many: { items: reference }, all: { additionalProperties: reference } },
    });
  });

  test("may be null in the shortest way that there is", () => {
    expect(write(nullable(string("A."))).written).toEqual({ type: ["string", "null"], description: "A." });
    expect(write(nullable(named("A", string("A.")))).written).toEqual({
      anyOf: [{ $ref: "#/components/schemas/A" }, { type: "null" }],
    });
    expect(write(constant(null, "Nothing.")).written).toMatchObject({ type: "null", const: null });
  });

  test("of an answer does not compile without a member of its type, or with another", () => {
    // @ts-expect-error `b` is missing.
    object<{ a: string; b?: number }>({ a: string("A.") });
    // @ts-expect-error `a` may not be left out.
    object<{ a: string }>({ a: optional(string("A.")) });
    // @ts-expect-error `a` is a text.
    object<{ a: string }>({ a: integer("A.") });
    // @ts-expect-error There is no `b`.
    object<{ a: string }>({ a: string("A."), b: string("B.") });
    expect.assertions(0);
  });
});
