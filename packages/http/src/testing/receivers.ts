import type { AppDeps } from "../deps.ts";
import type { Outbound } from "../outbound/outbound.ts";
import { API, ACCOUNT, form, ORIGIN, PIXEL, startApp, TOKEN } from "./start-app.ts";
import { drainWebhooks } from "../webhooks/drain.ts";

export const WEBHOOKS = `${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/darkroom/v1/webhooks`;

/** A message as a receiver sees it. */
export interface Received {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** What a receiver answers with; one that rejects has no answer, and one that never resolves hangs. */
export type Receiver = (message: Received, signal: AbortSignal) => number | Promise<number>;

/** A webhook as the API shows it, with its secret. */
export interface MadeWebhook {
  readonly id: string;
  readonly secret: string;
}

const START = 1_600_000_000_000;

/** An application with a clock of its own, whose webhooks are received by `receiver`. */
export function startWithReceivers(receiver: Receiver = () => 204, change: Partial<AppDeps> = {}) {
  let time = START;
  let answer = receiver;
  const received: Received[] = [];
  const outbound: Outbound = {
    resolve: async (name) => [name.endsWith(".inside") ? "10.0.0.1" : "93.184.215.14"],
    async exchange({ url, headers, body }, signal) {
      const text = new TextDecoder().decode(body);
      const message = { url: url.href, headers, text, body: JSON.parse(text) as Received["body"] };
      received.push(message);
      return { status: await answer(message, signal), headers: new Headers(), body: null };
    },
  };
  const app = startApp({ now: () => time, outbound, ...change });

  /** Calls the API with JSON, as the operator. */
  async function send(method: string, url: string, body?: unknown) {
    const response = await app.call(url, {
      method,
      headers: { ...TOKEN, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answered = (await response.json()) as {
      readonly result: Readonly<Record<string, unknown>> & readonly Readonly<Record<string, unknown>>[];
      readonly errors: readonly { readonly code: number; readonly message: string }[];
      readonly result_info?: object;
    };
    return { status: response.status, ...answered };
  }

  /** Posts a file to a new upload address. @returns the image's id, and the status of the answer. */
  async function uploadDirectly(
    body: BodyInit = form({ file: new Blob([PIXEL]) }),
    fields: Readonly<Record<string, unknown>> = {},
  ): Promise<{ readonly id: string; readonly status: number; readonly uploadURL: string }> {
    const { result } = await send("POST", `${API}/direct_upload`, fields);
    const { id, uploadURL } = result as unknown as { id: string; uploadURL: string };
    const { status } = await app.call(uploadURL, { method: "POST", body });
    return { id, status, uploadURL };
  }

  return {
    ...app,
    send,
    uploadDirectly,
    received,
    /** What receivers answer from now on. */
    answerWith: (next: Receiver) => void (answer = next),
    hook: async (fields: object = {}) =>
      (await send("POST", WEBHOOKS, { url: "https://example.com/hook", ...fields }))
        .result as unknown as MadeWebhook,
    /** The log of a webhook. */
    log: async (id: string) => (await send("GET", `${WEBHOOKS}/${id}/deliveries`)).result,
    time: () => time,
    pass: (ms: number) => void (time += ms),
    /** Sends what is due now. */
    drain: () => drainWebhooks(app.deps, { forMs: 1000 }),
    /** Lets the time of the next attempt come, and makes it. @returns how long that took, or undefined. */
    next: async (): Promise<number | undefined> => {
      const due = await app.deps.deliveries.nextDue();
      if (due === undefined) return undefined;
      const passed = Math.max(0, due - time);
      time += passed;
      await drainWebhooks(app.deps, { forMs: 1000 });
      return passed;
    },
  };
}
