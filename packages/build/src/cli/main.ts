import { setTimeout } from "node:timers/promises";
import { runCli } from "./run-cli.ts";
import type { Output } from "./terminal.ts";

/** The program behind `darkroom`. */
export async function main(): Promise<void> {
  const interruption = new AbortController();
  process.once("SIGINT", () => interruption.abort());
  process.once("SIGTERM", () => interruption.abort());
  const code = await runCli({
    args: process.argv.slice(2),
    folder: process.cwd(),
    environment: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    readInput: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return new Uint8Array(Buffer.concat(chunks));
    },
    fetch,
    now: Date.now,
    wait: (milliseconds) => setTimeout(milliseconds, undefined, { signal: interruption.signal }),
    signal: interruption.signal,
  });
  // Not `process.exit`: what was written may still be on its way through a pipe.
  process.exitCode = code;
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    columns: stream.isTTY ? stream.columns : undefined,
    write: (content) => void stream.write(content),
  };
}
