import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { uploaded } from "../harness/client.ts";
import { launchBrowser, skipReason } from "../harness/browser.ts";
import { fixture, PHOTO } from "../harness/fixtures.ts";
import { startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

let folder: TemporaryFolder;
let server: ServedProcess;
let browser: Browser;

describe.skipIf(skipReason() !== undefined)("in Chromium", () => {
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startProcess(join(folder.path, "data"));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  test("the page at / shows the upload command, and breaks none of its own rules", async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(server.url);
    expect(await page.title()).toBe("Darkroom");
    expect(await page.locator("pre").first().innerText()).toContain(`curl ${server.url}/client/v4/accounts/`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([
    [PHOTO, 2160, 1440, "image/webp"],
    ["orientation/landscape_6.jpg", 600, 400, "image/avif"],
    ["gif/animated-loop-3.gif", 370, 285, "image/gif"],
    ["svg/commons-logo.svg", 1024, 1376, "image/svg+xml"],
  ])("%s opened by its address is seen upright, in its best format", async (path, width, height, type) => {
    const { url } = await uploaded(server, await fixture(path), "default");
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // On a page of another origin, as an image is used.
    await page.setContent(`<img src="${url}">`);
    await page.waitForFunction(() => document.images[0]!.complete);
    expect(
      await page.evaluate(() => [document.images[0]!.naturalWidth, document.images[0]!.naturalHeight]),
    ).toEqual([width, height]);
    const response = await page.goto(url);
    expect(response!.headers()["content-type"]).toBe(type);
    await page.close();
  });

  test("every JPEG of our own encoder is shown as the server made it, baseline and progressive", async () => {
    const { url } = await uploaded(server, await fixture(PHOTO), "default");
    // A page of another origin, whose requests the server must allow.
    const page = await browser.newPage();
    for (const device of ["desktop", "tablet", "mobile"]) {
      // A page cannot set Accept for an image, but for a fetch whose bytes it then decodes.
      const size = await page.evaluate(
        async ([address, deviceType]) => {
          const answer = await fetch(address!, {
            headers: { accept: "image/jpeg", "cf-device-type": deviceType! },
          });
          const bitmap = await createImageBitmap(await answer.blob());
          return [answer.headers.get("content-type"), bitmap.width, bitmap.height];
        },
        [url, device],
      );
      expect(size).toEqual([
        "image/jpeg",
        ...{ desktop: [2160, 1440], tablet: [1620, 1080], mobile: [1080, 720] }[device]!,
      ]);
    }
    await page.close();
  });
});
