import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fixture } from "../harness/fixtures.ts";
import { ROOT } from "../harness/runtimes.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { PAIRS } from "./pairs.ts";
import type { Outcome, ParityRun } from "./run-parity.ts";

const WRANGLER = join(ROOT, "node_modules/.bin/wrangler");
const CONFIG = join(ROOT, "test/parity/in-workerd/wrangler.jsonc");

/** Why the pairs cannot be run inside workerd here; undefined when they can. */
export function workerdAbsence(): string | undefined {
  return existsSync(WRANGLER) ? undefined : "wrangler is not installed";
}

/** Serves the test's own Worker on local workerd, without network or account, and asks it every pair. */
export async function runInWorkerd(): Promise<ParityRun> {
  await using folder = await temporaryFolder();
  await using worker = await serveWorker(folder.path);
  const runs: { readonly builds: ParityRun["builds"]; readonly outcome: Outcome }[] = [];
  for (const pair of PAIRS) {
    const url = `${worker.url}/?pair=${encodeURIComponent(JSON.stringify(pair))}`;
    const response = await fetch(url, { method: "POST", body: await fixture(pair.source) });
    if (!response.ok) throw new Error(`workerd answered ${response.status}: ${await response.text()}`);
    runs.push((await response.json()) as (typeof runs)[number]);
  }
  return { builds: runs[0]?.builds ?? [], outcomes: runs.map(({ outcome }) => outcome) };
}

async function serveWorker(folder: string): Promise<AsyncDisposable & { readonly url: string }> {
  const options = [
    "--local",
    "--ip",
    "127.0.0.1",
    "--port",
    "0",
    "--inspector-port",
    "0",
    "--persist-to",
    folder,
  ];
  const child = spawn(WRANGLER, ["dev", "--config", CONFIG, ...options], {
    cwd: ROOT,
    env: {
      ...process.env,
      CI: "true",
      NO_COLOR: "1",
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_HIDE_BANNER: "true",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    const read = (line: string): void => {
      lines.push(line);
      const ready = /Ready on (http:\/\/\S+)/.exec(line)?.[1];
      if (ready !== undefined) resolve(ready);
    };
    createInterface({ input: child.stdout }).on("line", read);
    createInterface({ input: child.stderr }).on("line", read);
    child.once("exit", (code) => reject(new Error(`wrangler ended with ${code}:\n${lines.join("\n")}`)));
  });
  return {
    url,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}
