import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { visit } from "../dashboard/visitor.ts";
import { launchBrowser, skipReason } from "../harness/browser.ts";
import { ROOT, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

/** That of the examples. */
const HASH = "RunsOnYourOwnMachine-1";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: ServedProcess;
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startProcess(join(folder.path, "data"), { DARKROOM_ACCOUNT_HASH: HASH });
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
interface AxeGlobal {
  readonly axe: { run(options: object): Promise<{ readonly violations: readonly object[] }> };
}

describe.skipIf(skipReason() !== undefined)("the page of the reference", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  async function open(options: BrowserContextOptions = {}) {
    const visitor = await visit(browser, server.url, options);
    await visitor.page.goto(`${server.url}/docs`);
    return visitor;
  }

  test("gives axe nothing to find, on a light desktop and a dark phone", async () => {
    await using visitor = await open({ bypassCSP: true });
    const { page } = visitor;
    await page.evaluate(await readFile(AXE, "utf8"));
    const run = (options: object) => (globalThis as unknown as AxeGlobal).axe.run(options);
    const violations = async (rules = {}) => (await page.evaluate(run, { rules })).violations;
    expect(await violations({ "color-contrast": { enabled: false } })).toEqual([]);

    // Only a part of the page: axe weighs the colours of every element against those of all others.
    await page.keyboard.press("/");
    await page.keyboard.type("upload address");
    await page.evaluate(() => document.querySelectorAll("[hidden]").forEach((element) => element.remove()));
    expect(await page.locator(".operation").count()).toBeGreaterThan(1);
    for (const [colorScheme, viewport] of [
      ["light", { width: 1280, height: 800 }],
      ["dark", { width: 390, height: 844 }],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      expect(await violations()).toEqual([]);
    }
  });

  test("asks no other server, breaks no policy, and is not wider than a phone", async () => {
    await using visitor = await open({ viewport: { width: 360, height: 740 } });
    const { page } = visitor;
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.getByRole("button", { name: "Contents" }).click();
    await page.locator('#contents a[href="#uploadImage"]').click();
    expect(await page.locator("#contents").isVisible()).toBe(false);
    expect(new URL(page.url()).hash).toBe("#uploadImage");
    expect(visitor.complaints).toEqual([]);
  });

  test("is whole without scripts", async () => {
    await using visitor = await open({ javaScriptEnabled: false });
    const { page } = visitor;
    expect(await page.locator("#uploadImage").innerText()).toContain("curl");
    expect(await page.getByRole("searchbox").count()).toBe(0);
    expect(await page.locator('#contents a[href="#uploadImage"]').isVisible()).toBe(true);
  });

  test("finds what is searched for, by keyboard alone", async () => {
    await using visitor = await open();
    const { page } = visitor;
    const shown = () => page.locator(".operation:visible").evaluateAll((found) => found.map(({ id }) => id));
    const all = await shown();
    await page.keyboard.press("/");
    await page.keyboard.type("signing VALUE");
    expect(await page.getByRole("status").innerText()).toMatch(/^\d+ operations$/);
    expect(await shown()).toContain("putSigningKey");
    expect(await shown()).not.toContain("countImages");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("xyzzy");
    expect(await page.getByRole("status").innerText()).toBe("0 operations");
    await page.keyboard.press("Escape");
    expect(await shown()).toEqual(all);
    expect(visitor.complaints).toEqual([]);
  });

  test("copies a request", async () => {
    await using visitor = await open({ permissions: ["clipboard-read", "clipboard-write"] });
    await visitor.page.getByRole("button", { name: "Copy Request: Upload an image", exact: true }).click();
    const copied = await visitor.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^curl "\$DARKROOM\/client\/v4\/accounts\/\$ACCOUNT\/images\/v1"/);
  });
});

test("every request that the reference shows is one that the server takes", async () => {
  const page = await (await fetch(`${server.url}/docs`)).text();
  const requests = [...page.matchAll(/aria-label="Request: [^"]*"><code>([^<]*)<\/code>/g)].map(([, code]) =>
    code!.replaceAll(/&#(\d+);/g, (_entity, number: string) => String.fromCharCode(Number(number))),
  );
  expect(requests.length).toBeGreaterThan(40);
  const work = join(folder.path, "work");
  await mkdir(work);
  await copyFile(join(ROOT, "test/fixtures/photos/adobe-rgb-600.jpg"), join(work, "photo.jpg"));
  const env = {
    PATH: process.env["PATH"]!,
    DARKROOM: server.url,
    ACCOUNT: server.account,
    HASH,
    TOKEN: server.tokenHeaders.authorization.slice("Bearer ".length),
  };
  const refused: string[] = [];
  for (const request of requests) {
    // Ids of the examples are those of nothing here: that may be missing, but never misunderstood.
    const script = `${request} -sS -o answer -w '%{http_code}'`.replace("-o photo.jpg", "");
    const { stdout } = await promisify(execFile)("bash", ["-euc", script], { cwd: work, env });
    if (/^(200|404|409)$/.test(stdout)) continue;
    const answer = await readFile(join(work, "answer"), "utf8");
    if (!answer.includes("The first account cannot be deleted")) refused.push(`${request}: ${answer}`);
  }
  expect(refused).toEqual([]);
});
