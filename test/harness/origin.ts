import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Certificate } from "./certificate.ts";

/** A server on loopback for Darkroom to fetch from. */
export interface Origin extends AsyncDisposable {
  /** Host and port, as `DARKROOM_FETCH_PRIVATE` takes them. */
  readonly endpoint: string;
  readonly url: string;
  /** What it was asked, in order. */
  readonly asked: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[];
}

/** @param certificate Without it, the server speaks no TLS. */
export async function startOrigin(
  answer: RequestListener,
  { host = "127.0.0.1", certificate }: { readonly host?: string; readonly certificate?: Certificate } = {},
): Promise<Origin> {
  const asked: { path: string; headers: IncomingHttpHeaders }[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push({ path: request.url!, headers: request.headers });
    answer(request, response);
  };
  const server: Server =
    certificate === undefined
      ? createServer(listener)
      : createSecureServer({ cert: certificate.certificate, key: certificate.key }, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `${host}:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    url: `${certificate === undefined ? "http" : "https"}://${endpoint}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
