import { join } from "node:path";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { launchBrowser } from "../harness/browser.ts";
import { NODE, type Runtime } from "../harness/runtimes.ts";
import { startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { visit, type Visitor } from "./visitor.ts";

/** A served Darkroom and a browser to look at its dashboard with. */
export interface Dashboard extends AsyncDisposable {
  readonly server: ServedProcess;
  /** The operator's token. */
  readonly token: string;
  readonly browser: Browser;
  /** Somebody who is not signed in. */
  visit(options?: BrowserContextOptions): Promise<Visitor>;
  /** Somebody who is signed in, as the operator or with another token, at a place. */
  enter(place?: string, token?: string, options?: BrowserContextOptions): Promise<Visitor>;
}

export async function startDashboard(runtime: Runtime = NODE): Promise<Dashboard> {
  const folder = await temporaryFolder();
  const server = await startProcess(join(folder.path, "data"), {}, runtime);
  const browser = await launchBrowser();
  const token = server.tokenHeaders.authorization.replace("Bearer ", "");
  return {
    server,
    token,
    browser,
    visit: (options) => visit(browser, server.url, options),
    async enter(place = "", secret = token, options = {}) {
      const visitor = await visit(browser, server.url, options);
      await visitor.signIn(secret, place);
      return visitor;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
