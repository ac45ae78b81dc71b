import type { BuildProgress } from "../build-variants.ts";
import type { Output } from "./terminal.ts";

const BAR = 24;
/** Shares of the work at which a program that reads is told. */
const PLAIN_STEPS = 10;

export interface ProgressDisplay {
  show(progress: BuildProgress): void;
  /** Gives the line back. */
  end(): void;
}

/** A bar that is drawn over and over where a person looks, and ten plain lines where a program reads. */
export function createProgressDisplay(output: Output): ProgressDisplay {
  return output.columns === undefined ? plainLines(output) : bar(output, output.columns);
}

function bar(output: Output, columns: number): ProgressDisplay {
  return {
    show({ done, total, path }) {
      const filled = Math.round((done / total) * BAR);
      const line = `${"█".repeat(filled)}${"░".repeat(BAR - filled)} ${done}/${total} ${path}`;
      output.write(`\r\u001B[2K${line.slice(0, columns - 1)}`);
    },
    end: () => output.write("\r\u001B[2K"),
  };
}

function plainLines(output: Output): ProgressDisplay {
  let step = 0;
  return {
    show({ done, total }) {
      const reached = Math.floor((done / total) * PLAIN_STEPS);
      if (reached === step) return;
      step = reached;
      output.write(`${done} of ${total} images\n`);
    },
    end: () => undefined,
  };
}
