import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseTimestamp } from "./timestamp.ts";

test.each([
  ["2026-11-21T10:00:00Z", "2026-11-21T10:00:00.000Z"],
  ["2026-11-21t10:00:00.5z", "2026-11-21T10:00:00.500Z"],
  ["2026-11-21T10:00:00.123456789Z", "2026-11-21T10:00:00.123Z"],
  ["2026-11-21T10:00:00+05:30", "2026-11-21T04:30:00.000Z"],
  ["2024-02-29T23:59:59-00:00", "2024-02-29T23:59:59.000Z"],
  ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"],
])("%s is a time", (text, time) => {
  expect(new Date(parseTimestamp(text)!).toISOString()).toBe(time);
});

test.each([
  "",
  "tomorrow",
  "2026",
  "2026-11-21",
  "2026-11-21T10:00Z",
  "2026-11-21T10:00:00",
  "2026-11-21 10:00:00Z",
  "2026-11-21T24:00:00Z",
  "2026-13-01T10:00:00Z",
  "2026-00-01T10:00:00Z",
  "2026-02-30T10:00:00Z",
  "2025-02-29T10:00:00Z",
  "2026-11-00T10:00:00Z",
  "2026-11-21T10:00:00+25:00",
  "2026-11-21T10:00:00+0530",
  "+002026-11-21T10:00:00Z",
  "1795255200",
  "2026-11-21T10:00:00Z\n",
])("%j is none", (text) => {
  expect(parseTimestamp(text)).toBeUndefined();
});

test("what toISOString writes is read back", () => {
  const date = fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });
  fc.assert(
    fc.property(date, (value) => {
      expect(parseTimestamp(value.toISOString())).toBe(value.getTime());
    }),
  );
});
