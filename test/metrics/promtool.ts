import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Has Prometheus' own tool judge a text of metrics: what it finds wrong, a line a fault; empty when all is well, and
 * undefined where the tool is not installed.
 */
export async function faultsOf(metrics: string): Promise<string | undefined> {
  const child = spawn("promtool", ["check", "metrics"], { stdio: ["pipe", "pipe", "pipe"] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  }
  child.stdin.on("error", () => undefined).end(metrics);
  try {
    const [code] = (await once(child, "close")) as [number];
    return code === 0 ? said.join("") : `promtool ended with ${code}: ${said.join("")}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Said once where its test is skipped. Under CI a skip would hide a failure, so there it is one. */
export async function skipReason(): Promise<string | undefined> {
  if ((await faultsOf("")) !== undefined) return undefined;
  const reason =
    "Metrics are not checked by promtool: it is not installed (Debian's package `prometheus` has it).";
  if (process.env["CI"]) throw new Error(reason);
  process.stdout.write(`${reason}\n`);
  return reason;
}
