import { BuildError } from "../errors.ts";
import type { Pace } from "./pace.ts";
import { ServerRefusal } from "./server-refusal.ts";

/** Where the API begins, at Cloudflare and here. */
const PREFIX = "/client/v4/";

/** How long one try of a request may take, with its bytes. */
const TIMEOUT_MS = 300_000;
const MOST_TRIES = 6;
const SECOND = 1000;
/** What a server that limits requests and says no time is given: Cloudflare's limit is of 5 minutes. */
const LIMITED_WAIT_MS = 60 * SECOND;
/** Who is told to come back later than this is told so, rather than left waiting. */
const LONGEST_WAIT_MS = 600 * SECOND;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Question {
  /** Sent as a form, or as JSON. */
  readonly body?: FormData | object;
  /** Whether doing it twice does no harm, so that it can be asked again when no answer comes. */
  readonly repeatable?: boolean;
}

/** The API of a server, Darkroom's or Cloudflare's, for one credential. Every method throws what `request` throws. */
export interface ServerApi {
  /** Scheme, host and port. */
  readonly origin: string;
  /**
   * Asks for JSON in the v4 envelope.
   * @param path From the root of the API, percent-encoded.
   * @throws ServerRefusal, or a `BuildError` `server_unusable` when no answer comes, after several tries.
   */
  ask<Result>(method: Method, path: string, question?: Question): Promise<Result>;
  /** Asks for bytes. */
  download(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

export interface ServerApiOptions {
  readonly origin: string;
  readonly token: string;
  /** Whose API it is, for sentences. */
  readonly owner: "Darkroom" | "Cloudflare";
  readonly fetch: typeof fetch;
  /** Ends early, by an error, when the work is interrupted. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly pace?: Pace;
  /** Told of a wait that the server asks for. */
  readonly onWait?: (milliseconds: number) => void;
}

/** What of an envelope is used. */
interface Envelope {
  readonly success?: boolean;
  readonly result?: unknown;
  readonly errors?: readonly { readonly code?: number; readonly message?: string }[];
}

export function createServerApi(options: ServerApiOptions): ServerApi {
  const { origin, token, owner, wait, now, signal, pace, onWait } = options;

  async function request(method: Method, path: string, { body, repeatable }: Question): Promise<Response> {
    const isSafe = repeatable ?? method !== "POST";
    const isForm = body instanceof FormData;
    const init: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && !isForm && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      // A redirect would take the token elsewhere.
      redirect: "error",
    };
    for (let tries = 1; ; tries++) {
      await pace?.turn();
      signal.throwIfAborted();
      const isLast = tries === MOST_TRIES;
      const backoff = 2 ** (tries - 1) * SECOND;
      let response: Response;
      try {
        response = await options.fetch(new URL(PREFIX + path, origin), {
          ...init,
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        });
      } catch (error) {
        signal.throwIfAborted();
        if (!isSafe || isLast) throw unusable(error);
        await wait(backoff);
        continue;
      }
      const pause = pauseOf(response, { isSafe, backoff, time: now() });
      if (pause === undefined || isLast || pause > LONGEST_WAIT_MS) return response;
      await response.body?.cancel();
      if (pause > backoff) onWait?.(pause);
      await wait(pause);
    }
  }

  async function envelopeOf(response: Response): Promise<Envelope> {
    try {
      const envelope = (await response.json()) as Envelope | null;
      if (typeof envelope === "object" && envelope !== null) return envelope;
    } catch (error) {
      signal.throwIfAborted();
      throw unusable(error);
    }
    throw unusable(undefined);
  }

  function unusable(cause: unknown): BuildError {
    return new BuildError("server_unusable", `${origin} gives no answer of ${owner}'s API.`, { cause });
  }

  function refusal({ status }: Response, { errors = [] }: Envelope): ServerRefusal {
    const codes = errors.flatMap(({ code }) => code ?? []);
    // The number stands in Darkroom's sentences already, and is said once.
    const reasons = errors.map(({ code, message }) =>
      message?.includes(String(code)) === true ? message : `${message} (${code})`,
    );
    const reason = reasons.join(" ") || `status ${status}, no reason given`;
    return new ServerRefusal(origin, { status, codes, reason });
  }

  return {
    origin,

    async ask<Result>(method: Method, path: string, question: Question = {}) {
      const response = await request(method, path, question);
      const envelope = await envelopeOf(response);
      if (envelope.success !== true) throw refusal(response, envelope);
      return envelope.result as Result;
    },

    async download(path) {
      for (let tries = 1; ; tries++) {
        const response = await request("GET", path, {});
        if (!response.ok) throw refusal(response, await envelopeOf(response));
        try {
          return new Uint8Array(await response.arrayBuffer());
        } catch (error) {
          // Cut off in the middle.
          signal.throwIfAborted();
          if (tries === MOST_TRIES) throw unusable(error);
          await wait(2 ** (tries - 1) * SECOND);
        }
      }
    },
  };
}

/** How long to wait before asking again, in milliseconds; undefined where that is of no use, or could do harm. */
function pauseOf(
  { status, headers }: Response,
  { isSafe, backoff, time }: { readonly isSafe: boolean; readonly backoff: number; readonly time: number },
): number | undefined {
  const asked = readRetryAfter(headers.get("retry-after"), time);
  if (status === 429) return asked ?? LIMITED_WAIT_MS;
  if (status < 500) return undefined;
  // A server that says when to come back has not begun.
  return asked ?? (isSafe ? backoff : undefined);
}

/** `Retry-After` (RFC 9110, 10.2.3) in milliseconds from now. */
function readRetryAfter(text: string | null, time: number): number | undefined {
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - time);
}
