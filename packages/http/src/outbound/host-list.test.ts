import { describe, expect, test } from "vitest";
import { endpointOf, isListed, parseEndpoints, parseHostList } from "./host-list.ts";

describe("a list of hosts", () => {
  test.each([
    ["none", []],
    ["*", ["*"]],
    ["example.com", ["example.com"]],
    ["Example.COM , *.example.org", ["example.com", "*.example.org"]],
    ["bücher.example", ["xn--bcher-kva.example"]],
  ])("is read from %j", (text, list) => {
    expect(parseHostList(text)).toEqual(list);
  });

  test.each([
    "a,,b",
    "https://example.com",
    "example.com/path",
    "example.com:80",
    "*example.com",
    "a.*.com",
    "a b",
    ",",
    "u@example.com",
  ])("is not %j", (text) => {
    expect(parseHostList(text)).toBeUndefined();
  });

  test.each([
    ["example.com", "example.com", true],
    ["example.com", "www.example.com", false],
    ["example.com", "notexample.com", false],
    ["*.example.com", "example.com", true],
    ["*.example.com", "a.b.example.com", true],
    ["*.example.com", "notexample.com", false],
    ["*.example.com", "example.com.evil.test", false],
    ["*", "anything.test", true],
    ["none", "example.com", false],
  ])("%s has %s: %s", (list, name, expected) => {
    expect(isListed(parseHostList(list)!, name)).toBe(expected);
  });
});

describe("a list of endpoints", () => {
  test("is read in the spelling of URLs", () => {
    expect(parseEndpoints("127.1:080, [0:0::1]:443, Files.Internal:8080")).toEqual([
      "127.0.0.1:80",
      "[::1]:443",
      "files.internal:8080",
    ]);
  });

  test.each(["127.0.0.1", "http://a:80", "a:80/x", "a:99999", "a:80,", "*:80/*", "u@a:80"])(
    "is not %j",
    (text) => {
      expect(parseEndpoints(text)).toBeUndefined();
    },
  );

  test("names the port of a scheme too", () => {
    expect([new URL("https://a/"), new URL("http://a/"), new URL("http://a:81/")].map(endpointOf)).toEqual([
      "a:443",
      "a:80",
      "a:81",
    ]);
  });
});
