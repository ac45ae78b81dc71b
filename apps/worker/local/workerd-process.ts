import { spawn, type ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { basename } from "node:path";

/** The workerd that Miniflare starts, and starts again should it crash; it keeps it to itself. */
export interface WorkerdProcess {
  /** Lets it end the requests under way, then ends it. */
  drain(): Promise<void>;
}

/**
 * Watches for workerd, which is to be called before Miniflare starts it. Miniflare only ever kills it, and
 * leaves it behind when this process is killed itself: holding its port, and its files open.
 */
export function watchWorkerd(): WorkerdProcess {
  let current: ChildProcess | undefined;
  subscribe("child_process", (message) => {
    const { process: child } = message as { readonly process: ChildProcess };
    child.once("spawn", () => {
      if (!basename(child.spawnfile).startsWith("workerd")) return;
      current = child;
      endWithUs(child);
    });
  });
  return {
    async drain() {
      if (current === undefined || current.exitCode !== null || current.signalCode !== null) return;
      const gone = once(current, "exit");
      current.kill("SIGTERM");
      await gone;
    },
  };
}

/** A shell that waits for the end of this process, however it ends, and then ends its child. */
function endWithUs(child: ChildProcess): void {
  if (process.platform === "win32") return;
  const guard = spawn("/bin/sh", ["-c", `read -r _; kill -9 ${child.pid}`], {
    stdio: ["pipe", "ignore", "ignore"],
    // Ctrl-C in a terminal is for us: we end the requests under way first.
    detached: true,
  });
  guard.unref();
  child.once("exit", () => guard.kill("SIGKILL"));
}
