import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

/** The text of a message, verified. */
export interface WebhookMessage {
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly id: string; readonly [name: string]: unknown };
}

/** Answers a message, or leaves it open. */
export type Answer = (response: ServerResponse, message: WebhookMessage) => void;

export const ACCEPT: Answer = (response) => void response.writeHead(204).end();

/** A receiver of webhooks on loopback, which believes nothing that the reference library does not. */
export interface Receiver extends AsyncDisposable {
  /** Host and port, as `DARKROOM_FETCH_PRIVATE` takes them. */
  readonly endpoint: string;
  readonly url: string;
  /** To be set before the first message. */
  secret: string;
  /** What is done with messages from now on. */
  answer: Answer;
  /** Messages in order, those too that were not answered. */
  readonly messages: readonly WebhookMessage[];
  /** Their ids, which stay the same when they are sent again. */
  readonly messageIds: readonly string[];
  /** Resolves when so many messages have come; rejects for one that does not verify. */
  received(count: number): Promise<void>;
  /** Ends every connection, and listens no more. */
  stop(): Promise<void>;
  /** Listens again, at the same address. */
  start(): Promise<void>;
}

export async function startReceiver(answer: Answer = ACCEPT): Promise<Receiver> {
  const messages: WebhookMessage[] = [];
  const messageIds: string[] = [];
  const waiting: {
    readonly count: number;
    readonly resolve: () => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Whoever ends in the middle of sending has sent nothing.
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    try {
      const headers = request.headers as Record<string, string>;
      const message = new Webhook(receiver.secret).verify(body, headers) as WebhookMessage;
      messages.push(message);
      messageIds.push(headers["webhook-id"]!);
      receiver.answer(response, message);
      for (const { count, resolve } of waiting) if (messages.length >= count) resolve();
    } catch (error) {
      response.writeHead(400).end();
      for (const { reject } of waiting) reject(error as Error);
    }
  }
  const server = createServer((request, response) => void receive(request, response));
  const listen = async (port: number): Promise<void> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;

  const receiver: Receiver = {
    endpoint: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/hook`,
    secret: "",
    answer,
    messages,
    messageIds,
    async received(count) {
      if (messages.length >= count) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ count, resolve, reject });
      await promise;
    },
    stop,
    start: () => listen(port),
    [Symbol.asyncDispose]: stop,
  };
  return receiver;
}
