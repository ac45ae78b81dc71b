import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skipReason } from "../harness/browser.ts";
import { fixture } from "../harness/fixtures.ts";
import { ROOT } from "../harness/runtimes.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { startDashboard, type Dashboard } from "./harness.ts";
import { call } from "./sample-account.ts";

const FIXTURES = join(ROOT, "test/fixtures");
const SHELF = join(FIXTURES, "photos/adobe-rgb-600.jpg");
const DICE = join(FIXTURES, "png/palette-transparent.png");

describe.skipIf(skipReason() !== undefined)("uploading", () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard?.[Symbol.asyncDispose]());
  const files = 'input[type="file"][aria-label="Files"]';

  test("says the limits first, and sends files with all that was said of them", async () => {
    await using visitor = await dashboard.enter("upload");
    const { page } = visitor;
    expect(await page.getByText("At most 25 MiB a file").count()).toBe(1);
    await page.getByLabel("Id", { exact: true }).selectOption({ label: "The file’s name" });
    await page.getByLabel("Before the id").fill("2026/");
    await page.getByLabel("Creator").fill("anna");
    await page.getByLabel("Metadata").fill('{"album": "summer"}');
    await page.getByRole("switch", { name: "Private" }).check();
    await page.locator(files).setInputFiles([SHELF, DICE]);
    await page.getByRole("button", { name: "Upload 2 files" }).click();
    await page.getByText("2 of 2 files").waitFor();
    const image = await call(dashboard.server, "images/v1/2026%2Fadobe-rgb-600.jpg");
    expect(image).toMatchObject({
      id: "2026/adobe-rgb-600.jpg",
      filename: "adobe-rgb-600.jpg",
      creator: "anna",
      meta: { album: "summer" },
      requireSignedURLs: true,
    });
    await page.getByRole("link", { name: "Open" }).first().click();
    await page.getByRole("heading", { name: "2026/adobe-rgb-600.jpg", level: 1 }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test("explains an id that is taken, and takes another one", async () => {
    await using visitor = await dashboard.enter("upload");
    const { page } = visitor;
    await page.locator(files).setInputFiles([DICE]);
    const id = page.getByLabel("Id of palette-transparent.png");
    await id.fill("2026/palette-transparent.png");
    await page.getByRole("button", { name: "Upload 1 file" }).click();
    await page.getByText("There is an image with the id 2026/palette-transparent.png already.").waitFor();
    await id.fill("dice");
    await page.getByRole("button", { name: "Retry palette-transparent.png" }).click();
    await page.getByText("Uploaded", { exact: true }).waitFor();
    expect(await call(dashboard.server, "images/v1/dice")).toMatchObject({ id: "dice" });
    expect(visitor.complaints).toEqual([]);
  });

  test("does not send what the server would refuse, and shows what it did refuse", async () => {
    await using folder = await temporaryFolder();
    const broken = join(folder.path, "broken.jpg");
    const empty = join(folder.path, "empty.png");
    await writeFile(broken, "this is no picture");
    await writeFile(empty, "");
    await using visitor = await dashboard.enter("upload");
    const { page } = visitor;
    await page.locator(files).setInputFiles([broken, empty]);
    await page.getByText("The file is empty.").waitFor();
    await page.getByRole("button", { name: "Upload 1 file" }).click();
    await page.getByText("The file does not begin like a JPEG").waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test("is cancelled and taken up again, file by file", async () => {
    await using visitor = await dashboard.enter("upload");
    const { page } = visitor;
    let hold = true;
    await page.route("**/images/v1", async (route) => {
      if (!hold) await route.continue();
    });
    await page.locator(files).setInputFiles([SHELF, DICE]);
    await page.getByLabel("Id of adobe-rgb-600.jpg").fill("shelf");
    await page.getByRole("button", { name: "Upload 2 files" }).click();
    await page.getByRole("button", { name: "Cancel adobe-rgb-600.jpg" }).click();
    await page.getByText("Cancelled", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Cancel 1 upload" }).click();
    await expect.poll(() => page.getByText("Cancelled", { exact: true }).count()).toBe(2);
    hold = false;
    await page.getByRole("button", { name: "Retry adobe-rgb-600.jpg" }).click();
    await page.getByText("Uploaded", { exact: true }).waitFor();
    expect(await call(dashboard.server, "images/v1/shelf")).toMatchObject({ id: "shelf" });
    expect(visitor.complaints).toEqual([]);
  });

  test("a connection that breaks can be tried again", async () => {
    await using visitor = await dashboard.enter("upload");
    const { page } = visitor;
    await page.route("**/images/v1", (route) => route.abort("connectionreset"));
    await page.locator(files).setInputFiles([DICE]);
    await page.getByRole("button", { name: "Upload 1 file" }).click();
    await page.getByText("The connection was lost.").waitFor();
    await page.unroute("**/images/v1");
    await page.getByRole("button", { name: "Retry 1 failed" }).click();
    await page.getByText("Uploaded", { exact: true }).waitFor();
  });

  test("takes folders with their paths, without what hides in them", async () => {
    await using folder = await temporaryFolder();
    const album = join(folder.path, "album");
    await mkdir(join(album, "beach"), { recursive: true });
    await writeFile(join(album, "beach/1.jpg"), await fixture("photos/adobe-rgb-600.jpg"));
    await writeFile(join(album, "2.png"), await fixture("png/palette-transparent.png"));
    await using visitor = await dashboard.enter("upload");
    const { page } = visitor;
    await page.getByLabel("Id", { exact: true }).selectOption({ label: "The file’s folder and name" });
    await page.locator('input[type="file"][aria-label="Folder"]').setInputFiles(album);
    await page.getByRole("button", { name: "Upload 2 files" }).click();
    await page.getByText("2 of 2 files").waitFor();
    expect(await call(dashboard.server, "images/v1/album%2Fbeach%2F1.jpg")).toHaveProperty("id");
    expect(visitor.complaints).toEqual([]);
  });

  test.each(["drop", "paste"])("takes files by %s, on any page", async (event) => {
    await using visitor = await dashboard.enter("variants");
    const { page } = visitor;
    await page.getByRole("heading", { name: "Variants", level: 1 }).waitFor();
    const bytes = (await fixture("png/palette-transparent.png")).toBase64();
    await page.evaluate(
      ([type, text]) => {
        const transfer = new DataTransfer();
        const picture = Uint8Array.fromBase64(text!);
        transfer.items.add(new File([picture], "thrown.png", { type: "image/png" }));
        const thrown =
          type === "drop"
            ? new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true })
            : new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(thrown);
      },
      [event, bytes],
    );
    await page.getByText("thrown.png").waitFor();
    await page.getByRole("button", { name: "Upload 1 file" }).click();
    await page.getByText("Uploaded", { exact: true }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});
