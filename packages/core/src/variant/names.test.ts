import { describe, expect, test } from "vitest";
import { isDarkroomError } from "../errors.ts";
import { isImageId, isVariantName, parseImageId, parseVariantName } from "./names.ts";

function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (isDarkroomError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

const UUID = "083eb7b2-5392-4565-b69e-aff66acddd00";

describe("variant names", () => {
  test.each(["public", "default", "Thumb-2x", "a_b", "7", "x".repeat(99), "constructor"])(
    "%s is one",
    (name) => {
      expect(isVariantName(name)).toBe(true);
      expect(parseVariantName(name)).toBe(name);
    },
  );

  test.each(["", "x".repeat(100), "a b", "a.b", "a/b", "w=400", "é", "a\n", "%61", 3, null, undefined])(
    "%j is none",
    (name) => {
      expect(refusal(() => parseVariantName(name))).toMatch(
        /^option_invalid: Expected 1 to 99 letters, digits, `-` and `_` for `variant name` but received /,
      );
      expect(typeof name === "string" && isVariantName(name)).toBe(false);
    },
  );

  test.each([
    "client",
    "cdn-cgi",
    "dashboard",
    "docs",
    "images",
    "upload",
    "healthz",
    "metrics",
    "__proto__",
  ])("%s is reserved", (name) => {
    expect(isVariantName(name)).toBe(false);
    expect(refusal(() => parseVariantName(name))).toMatch(/Expected a name that is not reserved/);
  });

  test("openapi.json is none", () => {
    expect(isVariantName("openapi.json")).toBe(false);
  });
});

describe("image ids", () => {
  test.each([
    "logo.png",
    "a/b/c",
    "MTt4OTd0b0w5ajZxR0pLaXRldlBtaFhhO2FiZGVnaA==",
    "50% off?#1 & more",
    "%2e%2e",
    "...",
    ".hidden/..x",
    "keys2",
    "photos/keys",
    "blob/photo",
    "blobs",
    "Größe/写真/🎞",
    "cafe\u0301",
    "__proto__",
    `x${UUID}`,
    "x".repeat(1024),
    "🎞".repeat(1024),
  ])("%j is one", (id) => {
    expect(parseImageId(id)).toBe(id);
    expect(isImageId(id)).toBe(true);
  });

  test.each([
    [undefined, "text"],
    [7, "text"],
    ["", "1 to 1024 characters"],
    ["x".repeat(1025), "1 to 1024 characters"],
    ["🎞".repeat(1025), "1 to 1024 characters"],
    ["a\u0301".repeat(513), "1 to 1024 characters"],
    ["x".repeat(1_000_000), "1 to 1024 characters"],
    ["a\uD800", "text that UTF-8 can hold (no surrogate alone)"],
    ["\uDC00\uD800", "text that UTF-8 can hold (no surrogate alone)"],
    ["a\0b", "text without control characters"],
    ["a\r\nSet-Cookie: b", "text without control characters"],
    ["a\u007F", "text without control characters"],
    ["a\u0085", "text without control characters"],
    ["a\\b", "text without a backslash"],
    ["/a", "no slash at the start or the end, and none doubled"],
    ["a/", "no slash at the start or the end, and none doubled"],
    ["a//b", "no slash at the start or the end, and none doubled"],
    ["/", "no slash at the start or the end, and none doubled"],
    [".", "no segment `.` or `..`"],
    ["..", "no segment `.` or `..`"],
    ["a/../b", "no segment `.` or `..`"],
    ["a/.", "no segment `.` or `..`"],
    ["keys", "a first segment other than"],
    ["variants/a", "a first segment other than"],
    ["stats", "a first segment other than"],
    ["config", "a first segment other than"],
    ["batch_token", "a first segment other than"],
    ["direct_upload", "a first segment other than"],
    ["blob", "a last segment other than `blob`"],
    ["a/blob", "a last segment other than `blob`"],
    [UUID, "anything but a UUID"],
    [UUID.toUpperCase(), "anything but a UUID"],
  ])("%j is none: expected is %s", (id, what) => {
    expect(refusal(() => parseImageId(id))).toContain(`option_invalid: Expected ${what}`);
  });

  test("a UUID is one where an admin says so, and where ids are read", () => {
    expect(parseImageId(UUID, { allowUuid: true })).toBe(UUID);
    expect(refusal(() => parseImageId("a//b", { allowUuid: true }))).not.toBe("accepted");
    expect(isImageId(UUID)).toBe(true);
  });

  test("what isImageId refuses no image can have", () => {
    for (const id of ["", "a//b", "..", "a\\b", "a\0", "keys", "a/blob", "\uD800"])
      expect(isImageId(id)).toBe(false);
  });

  test("two normal forms are two ids", () => {
    expect(parseImageId("caf\u00E9")).not.toBe(parseImageId("cafe\u0301"));
  });

  test("the sentence shows a long id cut off and on one line", () => {
    const sentence = refusal(() => parseImageId(`\r\n${"x".repeat(2000)}`));
    expect(sentence.length).toBeLessThan(250);
    expect(sentence).not.toMatch(/[\r\n]/);
  });
});
