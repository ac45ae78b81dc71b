import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skipReason } from "../harness/browser.ts";
import { startDashboard, type Dashboard } from "./harness.ts";
import { call, uploadPictures } from "./sample-account.ts";

describe.skipIf(skipReason() !== undefined)("variants", () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
    await uploadPictures(dashboard.server, 8);
  });
  afterAll(() => dashboard?.[Symbol.asyncDispose]());

  const stored = async (name: string): Promise<unknown> =>
    ((await call(dashboard.server, `images/v1/variants/${name}`)) as { variant: unknown }).variant;

  test("are made by dragging the size and clicking the focal point, and shown as delivered", async () => {
    await using visitor = await dashboard.enter("new-variant");
    const { page } = visitor;
    await page.getByLabel("Name").fill("card");
    await page.getByLabel("fit", { exact: true }).selectOption("cover");
    const handle = page.getByRole("button", { name: /^Size of the box/ });
    const box = (await handle.boundingBox())!;
    await page.mouse.move(box.x + 10, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x - 90, box.y - 40, { steps: 5 });
    await page.mouse.up();
    const width = Number(await page.getByLabel("width", { exact: true }).inputValue());
    const height = Number(await page.getByLabel("height", { exact: true }).inputValue());
    expect(width).toBeLessThan(760);
    expect(height).toBeLessThan(590);
    await handle.press("ArrowRight");
    expect(Number(await page.getByLabel("width", { exact: true }).inputValue())).toBe(width + 10);
    await page.getByText(`${width + 10} × ${height} ·`).waitFor();

    await page.getByRole("radio", { name: "Focal point" }).check({ force: true });
    const picture = page.getByRole("button", { name: /^Focal point/ });
    await picture.locator("img").waitFor();
    const frame = (await picture.boundingBox())!;
    await page.mouse.click(frame.x + frame.width / 4, frame.y + frame.height / 2);
    await page.getByRole("button", { name: "Make variant" }).click();
    await page.getByText("Variant card made.").waitFor();
    expect(await stored("card")).toMatchObject({
      id: "card",
      options: { width: width + 10, height, fit: "cover", gravity: { x: 0.25, y: 0.5 } },
      neverRequireSignedURLs: false,
    });
    expect(visitor.complaints).toEqual([]);
  });

  test("show what a quality costs, before and after", async () => {
    await using visitor = await dashboard.enter("variants/public");
    const { page } = visitor;
    await page.getByLabel("quality", { exact: true }).fill("40");
    await page.getByRole("radio", { name: "Before and after" }).check({ force: true });
    await page.getByText(/^These options: .* smaller$/).waitFor({ timeout: 60_000 });
    await page.getByRole("slider", { name: /^Share of the picture/ }).fill("80");
    const clip = await page
      .locator(".compare-before")
      .evaluate((image) => (image as HTMLElement).style.clipPath);
    expect(clip).toContain("20%");
    expect(visitor.complaints).toEqual([]);
  });

  test("that the server would refuse are explained, and not sent", async () => {
    await using visitor = await dashboard.enter("new-variant");
    const { page } = visitor;
    await page.getByLabel("Name").fill("no spaces");
    await page.getByText("Expected 1 to 99 letters").waitFor();
    await page.getByLabel("Name").fill("fine");
    await page.getByLabel("background", { exact: true }).fill("not-a-colour");
    await page.getByText("Expected a CSS colour").waitFor();
    expect(await page.getByRole("button", { name: "Make variant" }).isDisabled()).toBe(true);
    await page.getByLabel("background", { exact: true }).fill("tomato");
    await page.getByLabel("Name").fill("public");
    await page.getByRole("button", { name: "Make variant" }).click();
    await page.getByRole("alert").getByText("exists").waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test("are changed, put back, and deleted", async () => {
    const body = { id: "small", options: { width: 100 } };
    await call(dashboard.server, "images/v1/variants", { method: "POST", json: body });
    await using visitor = await dashboard.enter("variants");
    const { page } = visitor;
    await page.getByRole("link", { name: /^small/ }).click();
    await page.getByLabel("width", { exact: true }).fill("120");
    await page.getByRole("switch", { name: "Always allow public access" }).click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Variant small saved.").waitFor();
    expect(await stored("small")).toMatchObject({ options: { width: 120 }, neverRequireSignedURLs: true });
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete variant" }).click();
    await page.getByText("Variant small deleted.").waitFor();
    expect(await page.getByRole("link", { name: /^small/ }).count()).toBe(0);
    await page.getByRole("link", { name: /^default/ }).click();
    await page.getByText("cannot be changed").waitFor();
    expect(await page.getByRole("button", { name: "Save changes" }).count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });
});
