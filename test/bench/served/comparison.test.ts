import { describe, expect, test } from "vitest";
import { compareRatios, compareValues, regressions } from "./comparison.ts";
import type { Report, Result } from "./results.ts";

function report(...results: readonly Result[]): Report {
  return {
    date: "2026-01-01T00:00:00Z",
    machine: { processor: "p", cores: 2, memoryGiB: 8, system: "s", pinning: "" },
    quick: true,
    subjects: [
      { name: "Node", kind: "darkroom", settings: "" },
      { name: "Bun", kind: "darkroom", settings: "" },
      { name: "IPX", kind: "peer", settings: "" },
    ],
    absent: [],
    sameBytes: "",
    load: "",
    results,
  };
}

const ROUNDS = { measure: "m", spread: [0, 0], rounds: 1 } as const;

const rate = (subject: string, value: number, ratioToNode: number): Result => ({
  ...ROUNDS,
  subject,
  unit: "requests/s",
  value,
  ratioToNode,
});

const time = (subject: string, value: number, ratioToNode: number): Result => ({
  ...ROUNDS,
  subject,
  unit: "ms",
  value,
  ratioToNode,
});

describe("the comparison of two runs", () => {
  test("knows which way is better", () => {
    const before = report(rate("Node", 100, 1), time("Bun", 50, 0.5));
    const after = report(rate("Node", 50, 1), time("Bun", 25, 0.5));
    expect(compareValues(before, after).map(({ subject, worse }) => [subject, worse])).toEqual([
      ["Node", 2],
      ["Bun", 0.5],
    ]);
  });

  test("by ratios does not see that the machine is slower", () => {
    const before = report(rate("Node", 100, 1), rate("Bun", 80, 0.8));
    const after = report(rate("Node", 50, 1), rate("Bun", 40, 0.8));
    expect(compareRatios(before, after)).toMatchObject([{ subject: "Bun", worse: 1 }]);
    expect(regressions(before, after, 0)).toEqual([]);
  });

  test("finds a runtime that fell behind Node, and spares peers", () => {
    const before = report(rate("Node", 100, 1), rate("Bun", 80, 0.8), rate("IPX", 80, 0.8));
    const after = report(rate("Node", 100, 1), rate("Bun", 40, 0.4), rate("IPX", 40, 0.4));
    expect(regressions(before, after, 0.35)).toMatchObject([{ subject: "Bun", worse: 2 }]);
    expect(regressions(before, after, 1.5)).toEqual([]);
  });

  test("leaves out what only one of the runs has", () => {
    expect(compareValues(report(), report(rate("Bun", 1, 1)))).toEqual([]);
  });
});
