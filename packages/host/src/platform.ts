import type { App } from "@darkroom/http";
import type { Sqlite } from "./sqlite.ts";

/** Everything in which the runtimes with Node's modules differ, as one argument: an app is no more than this. */
export interface Platform {
  /** Name and version for `/healthz`, such as `node 26.10.0`. */
  readonly runtime: string;
  readonly sqlite: Sqlite;
  /** Serves `fetch`. Rejects with the code `EADDRINUSE` when another program has the port. */
  listen(fetch: App["fetch"], options: ListenOptions): Promise<Listener>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** A request must have arrived whole after this: the slow give their place to others. */
  readonly requestTimeoutMs: number;
  /** A connection on which nothing moves for this long is closed. */
  readonly idleTimeoutMs: number;
}

export interface Listener {
  readonly port: number;
  /** Takes no new requests, ends those under way, and closes every connection. */
  close(): Promise<void>;
}
