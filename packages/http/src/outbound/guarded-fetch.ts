import { chunksOf } from "@darkroom/storage";
import { SETTINGS } from "../config.ts";
import type { AppDeps } from "../deps.ts";
import { HttpError } from "../errors.ts";
import { VIA } from "./loop.ts";
import { OutboundError, type OutboundFault, type OutboundResponse } from "./outbound.ts";
import { admit, assertAllowed, parseTarget, redirectTarget } from "./target.ts";

/** The only way out: everything that is fetched for a client, or sent to an address that one gave. */
export interface GuardedFetch {
  /** Refuses what it would not ask, as far as the text of an address tells. Throws `source_invalid`, `source_refused`. */
  check(url: string): void;
  /**
   * Gets the bytes at an address, over redirects. Throws a `source_…` error that says what the other side did, or
   * the signal's reason.
   */
  download(url: string, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Sends a body once, and gives the status of the answer; the answer itself is not read, a redirect is not
   * followed. Throws like `download` when there is no answer.
   */
  post(url: string, message: Message): Promise<number>;
}

export interface DownloadOptions {
  /** One byte more ends it. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
}

export type FetchSettings = Pick<AppDeps["settings"], "fetchHosts" | "fetchPrivate"> & {
  /** The setting that `fetchHosts` comes from, where it is another one. */
  readonly hostsSetting?: string;
};

export interface FetchLimits {
  readonly redirects: number;
  /** Until the head of the last answer is here, each redirect counted anew. */
  readonly answerMs: number;
  /** Until all is here. */
  readonly wholeMs: number;
}

const LIMITS: FetchLimits = { redirects: 5, answerMs: 15_000, wholeMs: 60_000 };
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Who we are, and nothing of whom we ask for. */
const HEADERS = { "user-agent": "Darkroom", via: VIA, accept: "*/*", "accept-encoding": "identity" } as const;

const FAULT_CODES = {
  unreachable: "source_unreachable",
  slow: "source_slow",
  untrusted: "source_untrusted",
} as const satisfies Record<OutboundFault, string>;

/** The guarded fetch of an application, as its settings have it. */
export function createGuardedFetch(
  { outbound, settings }: { readonly settings: FetchSettings } & Pick<AppDeps, "outbound">,
  limits: FetchLimits = LIMITS,
): GuardedFetch {
  const policy = {
    hosts: settings.fetchHosts,
    hostsSetting: settings.hostsSetting ?? SETTINGS.fetchHosts.name,
    privateEndpoints: settings.fetchPrivate ?? [],
  };

  /** One exchange with a server that may be asked, its head here in time. */
  async function ask(
    url: URL,
    {
      method,
      headers,
      body,
    }: { method: "GET" | "POST"; headers: Record<string, string>; body?: Message["body"] },
    signal: AbortSignal,
  ): Promise<OutboundResponse> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new HttpError("source_slow")), limits.answerMs);
    const within = AbortSignal.any([signal, late.signal]);
    try {
      const addresses = await settledBy(within, admit(url, policy, outbound));
      const request = { url, addresses, method, headers: { ...HEADERS, ...headers }, body };
      return await settledBy(within, outbound.exchange(request, within));
    } catch (error) {
      within.throwIfAborted();
      if (error instanceof HttpError) throw error;
      // Whatever a server says to break its reader, it is that server that failed.
      const fault = error instanceof OutboundError ? error.fault : "unreachable";
      throw new HttpError(FAULT_CODES[fault], undefined, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs `work` until the time for it all is over. */
  async function inTime<T>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(new HttpError("source_slow")), limits.wholeMs);
    try {
      return await work(signal === undefined ? end.signal : AbortSignal.any([signal, end.signal]));
    } finally {
      clearTimeout(timer);
      // Whatever is still open is not waited for by anybody.
      end.abort();
    }
  }

  return {
    check: (text) => assertAllowed(parseTarget(text).url, policy, outbound.resolve !== undefined),

    download: (text, { maxBytes, signal: wanted }) =>
      inTime(wanted, async (signal) => {
        const { url: named, authorization } = parseTarget(text);
        let url = named;
        for (let followed = 0; ; followed++) {
          // Credentials are for the host that they were given with, by the scheme they were given with.
          const isNamed = authorization !== undefined && url.origin === named.origin;
          const headers: Record<string, string> = isNamed ? { authorization } : {};
          const response = await ask(url, { method: "GET", headers }, signal);
          const location = response.headers.get("location");
          if (!REDIRECTS.has(response.status) || location === null) return read(response, maxBytes, signal);
          drop(response);
          if (followed === limits.redirects) throw new HttpError("source_redirects");
          url = redirectTarget(url, location);
        }
      }),

    post: (text, { headers, body, signal: wanted }) =>
      inTime(wanted, async (signal) => {
        const { url, authorization } = parseTarget(text);
        const sent = authorization === undefined ? { ...headers } : { ...headers, authorization };
        const response = await ask(url, { method: "POST", headers: sent, body }, signal);
        drop(response);
        return response.status;
      }),
  };
}

/** The body of an answer with an image, counted while it arrives. */
async function read(
  response: OutboundResponse,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { status, headers, body } = response;
  const problem = problemOfHead(status, headers, maxBytes);
  if (problem !== undefined) {
    drop(response);
    throw problem;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of chunksOf(body ?? new Uint8Array(), signal)) {
      length += chunk.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof HttpError ? error : new HttpError("source_cut", undefined, { cause: error });
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function problemOfHead(status: number, headers: Headers, maxBytes: number): HttpError | undefined {
  if (status === 404 || status === 410)
    return new HttpError("source_missing", `The server of the address answered ${status}: nothing is there.`);
  if (status >= 500)
    return new HttpError("source_broken", `The server of the address answered ${status}: it failed.`);
  if (status < 200 || status > 299) {
    const sentence = `The server of the address answered ${status}, not with an image.`;
    return new HttpError("source_denied", sentence);
  }
  const coding = headers.get("content-encoding") ?? "identity";
  if (coding !== "" && coding.toLowerCase() !== "identity") {
    const sentence = "The server of the address compressed its answer, although it was asked not to.";
    return new HttpError("source_denied", sentence);
  }
  return Number(headers.get("content-length")) > maxBytes ? tooLarge(maxBytes) : undefined;
}

function tooLarge(maxBytes: number): HttpError {
  const sentence = `What is at the address is larger than the ${maxBytes} bytes that may be uploaded.`;
  return new HttpError("source_too_large", sentence);
}

function drop({ body }: OutboundResponse): void {
  body?.cancel().catch(() => undefined);
}

/** The outcome of `work`, or the signal's reason when that comes first, for work that cannot be stopped. */
async function settledBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", leave, { once: true });
  // Who is late is not listened to any more.
  work.catch(() => undefined);
  try {
    signal.throwIfAborted();
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
