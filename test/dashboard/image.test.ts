import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skipReason } from "../harness/browser.ts";
import { fixture } from "../harness/fixtures.ts";
import { startDashboard, type Dashboard } from "./harness.ts";
import { call, uploadPictures } from "./sample-account.ts";

describe.skipIf(skipReason() !== undefined)("the page of an image", () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
    await uploadPictures(dashboard.server, 8);
  });
  afterAll(() => dashboard?.[Symbol.asyncDispose]());

  test("shows every variant as it is really delivered, to each kind of client", async () => {
    await using visitor = await dashboard.enter("images/products/print.jpg");
    const { page } = visitor;
    const { account } = (await call(dashboard.server, "darkroom/v1/session")) as {
      account: { hash: string };
    };
    const row = page.getByRole("row", { name: /^public/ });
    await row.getByText("JPEG").waitFor();
    const cells = await row.getByRole("cell").allInnerTexts();
    const accepts = ["image/avif,image/webp", "image/webp", "image/jpeg"];
    for (const [index, accept] of accepts.entries()) {
      const answer = await fetch(`${dashboard.server.url}/${account.hash}/products/print.jpg/public`, {
        headers: { accept, ...dashboard.server.tokenHeaders },
      });
      const kilobytes = Math.round((await answer.arrayBuffer()).byteLength / 1000);
      expect(answer.headers.get("content-type")).toContain(["avif", "webp", "jpeg"][index]);
      expect(cells[index]).toContain(`${kilobytes} kB`);
      expect(cells[index]).toMatch(/500 × 333 · \d+% smaller/);
    }
    expect(visitor.complaints).toEqual([]);
  });

  test("tells devices apart where the variant does", async () => {
    await using visitor = await dashboard.enter("images/summer/figs.jpg");
    const row = visitor.page.getByRole("row", { name: /^default/ });
    await visitor.page.getByRole("radio", { name: "Phone" }).check({ force: true });
    await expect.poll(() => row.innerText(), { timeout: 60_000 }).toContain("1064 × 720");
    expect(visitor.complaints).toEqual([]);
  });

  test("gives the original back as it was uploaded", async () => {
    await using visitor = await dashboard.enter("images/parrots.png");
    const { page } = visitor;
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Original" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("kodim23-photo-rgb8.png");
    const bytes = await readFile(await file.path());
    expect(bytes.equals(Buffer.from(await fixture("png/kodim23-photo-rgb8.png")))).toBe(true);
    expect(visitor.complaints).toEqual([]);
  });

  test("makes an image private, and signs an address that opens it", async () => {
    await using visitor = await dashboard.enter("images/parrots.png");
    const { page } = visitor;
    const address = await page.locator(".copy-text code").first().innerText();
    expect((await fetch(address)).status).toBe(200);
    await page.getByRole("switch", { name: "Private" }).click();
    await page.getByText("Private: only signed addresses show the image.").waitFor();
    expect((await fetch(address)).status).toBe(403);
    const signed = await page.locator(".copy-text code", { hasText: "sig=" }).innerText();
    expect(signed).toContain("exp=");
    expect((await fetch(signed)).status).toBe(200);
    expect((await fetch(signed.replace("/public?", "/default?"))).status).toBe(403);
    await page.getByRole("switch", { name: "Private" }).click();
    await page.getByText("Public: every address shows the image.").waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test("edits creator and metadata, and does not save what is no JSON", async () => {
    await using visitor = await dashboard.enter("images/city.jpg");
    const { page } = visitor;
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Creator").fill("ben");
    await page.getByLabel("Metadata as JSON").fill("{");
    await page.getByText("This is not JSON.").waitFor();
    expect(await page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await page.getByLabel("Metadata as JSON").fill('{"place": {"city": "Antwerp"}}');
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Metadata saved.").waitFor();
    expect(await call(dashboard.server, "images/v1/city.jpg")).toMatchObject({
      creator: "ben",
      meta: { place: { city: "Antwerp" } },
    });
    expect(visitor.complaints).toEqual([]);
  });

  test("copies addresses", async () => {
    await using visitor = await dashboard.enter("images/city.jpg", undefined, {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const { page } = visitor;
    await page.getByRole("button", { name: "Copy HTML", exact: true }).click();
    await page.getByText("Copied.").waitFor();
    const html = await page.evaluate(() => navigator.clipboard.readText());
    expect(html).toMatch(/^<img src="http:\/\/[^"]+\/city.jpg\/public" alt="12mp iphone city">$/);
    expect(visitor.complaints).toEqual([]);
  });

  test("deletes it after a question, and goes back to the others", async () => {
    await using visitor = await dashboard.enter("images/products/shelf.jpg");
    const { page } = visitor;
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete 1 image" }).click();
    await page.getByRole("heading", { name: "Images", level: 1 }).waitFor();
    await visitor.go("images/products/shelf.jpg");
    await page.getByText("There is no image with the id products/shelf.jpg.").waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});
