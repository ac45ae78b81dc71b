import { existsSync } from "node:fs";
import { relative } from "node:path";
import { ConfigError, configProblems, describeError, helpText, readConfig, startLines } from "@darkroom/http";
import { isStorageError } from "@darkroom/storage";
import { assertNoMetricsPort } from "../src/metrics.ts";
import { assertNamedHosts } from "../src/outbound.ts";
import { startServer, type RunningServer } from "./server.ts";

const COMMAND = "npm run start:worker";
/** How long requests under way may take to end after SIGTERM. */
const SHUTDOWN_MS = 20_000;
/** A picture that is in every checkout, so that the printed command works as it is. */
const SAMPLE = "test/fixtures/photos/3mp-baseline-422-flower.jpg";

async function main(): Promise<void> {
  if (process.argv.includes("--help") || process.argv.includes("-h")) {
    process.stdout.write(helpText(COMMAND));
    return;
  }
  const config = readConfig(process.env);
  assertNamedHosts(config);
  assertNoMetricsPort(config);
  const server = await startServer(config, process.env, (line) => process.stderr.write(`${line}\n`));
  // Before the first line: who reads that it is ready may stop it, and Miniflare's own handler never ends.
  closeOnSignal(server);
  const { url, owner, credentials } = server;
  process.stdout.write(
    startLines({
      url,
      data: config.data,
      owner,
      keyInShell:
        config.authKey === undefined
          ? `$(cat ${shellPath(credentials.pathOf("key"))})`
          : "$DARKROOM_AUTH_KEY",
      tokenFile: config.apiToken === undefined ? relativePath(credentials.pathOf("token")) : undefined,
      picture: existsSync(SAMPLE) ? SAMPLE : "./logo.png",
    }),
  );
}

function closeOnSignal(server: RunningServer): void {
  let closing = false;
  const close = (): void => {
    if (closing) process.exit(1);
    closing = true;
    // The timer must not keep the process alive when all is done before it.
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    server.close().then(() => process.exit(0), fail);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    // Miniflare's own would end everything at once.
    process.removeAllListeners(signal);
    process.on(signal, close);
  }
}

/** Says in one sentence why the server cannot run. */
function fail(error: unknown): never {
  process.stderr.write(`${failureText(error)}\n`);
  process.exit(1);
}

function failureText(error: unknown): string {
  if (error instanceof ConfigError) return configProblems(error.problems);
  if (isStorageError(error)) return error.message;
  if ((error as NodeJS.ErrnoException).code === "ERR_ADDRESS_IN_USE") {
    const { port, host } = readConfig(process.env);
    return `Port ${port} is in use on ${host}. Stop what listens there, or choose another with PORT=8788 ${COMMAND}.`;
  }
  return `Darkroom could not start. ${describeError(error)}`;
}

/** Paths are printed as seen from the folder of the command, which is where the person stands. */
function relativePath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}

function shellPath(path: string): string {
  const shown = relativePath(path);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}

await main().catch(fail);
