import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRecorder, type Recorder } from "./recorder.ts";
import { COUNTED, READ } from "./table.ts";

/** The numbers of a metric, by their labels. */
function numbers(recorder: Recorder, metric: keyof typeof COUNTED): Readonly<Record<string, number>> {
  const family = recorder.families().find(({ row }) => row === COUNTED[metric])!;
  return Object.fromEntries(
    family.samples.map(({ suffix = "", labels, value }) => [
      [suffix, ...Object.values(labels)].filter(Boolean).join(" "),
      value,
    ]),
  );
}

describe("a recorder", () => {
  test("counts by labels", () => {
    const recorder = createRecorder();
    recorder.count("deliveredBytes", { format: "webp" }, 10);
    recorder.count("deliveredBytes", { format: "webp" }, 5);
    recorder.count("deliveredBytes", { format: "avif" });
    expect(numbers(recorder, "deliveredBytes")).toEqual({ webp: 15, avif: 1 });
  });

  test("has what is known beforehand from the start", () => {
    const recorder = createRecorder();
    expect(numbers(recorder, "deliveries")).toEqual({ hit: 0, miss: 0, unchanged: 0 });
    expect(numbers(recorder, "waitSeconds")).toMatchObject({ "_count pixels": 0, "_count uploads": 0 });
    expect(numbers(recorder, "requests")).toEqual({});
  });

  test("takes labels in any order for the same", () => {
    const recorder = createRecorder();
    recorder.count("requests", { method: "GET", route: "/", status: "200" });
    recorder.count("requests", { status: "200", route: "/", method: "GET" });
    expect(numbers(recorder, "requests")).toEqual({ "GET / 200": 2 });
  });

  test("puts what is measured into every bucket that it is not above", () => {
    const recorder = createRecorder();
    const labels = { step: "encode", format: "webp" };
    for (const seconds of [0, 0.001, 0.0011, 3, 99]) recorder.observe("renderSeconds", labels, seconds);
    const found = numbers(recorder, "renderSeconds");
    expect(found).toMatchObject({
      "_bucket encode webp 0.001": 2,
      "_bucket encode webp 0.0025": 3,
      "_bucket encode webp 2.5": 3,
      "_bucket encode webp 5": 4,
      "_bucket encode webp 10": 4,
      "_bucket encode webp +Inf": 5,
      "_count encode webp": 5,
    });
    expect(found["_sum encode webp"]).toBeCloseTo(102.0021);
  });

  test("has a sum that never shrinks, also when a clock is set back", () => {
    const recorder = createRecorder();
    for (const seconds of [2, -3600]) recorder.observe("requestSeconds", { route: "/" }, seconds);
    expect(numbers(recorder, "requestSeconds")).toMatchObject({ "_sum /": 2, "_count /": 2 });
  });

  test("has growing buckets, the last of which is the count", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true })), (seconds) => {
        const recorder = createRecorder();
        for (const value of seconds) recorder.observe("requestSeconds", { route: "/" }, value);
        const found = Object.entries(numbers(recorder, "requestSeconds"));
        const buckets = found.filter(([name]) => name.startsWith("_bucket")).map(([, value]) => value);
        expect(buckets).toEqual(buckets.toSorted((a, b) => a - b));
        const bounds = COUNTED.requestSeconds.buckets;
        const expected = bounds.map((bound) => seconds.filter((value) => value <= bound).length);
        expect(buckets).toEqual(seconds.length === 0 ? [] : [...expected, seconds.length]);
      }),
    );
  });
});

describe("the table of metrics", () => {
  const rows = [...Object.values(COUNTED), ...Object.values(READ)];

  test("has every name once", () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  test.each(rows.map((row) => [row.name, row] as const))(
    "%s follows Prometheus' conventions",
    (name, row) => {
      expect(name).toMatch(/^(darkroom|process)_[a-z_]+$/);
      expect(name.endsWith("_total")).toBe(row.type === "counter");
      expect(row.help).toMatch(/^[A-Z].*\.$/);
      if ("buckets" in row) {
        expect(name).toMatch(/_seconds$/);
        expect(row.buckets).toEqual(row.buckets.toSorted((a, b) => a - b));
      }
    },
  );
});
