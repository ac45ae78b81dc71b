import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { skipReason } from "../harness/browser.ts";
import { startDashboard, type Dashboard } from "./harness.ts";
import { uploadPictures } from "./sample-account.ts";

describe.skipIf(skipReason() !== undefined)("the images", () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard?.[Symbol.asyncDispose]());

  const ids = (page: Page): Promise<string[]> =>
    page.locator(".tile-name").evaluateAll((names) => names.map((name) => name.textContent ?? ""));
  const waitForIds = async (page: Page, wanted: readonly string[]): Promise<void> => {
    await expect.poll(() => ids(page), { timeout: 10_000 }).toEqual(wanted);
  };

  test("of a new account are none, and it says what to do", async () => {
    await using visitor = await dashboard.enter();
    await visitor.page.getByRole("heading", { name: "No images yet" }).waitFor();
    await visitor.page.getByRole("link", { name: "Upload images" }).click();
    await visitor.page.getByRole("heading", { name: "Upload", level: 1 }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  describe("of an account with some", () => {
    const NEWEST = ["summer/flower.jpg", "summer/figs.jpg", "city.jpg"];
    let all: readonly string[];
    beforeAll(async () => {
      all = await uploadPictures(dashboard.server, 13);
    });

    test("are shown as pictures, the newest first, private and moving ones marked", async () => {
      await using visitor = await dashboard.enter();
      const { page } = visitor;
      await waitForIds(page, all);
      await page.waitForFunction(() => document.querySelectorAll(".tile img").length === 13);
      const loaded = await page
        .locator(".tile img")
        .evaluateAll((images) => images.every((image) => (image as HTMLImageElement).naturalWidth > 0));
      expect(loaded).toBe(true);
      await page
        .getByRole("link", { name: /^Private products\/shelf.jpg 600 × 322 · JPEG · 75 kB$/ })
        .waitFor();
      expect(await page.getByText("13 images").count()).toBe(1);
      expect(visitor.complaints).toEqual([]);
    });

    test("are blurred shapes until their pictures are there", async () => {
      // An upload to a busy machine may have none.
      const { server } = dashboard;
      const image = `${server.url}/client/v4/accounts/${server.account}/darkroom/v1/images/summer/figs.jpg`;
      const made = await fetch(`${image}/placeholder`, { method: "POST", headers: server.tokenHeaders });
      expect(made.status).toBe(200);
      await using visitor = await dashboard.enter("settings");
      const { page } = visitor;
      const gate = Promise.withResolvers<void>();
      await page.route(/320/, async (route) => {
        await gate.promise;
        await route.continue();
      });
      await visitor.go("");
      await waitForIds(page, all);
      const tile = page.locator(".tile", { hasText: "summer/figs.jpg" });
      const canvas = tile.locator("canvas");
      await expect.poll(() => canvas.getAttribute("width"), { timeout: 10_000 }).toBe("32");
      const middle = await canvas.evaluate((element) => {
        const { width, height } = element as HTMLCanvasElement;
        const context = (element as HTMLCanvasElement).getContext("2d")!;
        return [...context.getImageData(width / 2, height / 2, 1, 1).data];
      });
      // A ripe fig lies there.
      const [red = 0, green = 0, blue = 0, alpha] = middle;
      expect(red - Math.max(green, blue)).toBeGreaterThan(80);
      expect(alpha).toBe(255);
      gate.resolve();
      await tile.locator("img").waitFor();
      expect(await canvas.count()).toBe(0);
      expect(visitor.complaints).toEqual([]);
    });

    test("are searched by id and file name, and the search stands in the address", async () => {
      await using visitor = await dashboard.enter();
      const { page } = visitor;
      await page.locator(".tile").first().waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("FLOWER");
      await waitForIds(page, ["summer/flower.jpg", "flower-grey.jpg"]);
      await expect.poll(() => new URL(page.url()).search).toBe("?search=FLOWER");
      await page.keyboard.press("Escape");
      await waitForIds(page, all);
      await page.getByRole("searchbox").fill("no such thing");
      await page.getByRole("heading", { name: "No image matches" }).waitFor();
      await page.getByRole("button", { name: "Clear search and filters" }).click();
      await waitForIds(page, all);
      expect(visitor.complaints).toEqual([]);
    });

    test("are filtered by creator and metadata, and sorted", async () => {
      await using visitor = await dashboard.enter();
      const { page } = visitor;
      await page.getByRole("button", { name: "Filter" }).click();
      const dialog = page.getByRole("dialog", { name: "Filter images" });
      await dialog.getByRole("radio", { name: "Named" }).check({ force: true });
      await dialog.getByLabel("Name of the creator").fill("anna");
      await dialog.getByRole("button", { name: "Add a field" }).click();
      await dialog.getByLabel("Field").fill("shot.iso");
      await dialog.getByLabel("Comparison").selectOption("gte");
      await dialog.getByLabel("Value").fill("400");
      await dialog.getByRole("button", { name: "Apply" }).click();
      await waitForIds(page, ["summer/figs.jpg"]);
      await page.getByRole("button", { name: "Remove this filter" }).last().click();
      await waitForIds(page, ["summer/flower.jpg", "summer/figs.jpg"]);
      await page.getByLabel("Order").selectOption("asc");
      await waitForIds(page, ["summer/figs.jpg", "summer/flower.jpg"]);
      expect(visitor.complaints).toEqual([]);
    });

    test("are reached by arrows, selected by the space bar, opened by Enter", async () => {
      await using visitor = await dashboard.enter();
      const { page } = visitor;
      await waitForIds(page, all);
      await page.locator(".tile a").first().focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Space");
      await page.keyboard.press("End");
      await page.keyboard.press("Space");
      await page.getByText("2 selected").waitFor();
      const selected = await page
        .locator('[aria-selected="true"] .tile-name')
        .evaluateAll((names) => names.map((name) => name.textContent));
      expect(selected).toEqual([all[1], all.at(-1)]);
      await page.keyboard.press("Escape");
      await page.getByText("2 selected").waitFor({ state: "detached" });
      await page.keyboard.press("Home");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: all[0]!, level: 1 }).waitFor();
      await page.goBack();
      await waitForIds(page, all);
      expect(visitor.complaints).toEqual([]);
    });

    test("are deleted together, after a question that names them", async () => {
      await using visitor = await dashboard.enter();
      const { page } = visitor;
      await waitForIds(page, all);
      for (const id of ["portrait.jpg", "loop.gif"]) {
        await page.getByLabel(`Select ${id}`, { exact: true }).check({ force: true });
      }
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "Delete 2 images?" });
      expect(await dialog.innerText()).toContain("loop.gif");
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      await dialog.getByRole("button", { name: "Delete 2 images" }).click();
      await page.getByText("2 images deleted.").waitFor();
      await waitForIds(page, all.slice(0, 11));
      expect(await page.getByText("11 images", { exact: true }).count()).toBe(1);
      const gone = await fetch(`${dashboard.server.api}/loop.gif`, {
        headers: dashboard.server.tokenHeaders,
      });
      expect(gone.status).toBe(404);
      expect(visitor.complaints).toEqual([]);
    });

    test("that cannot be listed say why, and are asked for again", async () => {
      await using visitor = await dashboard.visit();
      const { page } = visitor;
      await page.route("**/darkroom/v1/images?*", (route) =>
        route.fulfill({
          status: 400,
          json: { result: null, success: false, errors: [{ code: 5400, message: "ERROR 5400: Not today." }] },
        }),
      );
      await visitor.signIn(dashboard.token);
      await page.getByText("Not today.", { exact: true }).waitFor();
      await page.unroute("**/darkroom/v1/images?*");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByRole("link", { name: new RegExp(`^${NEWEST[0]}`) }).waitFor();
    });
  });
});
