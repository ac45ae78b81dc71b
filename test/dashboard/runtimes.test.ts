import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { skipReason } from "../harness/browser.ts";
import { ROOT, RUNTIMES } from "../harness/runtimes.ts";
import { startDashboard } from "./harness.ts";

/** The flows are tested on Node; here, that every runtime serves the same dashboard over the same API. */
describe.skipIf(skipReason() !== undefined)("the dashboard", () => {
  test.each(RUNTIMES)(
    "on $name signs in, uploads, shows, and breaks no rule of its own",
    async (runtime) => {
      await using dashboard = await startDashboard(runtime);
      const { url } = dashboard.server;
      const home = await (await fetch(url)).text();
      expect(home).toContain('href="/dashboard"');
      const page_ = await fetch(`${url}/dashboard/variants/public`);
      expect(page_.headers.get("content-security-policy")).toContain("script-src 'self'");
      const script = /src="(\/dashboard\/assets\/[^"]+\.js)"/.exec(await page_.text())?.[1];
      const answer = await fetch(`${url}${script}`);
      expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
      expect(answer.headers.get("cache-control")).toContain("immutable");
      expect((await fetch(`${url}/dashboard/assets/missing.js`)).status).toBe(404);
      expect((await fetch(`${url}/robots.txt`)).status).toBe(404);

      await using visitor = await dashboard.enter("upload");
      const { page } = visitor;
      const picture = join(ROOT, "test/fixtures/photos/adobe-rgb-600.jpg");
      await page.locator('input[type="file"][aria-label="Files"]').setInputFiles([picture]);
      await page.getByLabel("Id of adobe-rgb-600.jpg").fill("shelf");
      await page.getByRole("button", { name: "Upload 1 file" }).click();
      await page.getByText("Uploaded", { exact: true }).waitFor();
      await page.getByRole("link", { name: "Images" }).first().click();
      await page.locator(".tile img").waitFor();
      await page.getByRole("link", { name: "Overview" }).click();
      await page.locator(".figure-value").first().waitFor();
      expect(await page.locator(".figure-value").first().innerText()).toBe("1");
      await page.getByRole("link", { name: "Settings" }).click();
      await page.getByRole("heading", { name: "API tokens" }).waitFor();
      expect(visitor.complaints).toEqual([]);
    },
    120_000,
  );
});
