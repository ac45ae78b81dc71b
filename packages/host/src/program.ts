import { existsSync } from "node:fs";
import {
  ConfigError,
  configProblems,
  createLog,
  describeError,
  helpText,
  readConfig,
  startLines,
  type Config,
  type Log,
} from "@darkroom/http";
import { isStorageError } from "@darkroom/storage";
import { PortInUseError } from "./port-in-use.ts";
import { relativePath, shellPath } from "./printed-paths.ts";
import type { RunningServer } from "./running-server.ts";

/** How long requests under way may take to end after SIGTERM. */
const SHUTDOWN_MS = 20_000;

/** A picture that is in every checkout, so that the printed command works as it is. */
const SAMPLE = "test/fixtures/photos/3mp-baseline-422-flower.jpg";

/** A server as a command of its own. */
export interface Program {
  /** What starts it, such as `npm start`. */
  readonly command: string;
  /**
   * Starts the server; `log` goes to stderr. Rejects with a `ConfigError`, a `StorageError` or a `PortInUseError`
   * for what a person can mend. When it resolves, nothing else may handle SIGTERM and SIGINT any more.
   */
  start(config: Config, log: Log): Promise<RunningServer>;
}

/**
 * Runs a program: reads arguments and environment, serves until SIGTERM or SIGINT, and ends the process
 * with 0, or with 1 and a sentence that says why it cannot run.
 */
export async function runProgram(program: Program): Promise<void> {
  try {
    if (process.argv.includes("--help") || process.argv.includes("-h")) {
      process.stdout.write(helpText(program.command));
      return;
    }
    await serve(program, readConfig(process.env));
  } catch (error) {
    fail(failureText(error, program.command));
  }
}

async function serve(program: Program, config: Config): Promise<void> {
  const log = createLog({
    format: config.logFormat,
    level: config.logLevel,
    now: Date.now,
    write: (line) => process.stderr.write(`${line}\n`),
  });
  const server = await program.start(config, log);
  // Before it says that it is ready: who waits for that may end it at once.
  closeOnSignal(server, (message) => log.info(message));
  const { url, metricsUrl, owner, credentials } = server;
  process.stdout.write(
    startLines({
      url,
      data: config.data,
      owner,
      metricsUrl,
      keyInShell:
        config.authKey === undefined
          ? `$(cat ${shellPath(credentials.pathOf("key"))})`
          : "$DARKROOM_AUTH_KEY",
      tokenFile: config.apiToken === undefined ? relativePath(credentials.pathOf("token")) : undefined,
      picture: existsSync(SAMPLE) ? SAMPLE : "./logo.png",
    }),
  );
}

function closeOnSignal(server: RunningServer, say: (message: string) => void): void {
  let closing = false;
  const close = (signal: string): void => {
    if (closing) process.exit(1);
    closing = true;
    say(`${signal}: finishing the requests under way`);
    // The timer must not keep the process alive when all is done before it.
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => fail(`Darkroom could not close. ${describeError(error)}`),
    );
  };
  process.on("SIGTERM", close);
  process.on("SIGINT", close);
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function failureText(error: unknown, command: string): string {
  if (error instanceof ConfigError) return configProblems(error.problems);
  if (isStorageError(error)) return error.message;
  if (error instanceof PortInUseError)
    return `${error.message} Stop what listens there, or choose another with ${error.elsewhere} ${command}.`;
  return `Darkroom could not start. ${describeError(error)}`;
}
