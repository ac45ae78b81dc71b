import { isStorageError } from "@darkroom/storage";
import { ConfigError, describeError, readConfig, SETTINGS } from "@darkroom/http";
import { startServer } from "./server.ts";
import { helpText, startLines } from "./start-lines.ts";

/** How long requests under way may take to end after SIGTERM. */
const SHUTDOWN_MS = 20_000;

async function main(): Promise<void> {
  if (process.argv.includes("--help") || process.argv.includes("-h")) {
    process.stdout.write(helpText(SETTINGS));
    return;
  }
  const config = readConfig(process.env);
  const server = await startServer(config, process.env, (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(startLines(server, config));
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
  if (error instanceof ConfigError) {
    const count = error.problems.length;
    const lines = error.problems.map((problem) => `  ${problem}`).join("\n");
    return `The configuration has ${count === 1 ? "a problem" : `${count} problems`}:\n${lines}`;
  }
  if (isStorageError(error)) return error.message;
  if ((error as NodeJS.ErrnoException).code === "ERR_ADDRESS_IN_USE") {
    const { port, host } = readConfig(process.env);
    return `Port ${port} is in use on ${host}. Stop what listens there, or choose another with PORT=8788 npm run start:worker.`;
  }
  return `Darkroom could not start. ${describeError(error)}`;
}

await main().catch(fail);
