import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skipReason } from "../harness/browser.ts";
import { fixture } from "../harness/fixtures.ts";
import { startDashboard, type Dashboard } from "./harness.ts";
import { call, uploadPictures } from "./sample-account.ts";

describe.skipIf(skipReason() !== undefined)("settings and overview", () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
    await uploadPictures(dashboard.server, 6);
  });
  afterAll(() => dashboard?.[Symbol.asyncDispose]());

  test("a token is made, its secret shown once, given another one, and deleted", async () => {
    await using visitor = await dashboard.enter("settings/tokens");
    const { page } = visitor;
    const status = async (secret: string): Promise<number> => {
      const headers = { authorization: `Bearer ${secret}` };
      return (await fetch(`${dashboard.server.url}/client/v4/user/tokens/verify`, { headers })).status;
    };
    await page.getByRole("button", { name: "New token" }).click();
    await page.getByLabel("Name").fill("website");
    await page.getByLabel("Scope").selectOption("edit");
    await page.getByRole("button", { name: "Make token" }).click();
    const secret = await page.getByRole("dialog").locator("code").innerText();
    expect(await status(secret)).toBe(200);
    await page.getByRole("button", { name: "I have it" }).click();
    expect(await page.getByText(secret).count()).toBe(0);

    await page.getByRole("button", { name: "Give website a new secret" }).click();
    await page.getByRole("button", { name: "Replace secret" }).click();
    await page.getByRole("dialog", { name: "Secret of website" }).waitFor();
    const second = await page.getByRole("dialog", { name: "Secret of website" }).locator("code").innerText();
    expect([await status(secret), await status(second)]).toEqual([403, 200]);
    await page.getByRole("button", { name: "I have it" }).click();

    await page.getByRole("button", { name: "Delete website" }).click();
    await page.getByRole("button", { name: "Delete token" }).click();
    await page.getByText("Token website deleted.").waitFor();
    expect(await status(second)).toBe(403);
    expect(visitor.complaints).toEqual([]);
  });

  test("signing keys are made, shown on demand, and deleted", async () => {
    await using visitor = await dashboard.enter("settings/keys");
    const { page } = visitor;
    await page.getByLabel("Name of a new key").fill("newsletter");
    await page.getByRole("button", { name: "Make key" }).click();
    await page.getByText("Signing key newsletter made.").waitFor();
    const { keys } = (await call(dashboard.server, "images/v1/keys")) as {
      keys: { name: string; value: string }[];
    };
    const { value } = keys.find(({ name }) => name === "newsletter")!;
    expect(await page.getByText(value).count()).toBe(0);
    await page.getByRole("button", { name: "Show the value of newsletter" }).click();
    expect(await page.getByText(value).count()).toBe(1);
    await page.getByLabel("Name of a new key").fill("newsletter");
    await page.getByRole("button", { name: "Make key" }).click();
    await page.getByText("There is a key newsletter already.").waitFor();
    await page.getByRole("button", { name: "Delete newsletter" }).click();
    await page.getByRole("button", { name: "Delete key" }).click();
    await page.getByText("Signing key newsletter deleted.").waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test("flexible variants are turned on after a warning, and offer a srcset", async () => {
    await using visitor = await dashboard.enter("settings/delivery");
    const { page } = visitor;
    await page.getByRole("switch", { name: "Flexible variants" }).click();
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByText("Saved.").waitFor();
    await page.getByLabel("Browser cache").selectOption("3600");
    await expect
      .poll(() => call(dashboard.server, "images/v1/config"))
      .toMatchObject({ flexible_variants: true, browser_ttl: 3600 });
    await visitor.go("images/city.jpg");
    const snippet = await page.locator(".copy-text code", { hasText: "srcset" }).innerText();
    const address = /(http:\S+\/width=320) 320w/.exec(snippet)?.[1];
    expect((await fetch(address!)).status).toBe(200);
    expect(visitor.complaints).toEqual([]);
  });

  test("a link lets a stranger upload one image", async () => {
    await using visitor = await dashboard.enter("settings/uploads");
    const { page } = visitor;
    await page.getByLabel("Id", { exact: true }).fill("from-a-stranger");
    await page.getByRole("button", { name: "Make link" }).click();
    await page.getByText("Link for from-a-stranger").waitFor();
    const link = await page.locator(".copy-text code").first().innerText();
    const body = new FormData();
    body.set("file", new Blob([await fixture("png/palette-transparent.png")]), "dice.png");
    expect((await fetch(link, { method: "POST", body })).status).toBe(200);
    expect(await call(dashboard.server, "images/v1/from-a-stranger")).toMatchObject({ filename: "dice.png" });
    expect(visitor.complaints).toEqual([]);
  });

  test("the overview counts what is stored, delivered and refused", async () => {
    const { account } = (await call(dashboard.server, "darkroom/v1/session")) as {
      account: { hash: string };
    };
    const address = `${dashboard.server.url}/${account.hash}/flower-grey.jpg/public`;
    for (let i = 0; i < 3; i++) {
      await (await fetch(address, { headers: { accept: "image/webp" } })).arrayBuffer();
    }
    await fetch(`${dashboard.server.url}/${account.hash}/not-there/public`);
    await using visitor = await dashboard.enter("overview");
    const { page } = visitor;
    await page.getByRole("heading", { name: "Formats delivered" }).waitFor();
    const { count, bytes } = (
      (await call(dashboard.server, "darkroom/v1/overview")) as { images: { count: number; bytes: number } }
    ).images;
    expect(await page.locator(".figure-value").first().innerText()).toBe(String(count));
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(await page.getByRole("table", { name: "Formats delivered" }).innerText()).toContain("WebP");
    expect(await page.getByRole("row", { name: /not-there/ }).innerText()).toContain("Image not found.");
    expect(visitor.complaints).toEqual([]);
  });
});
