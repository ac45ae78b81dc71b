import autocannon from "autocannon";
import { quantile } from "../statistics.ts";
import type { PlainRequest, RunningSubject } from "./subject.ts";

/** What a load did, as its client saw it. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly requestsPerSecond: number;
  /** Bytes of an answer with its head, on average. */
  readonly bytesPerAnswer: number;
  /** Milliseconds below which that share of the answers came. */
  readonly latency: Latency;
}

export interface Latency {
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadSettings {
  /** Requests under way at any time. */
  readonly connections: number;
  /** Requests in all. */
  readonly amount: number;
}

/** Longest that a load may last, whatever it is: what has not answered by then is an error. */
const MOST_SECONDS = 90;

/**
 * Sends requests to a server on this machine and waits for their answers; the nth request is what `next` gives
 * for n. Rejects when an answer is not 200.
 */
export async function load(
  { url }: RunningSubject,
  next: (n: number) => PlainRequest,
  { connections, amount }: LoadSettings,
): Promise<LoadResult> {
  const { hostname } = new URL(url);
  if (hostname !== "localhost" && hostname !== "127.0.0.1") throw new Error(`${url} is not this machine.`);
  let sent = 0;
  let begun = 0;
  let ended = 0;
  const milliseconds: number[] = [];
  let received = 0;
  const options: autocannon.Options = {
    url,
    connections: Math.min(connections, amount),
    amount,
    timeout: MOST_SECONDS,
    requests: [
      {
        setupRequest: (request) => {
          if (sent === 0) begun = performance.now();
          const { method, path, headers, body } = next(sent++);
          return { ...request, method, path, headers: { ...headers }, ...(body !== undefined && { body }) };
        },
      },
    ],
  };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(options, (error: unknown, outcome) => {
      if (error === null || error === undefined) resolve(outcome);
      else reject(error);
    });
    // The generator's own histogram counts whole milliseconds, too coarse for answers from a cache.
    run.on("response", (_client, _status, bytes, time) => {
      received += bytes;
      milliseconds.push(time);
      ended = performance.now();
    });
  });
  const refused = result.non2xx + result.errors + result.timeouts;
  if (refused > 0) {
    const statuses = JSON.stringify(result.statusCodeStats);
    throw new Error(`${refused} of ${amount} requests to ${url} failed; answers by status: ${statuses}`);
  }
  // The generator itself looks only once a second whether it is done.
  const seconds = (ended - begun) / 1000;
  return {
    requests: result["2xx"],
    seconds,
    requestsPerSecond: result["2xx"] / seconds,
    bytesPerAnswer: received / result["2xx"],
    latency: {
      p50: quantile(milliseconds, 0.5),
      p75: quantile(milliseconds, 0.75),
      p90: quantile(milliseconds, 0.9),
      p99: quantile(milliseconds, 0.99),
      max: Math.max(...milliseconds),
    },
  };
}
