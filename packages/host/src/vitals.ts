import type { Vitals } from "@darkroom/http";

/** What this process takes of the machine, worker threads included. */
export function vitals(): Vitals {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { residentBytes: rss, heapBytes: heapUsed, cpuSeconds: (user + system) / 1e6 };
}
