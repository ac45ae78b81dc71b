import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launchBrowser } from "../harness/browser.ts";
import { ROOT, startProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { call, furnish, uploadPictures } from "./sample-account.ts";
import { visit, type Visitor } from "./visitor.ts";

/**
 * Makes a picture of every page of the dashboard, as phones and desktops show it, light and dark:
 * `npm run screenshots`, into `.cache/screenshots` or the folder that is named.
 */
const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

interface Shot {
  readonly name: string;
  readonly place: string;
  /** What has to be done, and waited for, before the picture is taken. */
  readonly prepare?: (visitor: Visitor) => Promise<void>;
  /** Of the whole page, not only of the window. */
  readonly whole?: boolean;
  readonly dark?: boolean;
}

const SHOTS: readonly Shot[] = [
  { name: "images", place: "", prepare: pictures, dark: true },
  {
    name: "images-selected",
    place: "",
    async prepare(visitor) {
      await pictures(visitor);
      for (const id of ["city.jpg", "parrots.png"]) {
        await visitor.page.getByLabel(`Select ${id}`, { exact: true }).check({ force: true });
      }
    },
  },
  {
    name: "images-delete",
    place: "",
    async prepare(visitor) {
      await pictures(visitor);
      await visitor.page.getByLabel("Select city.jpg", { exact: true }).check({ force: true });
      await visitor.page.getByRole("button", { name: "Delete", exact: true }).click();
    },
  },
  {
    name: "images-filter",
    place: "",
    async prepare({ page }) {
      await page.getByRole("button", { name: /^Filter/ }).click();
      await page.getByRole("button", { name: "Add a field" }).click();
    },
  },
  { name: "images-nothing-found", place: "?search=nothing%20like%20this" },
  { name: "upload", place: "upload", whole: true },
  {
    name: "upload-files",
    place: "upload",
    whole: true,
    async prepare({ page }) {
      const names = [
        "orientation/portrait_1.jpg",
        "photos/adobe-rgb-600.jpg",
        "png/palette-transparent.png",
        "heic/missing.heic",
      ];
      const found = names.slice(0, 3).map((name) => join(ROOT, "test/fixtures", name));
      await page.locator("input[type=file]").first().setInputFiles(found);
      await page.getByLabel("Id of adobe-rgb-600.jpg").fill("city.jpg");
      await page.getByLabel("Id of palette-transparent.png").fill("/wrong/");
      await page.getByRole("button", { name: /^Upload \d/ }).click();
      await page.getByText("There is an image with the id").waitFor();
    },
  },
  { name: "image", place: "images/summer/flower.jpg", whole: true, dark: true, prepare: measured },
  { name: "image-private", place: "images/products/shelf.jpg", whole: true, prepare: measured },
  { name: "image-missing", place: "images/nothing" },
  { name: "variants", place: "variants" },
  { name: "variant", place: "variants/card", whole: true, dark: true, prepare: previewed },
  {
    name: "variant-point",
    place: "variants/card",
    async prepare(visitor) {
      await previewed(visitor);
      await visitor.page.getByRole("radio", { name: "Focal point" }).check({ force: true });
      await visitor.page.locator(".focal img").waitFor();
    },
  },
  {
    name: "variant-compare",
    place: "variants/card",
    async prepare(visitor) {
      await previewed(visitor);
      await visitor.page.getByRole("radio", { name: "Before and after" }).check({ force: true });
      await visitor.page.locator(".compare-before").waitFor();
      await visitor.page.getByRole("button", { name: "Compare qualities" }).click();
      await visitor.page.locator(".bar-value", { hasText: "…" }).first().waitFor({ state: "detached" });
      await visitor.page.waitForFunction(() => !document.querySelector(".bars")?.textContent?.includes("…"));
    },
  },
  {
    name: "overview",
    place: "overview",
    whole: true,
    dark: true,
    prepare: ({ page }) => page.locator(".figures").waitFor(),
  },
  { name: "tokens", place: "settings/tokens" },
  {
    name: "token-new",
    place: "settings/tokens",
    async prepare({ page }) {
      await page.getByRole("button", { name: "New token" }).click();
    },
  },
  { name: "keys", place: "settings/keys" },
  { name: "delivery", place: "settings/delivery" },
  {
    name: "upload-links",
    place: "settings/uploads",
    whole: true,
    async prepare({ page }) {
      await page.getByRole("button", { name: "Make link" }).click();
      await page.getByText(/^Link for/).waitFor();
    },
  },
];

/** All thumbnails in the window are there. */
async function pictures({ page }: Visitor): Promise<void> {
  await page.waitForFunction(() => {
    const shown = document.querySelectorAll(".tile").length;
    return shown > 0 && document.querySelectorAll(".tile img").length === shown;
  });
}

/** Every cell of the table has its answer. */
async function measured({ page }: Visitor): Promise<void> {
  await page.locator(".delivery td").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".delivery [aria-busy]") === null, undefined, {
    timeout: 120_000,
  });
  await page.locator(".preview img").waitFor();
}

async function previewed({ page }: Visitor): Promise<void> {
  await page.locator(".size-box img").waitFor();
  await page.locator(".preview-facts strong").waitFor({ timeout: 60_000 });
}

const folder = process.argv[2] ?? join(ROOT, ".cache/screenshots");
const only = process.argv[3];
await mkdir(folder, { recursive: true });
await using data = await temporaryFolder();
await using server = await startProcess(join(data.path, "data"));
await uploadPictures(server);
await furnish(server);
// Something to look back on.
for (const id of ["summer/flower.jpg", "city.jpg", "parrots.png", "logo.svg"]) {
  for (const accept of ["image/avif,image/webp", "image/webp", "image/webp", "*/*"]) {
    const { hash } = ((await call(server, "darkroom/v1/session")) as { account: { hash: string } }).account;
    await (await fetch(`${server.url}/${hash}/${id}/thumbnail`, { headers: { accept } })).arrayBuffer();
  }
}
await call(server, "images/v1/gone.jpg").catch(() => undefined);

const browser = await launchBrowser();
const token = server.tokenHeaders.authorization.replace("Bearer ", "");
try {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const look = { viewport, colorScheme, reducedMotion: "reduce" as const };
      await using visitor = await visit(browser, server.url, look);
      const { page } = visitor;
      const save = async (name: string, fullPage = false): Promise<void> => {
        const path = join(folder, `${name}-${size}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage });
        process.stdout.write(`${path}\n`);
      };
      if (only === undefined) {
        await page.goto(`${server.url}/dashboard/`);
        await save("sign-in");
      }
      await visitor.signIn(token);
      for (const { name, place, prepare, whole = false, dark = false } of SHOTS) {
        if ((colorScheme === "dark" && !dark) || (only !== undefined && !name.startsWith(only))) continue;
        await visitor.go("nowhere");
        await visitor.go(place);
        await page.waitForLoadState("networkidle");
        await prepare?.(visitor);
        await page.waitForLoadState("networkidle");
        await save(name, whole);
        await page.keyboard.press("Escape");
      }
      for (const complaint of visitor.complaints) process.stderr.write(`${complaint}\n`);
    }
  }
} finally {
  await browser.close();
}
