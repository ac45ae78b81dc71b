import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Envelope } from "../harness/client.ts";
import { GUIDES } from "../guides/guide.ts";
import { launchBrowser, skipReason } from "../harness/browser.ts";
import { fixture } from "../harness/fixtures.ts";
import { ROOT, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

const PICTURE = "photos/adobe-rgb-600.jpg";

/** The page that the guide shows. */
function guidePage(): string {
  const guide = readFileSync(join(ROOT, GUIDES, "direct-uploads.md"), "utf8");
  const html = /^```html\n(.*?)^```$/ms.exec(guide)?.[1];
  if (html === undefined) throw new Error("The guide shows no page.");
  return `<!doctype html><meta charset="utf-8">${html}`;
}

/** A page whose form knows its upload address, and works without a script. */
function pageOf(uploadURL: string): string {
  return `<!doctype html><meta charset="utf-8"><title>A site of its own</title>
    <form method="post" enctype="multipart/form-data" action="${uploadURL}">
      <input type="file" name="file"><button>Send</button>
    </form>`;
}

let folder: TemporaryFolder;
let server: ServedProcess;
let site: Server;
let siteUrl: string;
let browser: Browser;
/** What the site shows next. */
let shown = "";

describe.skipIf(skipReason() !== undefined)("a page of another origin in Chromium", () => {
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startProcess(join(folder.path, "data"));
    site = createServer((request, response) => {
      if (request.method === "GET") {
        response.setHeader("content-type", "text/html; charset=utf-8").end(shown);
        return;
      }
      // What the server of a site does: it asks, with its credentials, and tells the page.
      void draft().then(({ result }) => response.end(JSON.stringify(result)));
    }).listen(0, "127.0.0.1");
    await once(site, "listening");
    siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    site?.closeAllConnections();
    site?.close();
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  async function draft(): Promise<Envelope<{ id: string; uploadURL: string }>> {
    const response = await fetch(server.api.replace("/v1", "/v2/direct_upload"), {
      method: "POST",
      headers: server.tokenHeaders,
    });
    return (await response.json()) as never;
  }

  /** Opens a page of the site and chooses a file in its form. */
  async function open(html: string): Promise<Page> {
    shown = html;
    const page = await browser.newPage();
    await page.goto(siteUrl);
    await page.setInputFiles("input", {
      name: "wolf.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from(await fixture(PICTURE)),
    });
    return page;
  }

  async function openWithAddress(): Promise<{ page: Page; id: string; uploadURL: string }> {
    const { result } = await draft();
    return { page: await open(pageOf(result.uploadURL)), ...result };
  }

  /** Sends the chosen file, or a text in its place, as a script does, and reads the answer. */
  function send(page: Page, text?: string): Promise<{ status: number; body: Envelope }> {
    return page.evaluate(async (instead) => {
      const form = document.querySelector("form")!;
      const body = new FormData(form);
      if (instead !== undefined) body.set("file", new Blob([instead]), "text.jpg");
      // A header of its own makes the browser ask first.
      const headers = { "x-requested-with": "XMLHttpRequest" };
      const response = await fetch(form.action, { method: "POST", body, headers });
      return { status: response.status, body: (await response.json()) as never };
    }, text);
  }

  test("as the guide shows it uploads what was chosen, and says where it is", async () => {
    const page = await open(guidePage());
    await page.click("button");
    await page.waitForFunction(() => document.querySelector("output")!.textContent !== "");
    const address = await page.locator("output").innerText();
    expect((await fetch(address)).headers.get("content-type")).toMatch(/^image\//);
    // The script takes a new address for each file.
    await page.setInputFiles("input", {
      name: "text.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from("text"),
    });
    await page.click("button");
    await page.waitForFunction((before) => document.querySelector("output")!.textContent !== before, address);
    expect(await page.locator("output").innerText()).toContain("ERROR 5455");
    await page.close();
  });

  test("sends a file by fetch, reads the answer, and shows the image", async () => {
    const { page, id } = await openWithAddress();
    const { status, body } = await send(page);
    expect([status, body.result]).toMatchObject([200, { id, filename: "wolf.jpg" }]);
    const width = await page.evaluate(
      async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        return image.naturalWidth;
      },
      (body.result["variants"] as string[])[0]!,
    );
    expect(width).toBe(600);
    await page.close();
  });

  test("reads refusals, too: a file that is no image, and an address that is used up", async () => {
    const { page } = await openWithAddress();
    const refused = await send(page, "This is no image.");
    expect([refused.status, refused.body.errors[0]?.code]).toEqual([415, 5455]);
    expect((await send(page)).status).toBe(200);
    const again = await send(page);
    expect([again.status, again.body.errors[0]?.code]).toEqual([409, 5409]);
    await page.close();
  });

  test("sends a file by a plain form, without a script", async () => {
    const { page, id, uploadURL } = await openWithAddress();
    const [response] = await Promise.all([page.waitForNavigation(), page.click("button")]);
    expect(page.url()).toBe(uploadURL);
    expect((await response!.json()) as Envelope).toMatchObject({
      success: true,
      result: { id, filename: "wolf.jpg" },
    });
    await page.close();
  });
});
