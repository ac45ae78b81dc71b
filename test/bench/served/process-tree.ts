import { readFile, readdir } from "node:fs/promises";

/** What a process and all below it have used so far. */
export interface Usage {
  /** Seconds of processor, user and system. */
  readonly cpuSeconds: number;
  /** The sum of each process's own peak of resident memory, in bytes. */
  readonly peakBytes: number;
}

/** Ticks a second of the kernel's accounts: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Undefined where the kernel keeps no such account (anything but Linux). */
export async function processUsage(pid: number): Promise<Usage | undefined> {
  const pids = await descendants(pid);
  const each = await Promise.all(pids.map(usageOfOne));
  const known = each.filter((usage) => usage !== undefined);
  if (known.length === 0) return undefined;
  return {
    cpuSeconds: known.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    peakBytes: known.reduce((sum, { peakBytes }) => sum + peakBytes, 0),
  };
}

async function descendants(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const children = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, "utf8").catch(() => "")),
  );
  const below = children.flatMap((line) => line.split(" ").filter(Boolean).map(Number));
  return [pid, ...(await Promise.all(below.map(descendants))).flat()];
}

async function usageOfOne(pid: number): Promise<Usage | undefined> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/status`, "utf8"),
    ]);
    // The name, in parentheses, may hold spaces; user and system time are the 12th and 13th field after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
      peakBytes: 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0),
    };
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}
