import { parseArgs } from "node:util";
import { launchBrowser } from "../harness/browser.ts";
import { visit } from "./visitor.ts";

/**
 * Measures how the grid of a running server feels: `node test/dashboard/responsiveness.ts --url … --token …`,
 * after `npm run seed`. Prints times in milliseconds.
 */
const { values } = parseArgs({
  options: { url: { type: "string", default: "http://127.0.0.1:8787" }, token: { type: "string" } },
});
if (values.token === undefined) throw new Error("Expected `--token`.");

/** Pixels scrolled in a frame: about a window in seven. */
const STEP = 120;
const FRAMES = 1200;

const browser = await launchBrowser();
try {
  await using visitor = await visit(browser, new URL(values.url).origin, {
    viewport: { width: 1440, height: 900 },
  });
  const { page } = visitor;
  await page.goto(`${values.url}/dashboard`);
  const paint = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          for (const { name, startTime } of list.getEntries()) {
            if (name === "first-contentful-paint") resolve(startTime);
          }
        });
        observer.observe({ type: "paint", buffered: true });
      }),
  );
  await page.getByLabel("API token", { exact: true }).last().fill(values.token);
  const begun = performance.now();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator(".tile img").first().waitFor();
  const firstPicture = performance.now() - begun;
  await page.waitForFunction(() => document.querySelectorAll(".tile:not(.waiting) img").length >= 24);
  const firstScreen = performance.now() - begun;

  await page.evaluate(() => {
    const world = globalThis as unknown as { longTasks: number[] };
    world.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) world.longTasks.push(duration);
    }).observe({ type: "longtask" });
  });
  const frames = await page.evaluate(
    ([step, count]) =>
      new Promise<number[]>((resolve) => {
        const lengths: number[] = [];
        let last = performance.now();
        const frame = (now: number): void => {
          lengths.push(now - last);
          last = now;
          scrollBy(0, step!);
          if (lengths.length < count!) requestAnimationFrame(frame);
          else resolve(lengths.slice(1));
        };
        requestAnimationFrame(frame);
      }),
    [STEP, FRAMES],
  );
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)]! * 10) / 10;

  const longTasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);

  const jump = performance.now();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.waitForFunction(() => document.querySelector(".tile.waiting") === null, undefined, {
    timeout: 60_000,
  });
  const end = performance.now() - jump;
  const { tiles, images } = await page.evaluate(() => ({
    tiles: document.querySelectorAll(".tile").length,
    images: document.querySelector(".page-title p")?.textContent,
  }));
  const rows = {
    images,
    "first contentful paint": Math.round(paint),
    "sign-in to first thumbnail": Math.round(firstPicture),
    "sign-in to 24 thumbnails": Math.round(firstScreen),
    "frame, median": at(0.5),
    "frame, 95th percentile": at(0.95),
    "frame, 99th percentile": at(0.99),
    "longest frame": Math.round(sorted.at(-1)!),
    [`frames over 50 of ${frames.length}`]: frames.filter((length) => length > 50).length,
    "tasks of scripts over 50": longTasks.length,
    "longest task": Math.round(Math.max(0, ...longTasks)),
    "jump to the end until loaded": Math.round(end),
    "tiles in the page": tiles,
  };
  for (const [name, value] of Object.entries(rows)) process.stdout.write(`${name}: ${value}\n`);
  for (const complaint of visitor.complaints) process.stdout.write(`complaint: ${complaint}\n`);
} finally {
  await browser.close();
}
