import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createServer as createSocketServer, type AddressInfo, type Server as SocketServer } from "node:net";
import { OutboundError, type OutboundRequest, type OutboundResponse } from "@darkroom/http";
import { afterEach, describe, expect, test } from "vitest";
import { makeCertificate } from "../../../test/harness/certificate.ts";
import { createOutbound } from "./outbound.ts";

/** No DNS knows names below `test` (RFC 6761): who reaches a server by one was told the address. */
const NAME = "origin.test";

const open: SocketServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    if ("closeAllConnections" in server) (server as Server).closeAllConnections();
    server.close();
  }
});

async function listen(server: SocketServer): Promise<number> {
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener): Promise<number> => listen(createServer(listener));

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () =>
    response.end(
      JSON.stringify({
        method: request.method,
        path: request.url,
        headers: request.headers,
        length: Buffer.concat(chunks).length,
      }),
    ),
  );
};

function ask(
  url: string,
  change: Partial<OutboundRequest> & { authority?: string; connectMs?: number; signal?: AbortSignal } = {},
): Promise<OutboundResponse> {
  const { authority, connectMs = 300, signal = new AbortController().signal, ...request } = change;
  const outbound = createOutbound({ connectMs, ...(authority !== undefined && { authority }) });
  return outbound.exchange(
    { url: new URL(url), addresses: ["127.0.0.1"], method: "GET", headers: {}, body: undefined, ...request },
    signal,
  );
}

const textOf = ({ body }: OutboundResponse): Promise<string> => new Response(body).text();

describe("a request to another server", () => {
  test("is made at the very address, for the name, and is what it was given", async () => {
    const port = await serve(echo);
    const response = await ask(`http://${NAME}:${port}/a%2Fb?c=%20`, { headers: { "x-given": "1" } });
    expect(response.status).toBe(200);
    const { headers, ...seen } = JSON.parse(await textOf(response)) as { headers: Record<string, string> };
    expect(seen).toEqual({ method: "GET", path: "/a%2Fb?c=%20", length: 0 });
    expect(headers).toMatchObject({ host: `${NAME}:${port}`, "x-given": "1" });
    expect(Object.keys(headers).toSorted()).toEqual(["connection", "host", "x-given"]);
  });

  test("is posted whole", async () => {
    const port = await serve(echo);
    const body = new Uint8Array(200_000);
    const seen = JSON.parse(await textOf(await ask(`http://${NAME}:${port}/`, { method: "POST", body })));
    expect(seen).toMatchObject({ method: "POST", length: 200_000 });
  });

  test("has its redirect not followed, and its compression left alone", async () => {
    const port = await serve((_request, response) => {
      response.writeHead(307, { location: "/elsewhere", "content-encoding": "gzip" }).end("not gzip");
    });
    const response = await ask(`http://${NAME}:${port}/`);
    expect([response.status, response.headers.get("location")]).toEqual([307, "/elsewhere"]);
    expect(await textOf(response)).toBe("not gzip");
  });

  test("tries the next address when one does not answer, and says when none does", async () => {
    const port = await serve(echo);
    const addresses = ["127.0.0.2", "::1", "127.0.0.1"];
    expect((await ask(`http://${NAME}:${port}/`, { addresses })).status).toBe(200);
    const refused = ask(`http://${NAME}:${port}/`, { addresses: ["127.0.0.2"] });
    await expect(refused).rejects.toMatchObject({ name: "OutboundError", fault: "unreachable" });
  });

  test("is not sent without an address: a name is never looked up here", async () => {
    await expect(ask("http://localhost/", { addresses: [] })).rejects.toBeInstanceOf(OutboundError);
    await expect(ask("http://localhost/", { addresses: undefined })).rejects.toThrow("addresses");
  });
});

describe("over TLS", () => {
  const { certificate, key } = makeCertificate(NAME);
  const secure = (): Promise<number> => listen(createSecureServer({ cert: certificate, key }, echo));

  test("the server has to show a certificate for the name, whatever its address", async () => {
    const port = await secure();
    const response = await ask(`https://${NAME}:${port}/`, { authority: certificate });
    expect(JSON.parse(await textOf(response))).toMatchObject({ headers: { host: `${NAME}:${port}` } });
    for (const host of ["other.test", "127.0.0.1"])
      await expect(ask(`https://${host}:${port}/`, { authority: certificate })).rejects.toMatchObject({
        fault: "untrusted",
      });
  });

  test("a certificate that nobody vouches for is not trusted", async () => {
    const port = await secure();
    await expect(ask(`https://${NAME}:${port}/`)).rejects.toMatchObject({ fault: "untrusted" });
  });

  test("a server that never shakes hands is slow, and one that does not speak TLS is unreachable", async () => {
    const silent = await listen(createSocketServer(() => undefined));
    await expect(ask(`https://${NAME}:${silent}/`)).rejects.toMatchObject({ fault: "slow" });
    const plain = await serve(echo);
    await expect(ask(`https://${NAME}:${plain}/`)).rejects.toMatchObject({ fault: "unreachable" });
  });
});

describe("an answer", () => {
  test("that is no HTTP, or a connection that is closed instead, is none", async () => {
    for (const said of ["SSH-2.0-OpenSSH_9.9\r\n", ""]) {
      const port = await listen(
        createSocketServer((socket) =>
          socket.once("data", () => socket.end(said)).on("error", () => undefined),
        ),
      );
      await expect(ask(`http://${NAME}:${port}/`)).rejects.toMatchObject({ fault: "unreachable" });
    }
  });

  test.each([
    ["a change of protocol", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"],
    ["a head without end", `HTTP/1.1 200 OK\r\nA: ${"a".repeat(100_000)}\r\n\r\n`],
    ["a head that no header can hold", "HTTP/1.1 200 OK\r\nA: \u0000\u0007\r\nB b: 1\r\n\r\n"],
  ])("of %s is none", async (_what, said) => {
    const port = await listen(
      createSocketServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => socket.end(said));
      }),
    );
    await expect(ask(`http://${NAME}:${port}/`).then(textOf)).rejects.toThrow();
  });

  test.each([
    ["its declared length", { "content-length": "100" }],
    ["its last chunk", {}],
  ])("cut before %s fails", async (_what, headers) => {
    const port = await serve((_request, response) => {
      response.writeHead(200, headers).write("abc", () => response.socket!.destroy());
    });
    await expect(ask(`http://${NAME}:${port}/`).then(textOf)).rejects.toThrow();
  });

  test("that ends with its connection is whole, as HTTP/1.0 has it", async () => {
    const port = await listen(
      createSocketServer((socket) => socket.once("data", () => socket.end("HTTP/1.0 200 OK\r\n\r\nabc"))),
    );
    expect(await textOf(await ask(`http://${NAME}:${port}/`))).toBe("abc");
  });

  test("longer than it declares is cut there", async () => {
    const port = await listen(
      createSocketServer((socket) =>
        socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef")),
      ),
    );
    const text = await ask(`http://${NAME}:${port}/`).then(textOf, () => "refused");
    expect(["abc", "refused"]).toContain(text);
  });

  test.each(["an abort", "nobody's interest"])("ends on the other side too, by %s", async (how) => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const port = await serve((_request, response) => {
      response.on("close", resolve);
      response.write("a");
    });
    const controller = new AbortController();
    const { body } = await ask(`http://${NAME}:${port}/`, { signal: controller.signal });
    const reader = body!.getReader();
    await reader.read();
    if (how === "an abort") controller.abort(new Error("enough"));
    else await reader.cancel();
    await closed;
    if (how === "an abort") await expect(reader.read()).rejects.toThrow();
  });

  test("that does not begin ends with the signal's reason", async () => {
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    const port = await serve(() => resolve());
    const controller = new AbortController();
    const asked = ask(`http://${NAME}:${port}/`, { signal: controller.signal });
    await arrived;
    controller.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
  });
});

test("a name has all its addresses, or is rejected", async () => {
  const { resolve } = createOutbound();
  const addresses = await resolve!("localhost");
  expect(addresses.length).toBeGreaterThan(0);
  for (const address of addresses) expect(["127.0.0.1", "::1"]).toContain(address);
  await expect(resolve!("name.invalid")).rejects.toThrow();
});
