import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exposition, type Sample } from "./exposition.ts";

const ROW = { name: "darkroom_things_total", type: "counter", help: "Things." };

describe("the text for Prometheus", () => {
  test("is a line of help, one of the type, and one a number", () => {
    const samples: readonly Sample[] = [
      { labels: {}, value: 3 },
      { labels: { kind: "a", of: "b" }, value: 0.5 },
      { suffix: "_sum", labels: {}, value: 1e21 },
    ];
    expect(exposition([{ row: ROW, samples }])).toBe(
      [
        "# HELP darkroom_things_total Things.",
        "# TYPE darkroom_things_total counter",
        "darkroom_things_total 3",
        'darkroom_things_total{kind="a",of="b"} 0.5',
        "darkroom_things_total_sum 1e+21",
        "",
      ].join("\n"),
    );
  });

  test("leaves out a metric without numbers", () => {
    expect(exposition([{ row: ROW, samples: [] }])).toBe("");
  });

  test.each([
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
    [Number.NaN, "NaN"],
  ])("writes %d as %s", (value, text) => {
    const lines = exposition([{ row: ROW, samples: [{ labels: {}, value }] }]).split("\n");
    expect(lines[2]).toBe(`darkroom_things_total ${text}`);
  });

  test("escapes backslashes and line ends in its help", () => {
    const row = { ...ROW, help: 'a\\b\n"c"' };
    const [help] = exposition([{ row, samples: [{ labels: {}, value: 1 }] }]).split("\n");
    expect(help).toBe(String.raw`# HELP darkroom_things_total a\\b\n"c"`);
  });

  test("keeps any value of a label on its line, and it can be read back", () => {
    const value = fc.string({ unit: fc.constantFrom("a", "\\", '"', "\n", "{", "}", " ", "n", "é", "=") });
    fc.assert(
      fc.property(value, (label) => {
        const text = exposition([{ row: ROW, samples: [{ labels: { label }, value: 1 }] }]);
        const lines = text.split("\n");
        expect(lines).toHaveLength(4);
        const written = /^darkroom_things_total\{label="((?:[^"\\]|\\["\\n])*)"\} 1$/.exec(lines[2]!)?.[1];
        const read = written?.replaceAll(/\\(.)/g, (_, escaped: string) =>
          escaped === "n" ? "\n" : escaped,
        );
        expect(read).toBe(label);
      }),
    );
  });
});
