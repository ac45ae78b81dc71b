import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skipReason } from "../harness/browser.ts";
import { startDashboard, type Dashboard } from "./harness.ts";
import { makeToken, uploadPictures } from "./sample-account.ts";

describe.skipIf(skipReason() !== undefined)("signing in", () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
    await uploadPictures(dashboard.server, 2);
  });
  afterAll(() => dashboard?.[Symbol.asyncDispose]());

  test("a wrong token is refused with the reason, and nothing is shown", async () => {
    await using visitor = await dashboard.visit();
    const { page } = visitor;
    await page.goto(`${dashboard.server.url}/dashboard`);
    await page.getByLabel("API token", { exact: true }).last().fill("wrong-wrong-wrong-wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    expect(await page.getByRole("alert").innerText()).toContain("not valid");
    expect(await page.getByRole("navigation").count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });

  test("key and email sign in as well, and the place that was asked for is shown", async () => {
    await using visitor = await dashboard.visit();
    const { page } = visitor;
    const { keyHeaders } = dashboard.server;
    await page.goto(`${dashboard.server.url}/dashboard/images/summer/flower.jpg`);
    await page.getByRole("radio", { name: "Key and email" }).check({ force: true });
    await page.getByLabel("Email", { exact: true }).fill(keyHeaders["X-Auth-Email"]);
    await page.getByLabel("API key").fill(keyHeaders["X-Auth-Key"]);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "summer/flower.jpg", level: 1 }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test("the credential is in no store of the browser; signing out and reloading forget it", async () => {
    await using visitor = await dashboard.enter();
    const { page } = visitor;
    const stored = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    expect(stored).toEqual([0, 0, ""]);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    await visitor.signIn(dashboard.token);
    await page.reload();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test("a token that is deleted meanwhile ends the session and says so", async () => {
    const token = await makeToken(dashboard.server, "short-lived", "read");
    await using visitor = await dashboard.enter("", token);
    const api = `${dashboard.server.url}/client/v4/accounts/${dashboard.server.account}/tokens`;
    const { result } = (await (await fetch(api, { headers: dashboard.server.tokenHeaders })).json()) as {
      result: { id: string; name: string }[];
    };
    const { id } = result.find(({ name }) => name === "short-lived")!;
    await fetch(`${api}/${id}`, { method: "DELETE", headers: dashboard.server.tokenHeaders });
    await visitor.page.getByRole("link", { name: "Variants" }).click();
    await visitor.page.getByText("no longer takes this credential").waitFor();
  });

  test("who may only read is shown nothing that changes anything", async () => {
    const token = await makeToken(dashboard.server, "reader", "read");
    await using visitor = await dashboard.enter("", token);
    const { page } = visitor;
    await page.locator(".tile img").first().waitFor();
    expect(await page.getByRole("link", { name: "Upload" }).count()).toBe(0);
    expect(await page.getByRole("checkbox").count()).toBe(0);
    await visitor.go("images/summer/flower.jpg");
    await page.getByRole("button", { name: "Original" }).waitFor();
    expect(await page.getByRole("button", { name: "Delete" }).count()).toBe(0);
    expect(await page.getByRole("switch", { name: "Private" }).isDisabled()).toBe(true);
    await visitor.go("upload");
    await page.getByText("This credential may only read").waitFor();
    await visitor.go("settings/tokens");
    await page.getByText("need a token with the scope admin").waitFor();
    await visitor.go("variants/public");
    await page.locator(".size-box img").waitFor();
    expect(await page.getByRole("button", { name: "Save changes" }).count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });
});
