import { fork } from "node:child_process";
import { once } from "node:events";
import type { EngineName } from "./engines/index.ts";
import type { Answer, Request } from "./runner.ts";

export interface EngineProcess {
  ask(request: Request): Promise<Answer>;
  /** Lets the process end. */
  close(): Promise<void>;
}

/** What takes longer has failed. */
const LONGEST_SECONDS = 60;

/** Starts a process of one engine, with Node or with the program of another runtime. */
export async function startEngine(engine: EngineName, program?: string): Promise<EngineProcess> {
  const child = fork(new URL("runner.ts", import.meta.url), [engine], {
    ...(program !== undefined && { execPath: program, execArgv: [] }),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-2000);
  });
  const ended = once(child, "exit");
  const next = async (): Promise<unknown> => {
    const message = await Promise.race([once(child, "message"), ended.then(() => undefined)]);
    if (message === undefined) throw new Error(`The process of ${engine} ended. It said:\n${complaint}`);
    return message[0];
  };
  await next();
  return {
    async ask(request) {
      const answer = next();
      child.send(request);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          child.kill("SIGKILL");
          reject(new Error(`No answer of ${engine} within ${LONGEST_SECONDS} seconds.`));
        }, LONGEST_SECONDS * 1000);
      });
      return (await Promise.race([answer, late]).finally(() => clearTimeout(timer))) as Answer;
    },
    async close() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
