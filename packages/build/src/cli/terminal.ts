/** Everything that a command needs of its world, as one argument. */
export interface Terminal {
  readonly args: readonly string[];
  /** The current folder. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** All that is piped in. */
  readonly readInput: () => Promise<Uint8Array<ArrayBuffer>>;
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects when `signal` is aborted. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Aborted when the person who waits has had enough. */
  readonly signal: AbortSignal;
}

export interface Output {
  /** Characters a line, where a person reads; undefined where a program does. */
  readonly columns: number | undefined;
  write(content: string | Uint8Array): void;
}

/** How a command ended, as its process says it. */
export const EXIT = {
  done: 0,
  /** Something could not be made. */
  failed: 1,
  /** The command line or the configuration is wrong; nothing was done. */
  misused: 2,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
