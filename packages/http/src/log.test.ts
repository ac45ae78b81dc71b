import { expect, test } from "vitest";
import { createLog, describeError } from "./log.ts";

function linesOf(format: "json" | "text", level: "debug" | "info" | "warn" | "error" | "silent"): string[] {
  const lines: string[] = [];
  const log = createLog({ format, level, now: () => 0, write: (line) => lines.push(line) });
  log.debug("a");
  log.info("b", { path: "/x\n2020 error forged", n: 1, none: undefined });
  log.warn("c");
  log.error("d");
  return lines;
}

test("nothing below the level is written", () => {
  expect(linesOf("text", "warn")).toHaveLength(2);
  expect(linesOf("text", "silent")).toHaveLength(0);
  expect(linesOf("text", "debug")).toHaveLength(4);
});

test("a user's text cannot forge a line", () => {
  for (const format of ["json", "text"] as const) {
    expect(linesOf(format, "info").every((line) => !line.includes("\n"))).toBe(true);
  }
  expect(JSON.parse(linesOf("json", "info")[0]!)).toEqual({
    time: "1970-01-01T00:00:00.000Z",
    level: "info",
    event: "b",
    path: "/x\n2020 error forged",
    n: 1,
  });
});

test("an error is told with its code and its causes", () => {
  const error = new Error("outer", { cause: Object.assign(new Error("inner"), { code: "ENOSPC" }) });
  expect(describeError(error)).toBe("Error: outer ← Error [ENOSPC]: inner");
  expect(describeError("text")).toBe("text");
});
