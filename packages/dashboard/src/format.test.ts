import { expect, test } from "vitest";
import { formatBytes, formatLimit, formatSaving, plural } from "./format.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [9949, "9.9 kB"],
  [9950, "10 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [2_345_678_901, "2.3 GB"],
])("%i bytes read %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test("limits are told in the units that the server counts in", () => {
  expect(formatLimit(25 * 1024 ** 2)).toBe("25 MiB");
  expect(formatLimit(512 * 1024)).toBe("512 KiB");
});

test("a saving says which way it went", () => {
  expect(formatSaving(1000, 380)).toBe("62% smaller");
  expect(formatSaving(1000, 1500)).toBe("50% larger");
  expect(formatSaving(1000, 1001)).toBe("same size");
  expect(formatSaving(0, 10)).toBe("");
});

test("one thing is named in the singular", () => {
  expect([plural(1, "image"), plural(1200, "image"), plural(2, "copy", "copies")]).toEqual([
    "1 image",
    "1,200 images",
    "2 copies",
  ]);
});
