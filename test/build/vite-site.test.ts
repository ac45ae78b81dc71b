import { cp, copyFile, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build, createServer, preview } from "vite";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { launchBrowser, skipReason } from "../harness/browser.ts";
import { ROOT } from "../harness/runtimes.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

const LISTEN = { host: "127.0.0.1", port: 0 };

/** What each picture of the page is to be, in a Chromium that is given all it takes. */
const SHOWN = {
  hero: ["image/webp", 1200, 400],
  thumb: ["image/jpeg", 160, 160],
  candidates: ["image/webp", 300, 200],
  picture: ["image/avif", 800, 533],
  open: ["image/avif", 320, 213],
};

let folder: TemporaryFolder;
let root: string;

/** The example, as it is in the checkout, where it may write. */
beforeAll(async () => {
  folder = await temporaryFolder();
  root = join(folder.path, "site");
  await cp(join(ROOT, "packages/build/examples/vite-site"), root, {
    recursive: true,
    filter: (source) => !/\/(dist|\.cache)$/.test(source),
  });
  await symlink(join(ROOT, "node_modules"), join(folder.path, "node_modules"));
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Type and pixels of the pictures that a page shows, by their ids. */
async function shownBy(page: Page): Promise<Record<string, unknown>> {
  await page.waitForFunction(
    (count) =>
      document.images.length === count &&
      [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
    Object.keys(SHOWN).length,
  );
  const shown = await page.evaluate(() =>
    Promise.all(
      [...document.images].map(async ({ id, currentSrc }) => {
        const answer = await fetch(currentSrc);
        const { width, height } = await createImageBitmap(await answer.blob());
        return [id, [answer.headers.get("content-type"), width, height]] as const;
      }),
    ),
  );
  return Object.fromEntries(shown);
}

describe("the example site", () => {
  test("builds into hashed assets, one for each picture, and the types of its variants", async () => {
    await build({ root, logLevel: "error" });
    const assets = await readdir(join(root, "dist/assets"));
    const pictures = assets.filter((name) => /^flower-\d+-[\w-]{8}\.(avif|webp|jpg)$/.test(name));
    expect(pictures).toHaveLength(19);
    expect(assets.filter((name) => !pictures.includes(name))).toEqual([expect.stringMatching(/\.js$/)]);
    const types = await readFile(join(root, "src/variants.d.ts"), "utf8");
    expect(types).toContain('declare module "*?variant=hero"');
    expect(types).toBe(
      await readFile(join(ROOT, "packages/build/examples/vite-site/src/variants.d.ts"), "utf8"),
    );
  });

  test("fails its build with a sentence for an option that does not exist", async () => {
    const plugin = {
      name: "wrong-import",
      transform: (_code: string, id: string) =>
        id.endsWith("main.ts") ? 'import "./flower.jpg?widht=400";' : undefined,
    };
    await expect(build({ root, logLevel: "silent", plugins: [plugin] })).rejects.toThrow(
      'src/flower.jpg?widht=400: There is no option "widht". Did you mean `width`?',
    );
  });
});

test("a development server takes up a changed configuration", async () => {
  const server = await createServer({ root, server: LISTEN, logLevel: "error" });
  onTestFinished(() => server.close());
  await server.listen();
  const config = join(root, "darkroom.config.ts");
  const before = await readFile(config, "utf8");
  onTestFinished(() => writeFile(config, before));
  const hero = async (): Promise<string | undefined> =>
    (await server.transformRequest("/src/flower.jpg?variant=hero"))?.code;
  expect(await hero()).toContain("/flower-1200.webp");
  await writeFile(config, before.replace("width: 1200", "width: 600"));
  await vi.waitFor(async () => expect(await hero()).toContain("/flower-600.webp"), { timeout: 20_000 });
});

describe.skipIf(skipReason() !== undefined)("the example site in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  test("as it was built, shows every picture in the right format and size", async () => {
    await build({ root, logLevel: "error" });
    const server = await preview({ root, preview: LISTEN, logLevel: "warn" });
    onTestFinished(() => server.close());
    await using page = await browser.newPage();
    await page.goto(server.resolvedUrls!.local[0]!);
    expect(await shownBy(page)).toEqual(SHOWN);
  });

  test("in development, makes them when they are asked for, and anew when the image changes", async () => {
    const server = await createServer({ root, server: LISTEN, logLevel: "warn" });
    onTestFinished(() => server.close());
    await server.listen();
    await using page = await browser.newPage();
    await page.goto(server.resolvedUrls!.local[0]!);
    expect(await shownBy(page)).toEqual(SHOWN);
    const hero = await page.evaluate(() => document.querySelector<HTMLImageElement>("#hero")!.src);
    // Another picture, of 600 × 322 pixels, under the same name.
    await copyFile(join(ROOT, "test/fixtures/photos/adobe-rgb-600.jpg"), join(root, "src/flower.jpg"));
    await page.waitForFunction((before) => {
      const now = document.querySelector<HTMLImageElement>("#hero")?.src;
      return now !== undefined && now !== before;
    }, hero);
    expect(await shownBy(page)).toEqual({
      hero: ["image/webp", 1200, 400],
      thumb: ["image/jpeg", 160, 160],
      candidates: ["image/webp", 300, 161],
      picture: ["image/avif", 600, 322],
      open: ["image/avif", 320, 172],
    });
  });
});
