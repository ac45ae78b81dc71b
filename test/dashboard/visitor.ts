import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A person at the dashboard: a page of its own browser profile, and what went wrong on it. */
export interface Visitor extends AsyncDisposable {
  readonly page: Page;
  /** Errors of scripts, violations of the policy, failed loads, requests that left the origin. */
  readonly complaints: readonly string[];
  /** Signs in with a token at a place of the dashboard, such as `variants/public`. */
  signIn(token: string, place?: string): Promise<void>;
  /** Goes to a place as a click on a link does: the credential is in the page's memory. */
  go(place: string): Promise<void>;
}

/** Long, for pictures are computed on machines that do other things as well. */
const PATIENCE_MS = 60_000;

/** @param origin Where the server is: nothing else may be asked. */
export async function visit(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // A request that is refused is told on the page; the console tells it too.
    if (message.text().startsWith("Failed to load resource")) return;
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    const local = url.origin === origin || url.protocol === "blob:" || url.protocol === "data:";
    if (!local) complaints.push(`left the origin: ${request.url()}`);
  });

  return {
    page,
    complaints,
    async signIn(token, place = "") {
      await page.goto(`${origin}/dashboard/${place}`);
      await page.getByLabel("API token", { exact: true }).last().fill(token);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "Sign out" }).waitFor();
    },
    async go(place) {
      await page.evaluate((path) => {
        history.pushState(null, "", path);
        dispatchEvent(new PopStateEvent("popstate"));
      }, `/dashboard/${place}`);
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}
