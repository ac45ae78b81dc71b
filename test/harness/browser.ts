import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where Chromium is, or undefined; `CHROMIUM_PATH` names another place than Debian's. */
export function chromiumPath(): string | undefined {
  return [process.env["CHROMIUM_PATH"], "/usr/bin/chromium"].find(
    (path) => path !== undefined && existsSync(path),
  );
}

/** Said once where browser tests are skipped. Under CI a skip would hide a failure, so there it is one. */
export function skipReason(): string | undefined {
  if (chromiumPath() !== undefined) return undefined;
  const reason =
    "Browser tests are skipped: there is no /usr/bin/chromium, and CHROMIUM_PATH names no other.";
  if (process.env["CI"]) throw new Error(reason);
  process.stdout.write(`${reason}\n`);
  return reason;
}

/** A headless Chromium that looks nothing up outside. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath()!,
    args: [
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
    ],
  });
}
