import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkMetadata,
  isMetadataField,
  metadataOfForm,
  MOST_METADATA_BYTES,
  type FormField,
} from "./metadata.ts";

const refused = expect.objectContaining({ name: "HttpError", code: "field_invalid" });

function fields(entries: readonly (readonly [string, string])[]): readonly FormField[] {
  return entries.map(([name, text]) => ({ name, text }));
}

/** How the TypeScript SDK writes a value: `[name]` for each level, `[]` for the entries of a list. */
function asBrackets(name: string, value: unknown): readonly FormField[] {
  if (Array.isArray(value)) return value.flatMap((entry) => asBrackets(`${name}[]`, entry));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, entry]) => asBrackets(`${name}[${key}]`, entry));
  return [{ name, text: String(value) }];
}

/** How the Go SDK writes a value: `.name` for each level, `.0`, `.1` … for the entries of a list. */
function asDots(name: string, value: unknown): readonly FormField[] {
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, entry]) => asDots(`${name}.${key}`, entry));
  return [{ name, text: String(value) }];
}

/** In both of these every value arrives as text. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, asTexts(entry)]));
}

const key = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "length"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((text) => !/[[\].]|^\d+$/.test(text)),
);
const leaf = fc.oneof(fc.string({ maxLength: 10 }), fc.boolean(), fc.integer());
/** Objects that forms can carry: not empty, for an empty one makes no field. */
function nested(entry: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .uniqueArray(fc.tuple(key, entry), { minLength: 1, maxLength: 4, selector: ([name]) => name })
    .map((entries) => Object.fromEntries(entries));
}
const list = (entry: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.array(entry, { minLength: 1, maxLength: 4 });
const inner = nested(fc.oneof(leaf, list(leaf)));
const small = (value: unknown): boolean =>
  new TextEncoder().encode(JSON.stringify(asTexts(value))).length <= MOST_METADATA_BYTES;

/** Equal, with the same own names in the same order. */
function same(a: unknown, b: unknown): void {
  expect(JSON.stringify(a)).toBe(JSON.stringify(b));
}

describe("metadata comes back as it was sent", () => {
  test("as JSON", () => {
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue({ maxDepth: 4 })), (value) => {
        // What JSON makes of it: no -0, for example.
        const text = JSON.stringify(value);
        fc.pre(new TextEncoder().encode(text).length <= MOST_METADATA_BYTES);
        same(metadataOfForm([{ name: "metadata", text }]), JSON.parse(text));
      }),
    );
  });

  test("by the TypeScript SDK, as text", () => {
    fc.assert(
      fc.property(nested(fc.oneof(leaf, list(leaf), inner)).filter(small), (value) => {
        same(metadataOfForm(asBrackets("metadata", value)), asTexts(value));
      }),
    );
  });

  test("by the Go SDK, as text, lists of objects included", () => {
    fc.assert(
      fc.property(nested(fc.oneof(leaf, list(leaf), inner, list(inner))).filter(small), (value) => {
        same(metadataOfForm(asDots("metadata", value)), asTexts(value));
      }),
    );
  });

  test("whatever the order of its fields", () => {
    fc.assert(
      fc.property(
        nested(fc.oneof(leaf, list(leaf), inner))
          .filter(small)
          .chain((value) => {
            const sent = asDots("metadata", value);
            return fc.tuple(fc.constant(value), fc.shuffledSubarray([...sent], { minLength: sent.length }));
          }),
        ([value, sent]) => {
          expect(metadataOfForm(sent)).toEqual(asTexts(value));
        },
      ),
    );
  });
});

describe("metadata of a form", () => {
  test("is none where there is no such field", () => {
    expect(
      metadataOfForm(
        fields([
          ["id", "a"],
          ["metadatas", "b"],
        ]),
      ),
    ).toBeUndefined();
    expect(["metadata", "metadata[a]", "metadata.a", "metadata["].every(isMetadataField)).toBe(true);
    expect(["id", "metadatas", "meta", "xmetadata", "metadata a", ""].some(isMetadataField)).toBe(false);
  });

  test("keeps names of prototypes as names, in every encoding", () => {
    for (const sent of [
      [["metadata", '{"__proto__":{"polluted":"1"}}']],
      [["metadata[__proto__][polluted]", "1"]],
      [["metadata.__proto__.polluted", "1"]],
    ] as const) {
      const meta = metadataOfForm(fields(sent));
      expect(Object.keys(meta!)).toEqual(["__proto__"]);
      expect(Object.getPrototypeOf(meta)).toBe(Object.prototype);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }
  });

  test("with numbers for names is a list below the top, if none is left out", () => {
    expect(
      metadataOfForm(
        fields([
          ["metadata.0", "a"],
          ["metadata.b.1", "y"],
          ["metadata.b.0", "x"],
          ["metadata.c.1", "z"],
        ]),
      ),
    ).toEqual({
      0: "a",
      b: ["x", "y"],
      c: { 1: "z" },
    });
  });

  test.each<[string, readonly (readonly [string, string])[]]>([
    ["that is no JSON", [["metadata", "{a:1}"]]],
    ["that is empty", [["metadata", ""]]],
    ["that is a list", [["metadata", "[1]"]]],
    ["that is a list of fields", [["metadata[]", "1"]]],
    ["that is null", [["metadata", "null"]]],
    ["that is text", [["metadata", '"a"']]],
    ["with a number that JSON cannot give back", [["metadata", '{"a":1e999}']]],
    [
      "in JSON and brackets",
      [
        ["metadata", "{}"],
        ["metadata[a]", "1"],
      ],
    ],
    [
      "in brackets and dots",
      [
        ["metadata[a]", "1"],
        ["metadata.b", "2"],
      ],
    ],
    ["in both in one name", [["metadata[a].b", "1"]]],
    ["with an open bracket", [["metadata[a", "1"]]],
    ["with a bracket in a name", [["metadata[a[b]]", "1"]]],
    ["with an empty name", [["metadata[][a]", "1"]]],
    ["with a list of lists", [["metadata[a][][]", "1"]]],
    ["with a list of objects in brackets", [["metadata[a][][b]", "1"]]],
    ["with an empty name after a dot", [["metadata.a..b", "1"]]],
    ["with nothing after the dot", [["metadata.", "1"]]],
    [
      "with a value beside values below it",
      [
        ["metadata[a]", "1"],
        ["metadata[a][b]", "2"],
      ],
    ],
    [
      "with values below a value",
      [
        ["metadata.a.b", "1"],
        ["metadata.a", "2"],
      ],
    ],
    [
      "with a list beside a value",
      [
        ["metadata[a][]", "1"],
        ["metadata[a]", "2"],
      ],
    ],
    [
      "with a list beside an object",
      [
        ["metadata[a][b]", "1"],
        ["metadata[a][]", "2"],
      ],
    ],
    [
      "with two values for one name",
      [
        ["metadata.a", "1"],
        ["metadata.a", "2"],
      ],
    ],
  ])("%s is refused", (_what, sent) => {
    expect(() => metadataOfForm(fields(sent))).toThrow(refused);
  });

  test("of any fields at all is an object or a clean refusal", () => {
    const piece = fc.constantFrom("[", "]", "[]", ".", "a", "0", "1", "__proto__", "[a]", ".a", "{}", "é");
    const name = fc.array(piece, { maxLength: 6 }).map((pieces) => `metadata${pieces.join("")}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.json()), { maxLength: 6 }), (sent) => {
        try {
          const meta = metadataOfForm(fields(sent));
          if (meta !== undefined) expect(Object.getPrototypeOf(meta)).toBe(Object.prototype);
        } catch (error) {
          expect(error).toEqual(refused);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("limits of metadata", () => {
  test("count bytes of compact JSON in UTF-8: 1,024 pass, 1,025 do not", () => {
    const of = (bytes: number): string => JSON.stringify({ a: `é${"x".repeat(bytes - 10)}` });
    expect(new TextEncoder().encode(of(1024))).toHaveLength(1024);
    expect(() => checkMetadata(JSON.parse(of(1024)))).not.toThrow();
    expect(() => checkMetadata(JSON.parse(of(1025)))).toThrow(refused);
    expect(
      metadataOfForm([{ name: "metadata", text: ` ${of(1024).replace(":", ` :${" ".repeat(2000)}`)}` }]),
    ).toEqual(JSON.parse(of(1024)));
  });

  test("stop at a depth, before anything recurses that deep", () => {
    const json = (levels: number): string => '{"a":'.repeat(levels) + "1" + "}".repeat(levels);
    expect(() => metadataOfForm([{ name: "metadata", text: json(20) }])).not.toThrow();
    for (const text of [json(21), json(100_000), `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`]) {
      expect(() => metadataOfForm([{ name: "metadata", text }])).toThrow(refused);
    }
    for (const name of [`metadata${"[a]".repeat(30_000)}`, `metadata${".a".repeat(30_000)}`]) {
      expect(() => metadataOfForm([{ name, text: "1" }])).toThrow(refused);
    }
  });
});
