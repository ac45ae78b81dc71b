import { expect, test } from "vitest";
import { publicOrigin } from "./origin.ts";

const URL_HERE = "http://127.0.0.1:8787/x";

function origin(
  headers: Record<string, string>,
  settings: { publicUrl?: string; trustProxy: boolean },
): string {
  return publicOrigin(new Request(URL_HERE, { headers }), { publicUrl: undefined, ...settings });
}

test("the configured origin wins over everything", () => {
  const forwarded = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
  expect(origin(forwarded, { publicUrl: "https://images.example.com", trustProxy: true })).toBe(
    "https://images.example.com",
  );
});

test("what a proxy says counts only when it is trusted", () => {
  const forwarded = { "x-forwarded-host": "images.example.com", "x-forwarded-proto": "https" };
  expect(origin(forwarded, { trustProxy: false })).toBe("http://127.0.0.1:8787");
  expect(origin(forwarded, { trustProxy: true })).toBe("https://images.example.com");
});

test("of several proxies the nearest is believed", () => {
  const forwarded = {
    "x-forwarded-host": "forged.example, images.example.com",
    "x-forwarded-proto": "http, https",
  };
  expect(origin(forwarded, { trustProxy: true })).toBe("https://images.example.com");
});

test.each(["a b", "x/y", "user@host", "<script>", "host:port:99"])(
  "a forwarded host %s is not believed",
  (host) => {
    expect(origin({ "x-forwarded-host": host }, { trustProxy: true })).toBe("http://127.0.0.1:8787");
  },
);
