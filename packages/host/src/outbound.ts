import { lookup } from "node:dns/promises";
import { request as requestPlain, type ClientRequest, type IncomingMessage } from "node:http";
import { request as requestSecure } from "node:https";
import { isIP } from "node:net";
import { OutboundError, type Outbound, type OutboundRequest, type OutboundResponse } from "@darkroom/http";

/** How long one address may take to answer a connection, before the next is tried. */
const CONNECT_MS = 5000;
const MOST_ADDRESSES = 3;

/** What OpenSSL and its callers say of a certificate that does not hold. */
const UNTRUSTED = /^(?:ERR_TLS_CERT|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/;

export interface OutboundOptions {
  readonly connectMs?: number;
  /** The certificate, in PEM, of the only authority to trust; the runtime's own authorities when left out. */
  readonly authority?: string;
}

/**
 * Reaches other servers by Node's modules, connected to the very address that was checked: no second look-up
 * stands between. A connection serves one request.
 */
export function createOutbound({ connectMs = CONNECT_MS, authority }: OutboundOptions = {}): Outbound {
  return {
    async resolve(name) {
      const found = await lookup(name, { all: true, order: "verbatim" });
      return found.map(({ address }) => address);
    },

    async exchange(request, signal) {
      if (request.addresses === undefined) throw new Error("Expected the addresses to connect to.");
      let last: unknown = new OutboundError("unreachable");
      for (const address of request.addresses.slice(0, MOST_ADDRESSES)) {
        const sent = send(request, address, { authority, signal });
        const answer = answered(sent, signal);
        try {
          await connected(sent, request.url, connectMs);
        } catch (error) {
          sent.destroy();
          signal.throwIfAborted();
          last = error;
          continue;
        }
        return answerOf(await answer, sent);
      }
      throw last;
    },
  };
}

function send(
  { url, method, headers, body }: OutboundRequest,
  address: string,
  { authority, signal }: { readonly authority: string | undefined; readonly signal: AbortSignal },
): ClientRequest {
  const isSecure = url.protocol === "https:";
  const name = url.hostname.replaceAll(/[[\]]/g, "");
  const sent = (isSecure ? requestSecure : requestPlain)({
    // The address, and nothing that would be looked up again.
    host: address,
    port: url.port === "" ? (isSecure ? 443 : 80) : Number(url.port),
    // A certificate is for the name, whatever the address; one in digits is no name that could be indicated.
    ...(isSecure && isIP(name) === 0 && { servername: name }),
    ...(isSecure && authority !== undefined && { ca: authority }),
    path: `${url.pathname}${url.search}`,
    method,
    headers: {
      host: url.host,
      ...headers,
      ...(body !== undefined && { "content-length": String(body.length) }),
    },
    agent: false,
    signal,
  });
  // Whoever waits for the request hears of it; a failure after that must not end the process.
  sent.on("error", () => undefined);
  sent.end(body);
  return sent;
}

/** Resolves when the connection stands, TLS included. Rejects with an {@link OutboundError}. */
function connected(sent: ClientRequest, url: URL, connectMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new OutboundError("slow")), connectMs);
  sent.once("error", (cause) => reject(faultOf(cause)));
  sent.once("response", () => resolve());
  sent.once("socket", (socket) =>
    socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => resolve()),
  );
  return promise.finally(() => clearTimeout(timer));
}

function answered(sent: ClientRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // Nobody waits for it where no connection came about.
  promise.catch(() => undefined);
  sent.once("error", (cause) => reject(signal.aborted ? (signal.reason as Error) : faultOf(cause)));
  sent.once("response", resolve);
  // Nobody asked to speak another protocol; without a listener nobody would hear of the end, either.
  sent.once("upgrade", (_incoming, socket) => {
    socket.destroy();
    reject(new OutboundError("unreachable"));
  });
  sent.once("close", () => reject(new OutboundError("unreachable")));
  return promise;
}

function answerOf(incoming: IncomingMessage, sent: ClientRequest): OutboundResponse {
  // Who reads it hears of a failure; while nobody does, it must not end the process.
  incoming.on("error", () => undefined);
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2)
    headers.append(incoming.rawHeaders[at]!, incoming.rawHeaders[at + 1]!);
  const chunks = incoming[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done !== true) return controller.enqueue(value);
      // Not every runtime fails an answer whose connection ended before it did.
      if (incoming.complete) controller.close();
      else controller.error(new OutboundError("unreachable"));
    },
    cancel: () => void sent.destroy(),
  });
  return { status: incoming.statusCode!, headers, body };
}

function faultOf(cause: Error): OutboundError {
  const code = "code" in cause ? String(cause.code) : "";
  return new OutboundError(UNTRUSTED.test(code) ? "untrusted" : "unreachable", { cause });
}
