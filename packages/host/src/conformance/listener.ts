import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Listener, Platform } from "../platform.ts";

type Handler = (request: Request) => Response | Promise<Response>;

const OPTIONS = { host: "127.0.0.1", port: 0, requestTimeoutMs: 10_000, idleTimeoutMs: 10_000 };

/** Tests a runtime's server: what the application and its clients rely on beyond answering. */
export function describeListener(name: string, listen: Platform["listen"]): void {
  describe(`${name}, as a server`, () => {
    const listeners: Listener[] = [];
    const sockets: Socket[] = [];
    afterEach(async () => {
      for (const socket of sockets.splice(0)) socket.destroy();
      await Promise.all(listeners.splice(0).map((listener) => listener.close()));
    });

    async function serve(handler: Handler): Promise<{ listener: Listener; url: string }> {
      const listener = await listen(handler, OPTIONS);
      listeners.push(listener);
      return { listener, url: `http://127.0.0.1:${listener.port}/` };
    }

    /** A connection of its own; `received` is all that came over it. */
    async function dial(port: number): Promise<{ socket: Socket; received: () => string }> {
      const socket = connect(port, "127.0.0.1");
      sockets.push(socket);
      let text = "";
      socket.on("data", (chunk) => (text += chunk.toString("latin1")));
      socket.on("error", () => undefined);
      await once(socket, "connect");
      return { socket, received: () => text };
    }

    test("keeps the length that a streamed body declares", async () => {
      const { url } = await serve(() => {
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const size of [70_000, 30_000]) controller.enqueue(new Uint8Array(size));
            controller.close();
          },
        });
        return new Response(body, { headers: { "content-length": "100000" } });
      });
      const response = await fetch(url);
      expect(response.headers.get("content-length")).toBe("100000");
      expect((await response.arrayBuffer()).byteLength).toBe(100_000);
    });

    test("answers HEAD with the length of the body that it leaves out", async () => {
      const { url } = await serve(() => new Response(null, { headers: { "content-length": "1234" } }));
      const response = await fetch(url, { method: "HEAD" });
      expect(response.headers.get("content-length")).toBe("1234");
      expect(await response.text()).toBe("");
    });

    test("hands over the path as it was sent", async () => {
      const { url } = await serve((request) => new Response(new URL(request.url).pathname));
      for (const path of ["a%2Fb", "a%00b", "..%2f..%2fetc", "%zz", "%C3%BC", "a//b"]) {
        expect(await (await fetch(url + path)).text()).toBe(`/${path}`);
      }
    });

    test("tells the application when the client is gone", async () => {
      const asked = Promise.withResolvers<AbortSignal>();
      const { url } = await serve(async ({ signal }) => {
        asked.resolve(signal);
        await once(signal, "abort");
        return new Response("late");
      });
      const controller = new AbortController();
      const answer = fetch(url, { signal: controller.signal });
      const signal = await asked.promise;
      controller.abort();
      await expect(answer).rejects.toThrow();
      if (!signal.aborted) await once(signal, "abort");
      expect(signal.aborted).toBe(true);
    });

    test("fails the body of a request whose client is gone", async () => {
      const outcome = Promise.withResolvers<unknown>();
      const begun = Promise.withResolvers<void>();
      const { listener } = await serve(async (request) => {
        begun.resolve();
        outcome.resolve(
          await request.arrayBuffer().then(
            () => "whole",
            (error: unknown) => error,
          ),
        );
        return new Response();
      });
      const { socket } = await dial(listener.port);
      socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nonly this");
      await begun.promise;
      socket.destroy();
      expect(await outcome.promise).toBeInstanceOf(Error);
    });

    test("refuses a port that another server has, by its code", async () => {
      const { listener } = await serve(() => new Response());
      await expect(listen(() => new Response(), { ...OPTIONS, port: listener.port })).rejects.toMatchObject({
        code: "EADDRINUSE",
      });
    });

    test("closes when the requests under way have ended, and does not wait for idle connections", async () => {
      const gate = Promise.withResolvers<void>();
      const asked = Promise.withResolvers<void>();
      const { listener, url } = await serve(async (request) => {
        if (request.url.endsWith("/slow")) {
          asked.resolve();
          await gate.promise;
        }
        return new Response("done");
      });
      const idle = await dial(listener.port);
      idle.socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      while (!idle.received().includes("done")) await once(idle.socket, "data");
      const slow = fetch(`${url}slow`);
      await asked.promise;
      let isClosed = false;
      const closing = listener.close().then(() => {
        isClosed = true;
      });
      await expect(fetch(`${url}new`)).rejects.toThrow();
      expect(isClosed).toBe(false);
      gate.resolve();
      expect(await (await slow).text()).toBe("done");
      await closing;
    });
  });
}
