import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Platform } from "@darkroom/host";
import { createAdaptorServer } from "@hono/node-server";

/** How often connections that are only kept alive are looked for while the server closes. */
const SWEEP_MS = 50;

/** Serves over `node:http`. */
export const listen: Platform["listen"] = async (fetch, { host, port, requestTimeoutMs, idleTimeoutMs }) => {
  const server = createAdaptorServer({
    fetch,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: requestTimeoutMs },
  }) as Server;
  server.setTimeout(idleTimeoutMs);
  server.listen(port, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection that is kept alive would hold the process until its client lets go of it.
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      await closed.finally(() => clearInterval(sweep));
    },
  };
};
