import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { startOrigin, type Origin } from "./origin.ts";

/** What becomes of a request: it goes on, or on with its answer lost on the way back, or is dealt with. */
export type Fate = "pass" | "lose" | ((response: ServerResponse) => void);

/** A server in front of another one that treats requests as a bad connection, or a strict host, would. */
export function startRelay(
  target: string,
  fateOf: (request: { readonly method: string; readonly path: string }) => Fate,
): Promise<Origin> {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url: path = "/" } = request;
    const fate = fateOf({ method, path });
    if (typeof fate === "function") {
      fate(response);
      return;
    }
    const body = await buffer(request);
    const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
    const answered = await fetch(target + path, {
      method,
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    const bytes = new Uint8Array(await answered.arrayBuffer());
    if (fate === "lose") {
      response.destroy();
      return;
    }
    const type = answered.headers.get("content-type") ?? "application/octet-stream";
    response.writeHead(answered.status, { "content-type": type }).end(bytes);
  }
  return startOrigin((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
}
