/** Says how far a long run is, and about how long it will still take. */
export interface Progress {
  /** @param what Completes "now …". */
  step(what: string): void;
  /** A line that stays. */
  say(line: string): void;
  end(): void;
}

/** A line that rewrites itself on a terminal; elsewhere one line for each step. */
export function createProgress(steps: number, stream: NodeJS.WriteStream): Progress {
  const begun = performance.now();
  let done = 0;
  const clear = (): void => {
    if (stream.isTTY) stream.write("\r\u001B[K");
  };
  return {
    step(what) {
      const seconds = (performance.now() - begun) / 1000;
      const left = done === 0 ? "" : `, about ${clock((seconds / done) * (steps - done))} left`;
      const line = `[${done + 1}/${steps}${left}] ${what}`;
      clear();
      stream.write(stream.isTTY ? line.slice(0, stream.columns - 1) : `${line}\n`);
      done += 1;
    },
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    end: clear,
  };
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
