import { isStorageError } from "@darkroom/storage";
import { ConfigError, createLog, describeError, readConfig, SETTINGS } from "@darkroom/http";
import { startServer, type RunningServer } from "./server.ts";
import { helpText, startLines } from "./start-lines.ts";

/** How long requests under way may take to end after SIGTERM. */
const SHUTDOWN_MS = 20_000;

async function main(): Promise<void> {
  if (process.argv.includes("--help") || process.argv.includes("-h")) {
    process.stdout.write(helpText(SETTINGS));
    return;
  }
  const config = readConfig(process.env);
  const log = createLog({
    format: config.logFormat,
    level: config.logLevel,
    now: Date.now,
    write: (line) => process.stderr.write(`${line}\n`),
  });
  const server = await startServer(config, log);
  process.stdout.write(startLines(server, config));
  closeOnSignal(server, (message) => log.info(message));
}

function closeOnSignal(server: RunningServer, say: (message: string) => void): void {
  let closing = false;
  const close = (signal: string): void => {
    if (closing) process.exit(1);
    closing = true;
    say(`${signal}: finishing the requests under way`);
    // The timer must not keep the process alive when all is done before it.
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    server.close().then(() => process.exit(0), fail);
  };
  process.on("SIGTERM", close);
  process.on("SIGINT", close);
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
  const { code, port, address } = error as NodeJS.ErrnoException & {
    readonly port?: number;
    readonly address?: string;
  };
  if (code === "EADDRINUSE") {
    return `Port ${port} is in use on ${address}. Stop what listens there, or choose another with PORT=8788 npm start.`;
  }
  return `Darkroom could not start. ${describeError(error)}`;
}

await main().catch(fail);
