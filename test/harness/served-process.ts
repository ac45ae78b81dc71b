import { spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { NODE, ROOT, SCRIPT_PATH, scriptOf, type Runtime } from "./runtimes.ts";

export { ROOT } from "./runtimes.ts";

/** An account and credentials that are the same on every runtime. */
export const CREDENTIALS = {
  DARKROOM_ACCOUNT: "acme",
  DARKROOM_AUTH_EMAIL: "owner@example.com",
  DARKROOM_AUTH_KEY: "a-key-from-the-environment",
  DARKROOM_API_TOKEN: "a-token-from-the-environment",
} as const;

/** A Darkroom that was started as a person starts it: a process of its own, reached over HTTP only. */
export interface ServedProcess extends AsyncDisposable {
  /** Scheme, host and port. */
  readonly url: string;
  /** The address of the images API of its account. */
  readonly api: string;
  readonly account: string;
  readonly pid: number;
  /** Credentials as headers, in the two ways. */
  readonly keyHeaders: { readonly "X-Auth-Key": string; readonly "X-Auth-Email": string };
  readonly tokenHeaders: { readonly authorization: string };
  /** All that it printed, so far. */
  output(): string;
  /** Resident memory in bytes, and its peak since the start, as the kernel counts them. */
  memory(): Promise<{ readonly resident: number; readonly peak: number }>;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/**
 * Starts Darkroom on a free port and resolves when it says that it is ready; rejects with what it printed.
 * @param prefix Words before its command, such as `taskset -c 0`.
 */
export async function startProcess(
  dataFolder: string,
  environment: Readonly<Record<string, string>> = {},
  runtime: Runtime = NODE,
  prefix: readonly string[] = [],
): Promise<ServedProcess> {
  const settings = { PORT: "0", DARKROOM_LOG_LEVEL: "warn", ...environment, DARKROOM_DATA: dataFolder };
  const child = spawnScript(runtime, [], settings, prefix);
  const lines: string[] = [];
  const url = await readiness(child, lines);
  const credential = async (name: string, variable: string): Promise<string> =>
    environment[variable] ?? (await readFile(join(dataFolder, "credentials", name), "utf8")).trim();
  const account = await credential("account", "DARKROOM_ACCOUNT");
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, "exit");
    }
    return child.exitCode;
  };
  return {
    url,
    api: `${url}/client/v4/accounts/${account}/images/v1`,
    account,
    pid: child.pid!,
    keyHeaders: {
      "X-Auth-Key": await credential("key", "DARKROOM_AUTH_KEY"),
      "X-Auth-Email": await credential("email", "DARKROOM_AUTH_EMAIL"),
    },
    tokenHeaders: { authorization: `Bearer ${await credential("token", "DARKROOM_API_TOKEN")}` },
    output: () => lines.join("\n"),
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8");
      const kilobytes = (name: string): number =>
        Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]);
      return { resident: kilobytes("VmRSS") * 1024, peak: kilobytes("VmHWM") * 1024 };
    },
    stop: () => end("SIGTERM"),
    async kill() {
      await end("SIGKILL");
    },
    async [Symbol.asyncDispose]() {
      await end("SIGKILL");
    },
  };
}

/** Runs Darkroom when it is expected not to start: its exit code and what it printed. */
export async function runToExit(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  runtime: Runtime = NODE,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawnScript(runtime, args, environment);
  const chunks: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: chunks.join("") };
}

/** Runs a script of package.json as npm does. They begin with `exec`, so the process is the server itself. */
function spawnScript(
  runtime: Runtime,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  prefix: readonly string[] = [],
): ChildProcessByStdio<null, Readable, Readable> {
  const [command = "sh", ...words] = [...prefix, "sh", "-c", `${scriptOf(runtime)} "$@"`, "sh", ...args];
  const child = spawn(command, words, {
    cwd: ROOT,
    env: { ...process.env, PATH: SCRIPT_PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A hook that times out while it waits for a server has nothing yet that it could end.
  const end = (): void => void child.kill("SIGKILL");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  return child;
}

function readiness(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const read = (line: string): void => {
      lines.push(line);
      const url = /^Darkroom is ready on (\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    };
    createInterface({ input: child.stdout! }).on("line", read);
    createInterface({ input: child.stderr! }).on("line", read);
    child.once("exit", (code) => reject(new Error(`It ended with code ${code}:\n${lines.join("\n")}`)));
  });
}
