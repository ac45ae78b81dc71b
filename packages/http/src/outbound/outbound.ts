/** How a runtime reaches other servers. What may be reached is decided above it, by the guarded fetch. */
export interface Outbound {
  /**
   * Every address of a name, in the order in which they should be tried; rejects when there is none. A runtime that
   * connects by name alone leaves this out: there nobody can know where a name leads, so only names
   * that the operator listed are asked for.
   */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
  /**
   * Sends one request and resolves with the answer's head, whatever its status; a redirect is not followed, no
   * cookie, proxy, cache or decoder takes part. The body fails when the answer is cut short. Rejects with an
   * {@link OutboundError} when there was no answer, with the signal's reason as soon as it is aborted; an abort
   * ends the body too.
   */
  readonly exchange: (request: OutboundRequest, signal: AbortSignal) => Promise<OutboundResponse>;
}

export interface OutboundRequest {
  /** Without credentials and fragment. The server is addressed by this name, also in TLS. */
  readonly url: URL;
  /** The only addresses to connect to, tried in this order; undefined when the runtime connects by name. */
  readonly addresses: readonly string[] | undefined;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

export interface OutboundResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
}

/** Why there was no answer. */
export type OutboundFault =
  /** No connection came about, or it was cut. */
  | "unreachable"
  /** No connection came about in time. */
  | "slow"
  /** The other side could not show that it is who it was called. */
  | "untrusted";

export class OutboundError extends Error {
  override readonly name = "OutboundError";
  readonly fault: OutboundFault;

  constructor(fault: OutboundFault, options?: ErrorOptions) {
    super(`The server of the address is ${fault}.`, options);
    this.fault = fault;
  }
}
