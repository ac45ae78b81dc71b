import { describe, expect, test } from "vitest";
import { result } from "../reference/description.ts";
import { object } from "../reference/schema.ts";
import { matchRoute, type Method, type Route } from "./route.ts";

const ABOUT: Route["about"] = {
  tag: "images",
  operation: "test",
  summary: "Test",
  answer: result(object({})),
};

function route(method: Method, path: string): Route {
  return { method, path, scope: "read", about: ABOUT, handle: async () => new Response() };
}

const ROUTES = [
  route("GET", "accounts/:account/images/v1"),
  route("GET", "accounts/:account/images/v1/keys"),
  route("PUT", "accounts/:account/images/v1/keys/:key"),
  route("GET", "accounts/:account/images/v1/*image/blob"),
  route("GET", "accounts/:account/images/v1/*image"),
  route("DELETE", "accounts/:account/images/v1/*image"),
];

function find(method: string, path: string) {
  const { route: found, parameters } = matchRoute(ROUTES, method, path);
  return { path: found.path.replace("accounts/:account/images/v1", ""), parameters };
}

describe("the route of a request", () => {
  test.each([
    ["GET", "accounts/a/images/v1", "", { account: "a" }],
    ["HEAD", "accounts/a/images/v1", "", { account: "a" }],
    ["GET", "accounts/a/images/v1/keys", "/keys", { account: "a" }],
    ["PUT", "accounts/a/images/v1/keys/blob", "/keys/:key", { account: "a", key: "blob" }],
    ["GET", "accounts/a/images/v1/one", "/*image", { account: "a", image: "one" }],
    ["GET", "accounts/a/images/v1/one/two", "/*image", { account: "a", image: "one/two" }],
    ["GET", "accounts/a/images/v1/one%2Ftwo", "/*image", { account: "a", image: "one/two" }],
    ["GET", "accounts/a/images/v1/one%252Ftwo", "/*image", { account: "a", image: "one%2Ftwo" }],
    ["GET", "accounts/a/images/v1/one/two/blob", "/*image/blob", { account: "a", image: "one/two" }],
    ["DELETE", "accounts/a%2Fb/images/v1/blob", "/*image", { account: "a/b", image: "blob" }],
  ])("of %s %s is %s", (method, path, expected, parameters) => {
    expect(find(method, path)).toEqual({ path: expected, parameters });
  });

  test.each([
    ["another version", "GET", "accounts/a/images/v3", "route_unknown"],
    ["a word that stands beside ids", "GET", "accounts/a/images/v1/stats", "route_unknown"],
    ["something below such a word", "DELETE", "accounts/a/images/v1/keys/x/y", "route_unknown"],
    ["a method that the address does not take", "DELETE", "accounts/a/images/v1/keys", "method_wrong"],
    ["a method that there is not", "TRACE", "accounts/a/images/v1", "method_wrong"],
    ["a broken escape", "GET", "accounts/a/images/v1/%zz", "field_invalid"],
  ])("is refused for %s", (_name, method, path, code) => {
    expect(() => find(method, path)).toThrow(expect.objectContaining({ code }));
  });
});
