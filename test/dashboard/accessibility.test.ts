import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skipReason } from "../harness/browser.ts";
import { startDashboard, type Dashboard } from "./harness.ts";
import { furnish, uploadPictures } from "./sample-account.ts";
import type { Visitor } from "./visitor.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface AxeGlobal {
  readonly axe: { run(): Promise<AxeResults> };
}

/** What axe finds serious or critical, with the places. */
async function problemsOf({ page }: Visitor, axe: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (globalThis as unknown as AxeGlobal).axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

const PLACES: readonly (readonly [place: string, ready: string])[] = [
  ["", ".tile img"],
  ["?search=nothing", ".empty"],
  ["upload", ".chooser"],
  ["images/summer/flower.jpg", ".delivery td strong"],
  ["variants", ".rows"],
  ["variants/card", ".size-box img"],
  ["overview", ".figures"],
  ["settings/tokens", ".rows"],
  ["settings/keys", ".rows"],
  ["settings/delivery", ".switch"],
  ["settings/uploads", "form"],
];

describe.skipIf(skipReason() !== undefined)("axe finds nothing serious", () => {
  let dashboard: Dashboard;
  let axe: string;
  beforeAll(async () => {
    axe = await readFile(AXE, "utf8");
    dashboard = await startDashboard();
    await uploadPictures(dashboard.server, 6);
    await furnish(dashboard.server);
  });
  afterAll(() => dashboard?.[Symbol.asyncDispose]());

  test.each([
    ["light", { width: 1280, height: 800 }],
    ["dark", { width: 1280, height: 800 }],
    ["light", { width: 390, height: 844 }],
  ] as const)("on any page, %s, in a window of %o", async (colorScheme, viewport) => {
    const look = { colorScheme, viewport, reducedMotion: "reduce" as const };
    await using stranger = await dashboard.visit(look);
    await stranger.page.goto(`${dashboard.server.url}/dashboard`);
    await stranger.page.getByRole("button", { name: "Sign in" }).waitFor();
    const found: Record<string, readonly string[]> = { "sign-in": await problemsOf(stranger, axe) };
    await using visitor = await dashboard.enter("", undefined, look);
    for (const [place, ready] of PLACES) {
      await visitor.go(place);
      await visitor.page.locator(ready).first().waitFor();
      found[place] = await problemsOf(visitor, axe);
    }
    expect(Object.entries(found).filter(([, problems]) => problems.length > 0)).toEqual([]);
    expect([...stranger.complaints, ...visitor.complaints]).toEqual([]);
  });

  test("in dialogs", async () => {
    await using visitor = await dashboard.enter();
    const { page } = visitor;
    await page.locator(".tile img").first().waitFor();
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("button", { name: "Add a field" }).click();
    expect(await problemsOf(visitor, axe)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByLabel("Select city.jpg", { exact: true }).check({ force: true });
    expect(await problemsOf(visitor, axe)).toEqual([]);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    expect(await problemsOf(visitor, axe)).toEqual([]);
  });

  test("and nothing is wider than a phone", async () => {
    await using visitor = await dashboard.enter("", undefined, { viewport: { width: 360, height: 740 } });
    for (const [place, ready] of PLACES) {
      await visitor.go(place);
      await visitor.page.locator(ready).first().waitFor();
      const width = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
      expect([place, width]).toEqual([place, 360]);
    }
  });
});
