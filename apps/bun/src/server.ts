import type { Platform } from "@darkroom/host";

/**
 * Serves over `Bun.serve`. It has no limit for the time that a request takes to arrive, only for silence: an
 * upload that drips is given up by the application.
 */
export const listen: Platform["listen"] = async (fetch, { host, port, idleTimeoutMs }) => {
  const server = Bun.serve({
    hostname: host,
    port,
    idleTimeout: idleTimeoutMs / 1000,
    // The application counts the bytes of an upload itself, and answers with a code.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    development: false,
    // Outside development Bun shares the port with whoever else asks for it, unless it is told not to.
    reusePort: false,
    fetch: async (request) => withLength(request, await fetch(request)),
  });
  return {
    port: server.port ?? port,
    async close() {
      await server.stop();
      await server.stop(true);
    },
  };
};

/**
 * Bun drops the Content-Length of a streamed body (https://github.com/oven-sh/bun/issues/10507), and with it the means
 * to tell a cut image from a whole one. So a body that declares its length is read before it is sent; it is
 * no longer than the largest upload.
 */
async function withLength(request: Request, response: Response): Promise<Response> {
  if (request.method === "HEAD" || !response.headers.has("content-length")) return response;
  return new Response(await response.arrayBuffer(), response);
}
