import { describe, expect, test } from "vitest";
import { API, ORIGIN, startApp, TOKEN } from "../testing/start-app.ts";

describe.each([
  ["/openapi.json", "application/json"],
  ["/docs", "text/html; charset=utf-8"],
])("what the server tells of itself at %s", (path, type) => {
  test("needs no credential, and is kept by who has it", async () => {
    const app = startApp();
    const response = await app.call(ORIGIN + path);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, type]);
    const etag = response.headers.get("etag")!;
    const again = await app.call(ORIGIN + path, { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const head = await app.call(ORIGIN + path, { method: "HEAD" });
    expect(head.headers.get("content-length")).toBe(String((await response.arrayBuffer()).byteLength));
    expect((await app.call(ORIGIN + path, { method: "POST" })).status).toBe(405);
  });

  test("names the server as it is reached", async () => {
    const behindProxy = startApp({}, { publicUrl: "https://pictures.example" });
    const text = await (await behindProxy.call(ORIGIN + path)).text();
    expect(text).toContain("https://pictures.example");
    expect(text).not.toContain(ORIGIN);
  });
});

test("the page of the reference runs no script but the server's own", async () => {
  const response = await startApp().call(`${ORIGIN}/docs`);
  const policy = response.headers.get("content-security-policy")!;
  expect(policy).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(await response.text()).not.toMatch(
    / style="|<style| on\w+="|<script(?! type="module" src="\/dashboard\/)/,
  );
});

test.each([
  ["a parameter that is not described", "GET", "?colour=red", 400],
  ["one where there is none", "DELETE", "/none?force=1", 400],
  ["a parameter that is sent twice", "GET", "?page=1&page=2", 400],
  ["one that is described", "GET", "?page=1", 200],
])("the API answers %s", async (_what, method, query, status) => {
  expect((await startApp().call(API + query, { method, headers: TOKEN })).status).toBe(status);
});
