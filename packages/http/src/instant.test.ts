import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseInstant } from "./instant.ts";

const year = (date: string) =>
  fc.date({ min: new Date("0100-01-01"), max: new Date(date), noInvalidDate: true });

describe("an RFC 3339 time", () => {
  test("is read as it was written, in any zone", () => {
    fc.assert(
      fc.property(year("9998-12-31"), fc.integer({ min: -1439, max: 1439 }), (date, minutes) => {
        expect(parseInstant(date.toISOString())).toBe(date.getTime());
        const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const [hour, minute] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
        const pad = (number: number) => String(number).padStart(2, "0");
        const zone = `${minutes < 0 ? "-" : "+"}${pad(hour)}:${pad(minute)}`;
        expect(parseInstant(local + zone)).toBe(date.getTime());
      }),
    );
  });

  test.each([
    ["2030-01-31T12:00:00Z", "2030-01-31T12:00:00.000Z"],
    ["2030-01-31t12:00:00z", "2030-01-31T12:00:00.000Z"],
    ["2028-02-29T23:59:59.999Z", "2028-02-29T23:59:59.999Z"],
    ["2030-12-31T00:00:00-00:30", "2030-12-31T00:30:00.000Z"],
  ])("may be %s", (text, iso) => {
    expect(new Date(parseInstant(text)!).toISOString()).toBe(iso);
  });

  test.each([
    "",
    "2030-01-31",
    "2030-01-31T12:00:00",
    "2030-01-31 12:00:00Z",
    "2030-02-29T00:00:00Z",
    "2030-04-31T00:00:00Z",
    "2030-13-01T00:00:00Z",
    "2030-00-01T00:00:00Z",
    "2030-01-00T00:00:00Z",
    "2030-01-31T24:00:00Z",
    "2030-01-31T12:60:00Z",
    "2030-01-31T12:00:60Z",
    "2030-01-31T12:00:00+24:00",
    "+002030-01-31T12:00:00Z",
    "1900000000",
    "tomorrow",
    "2030-01-31T12:00:00Z\n",
  ])("is never %j", (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
