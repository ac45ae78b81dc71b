import type { ExecutionContext, MessageBatch, ScheduledController } from "@cloudflare/workers-types";
import { collectAndLog, createApp, describeError, type App, type AppDeps } from "@darkroom/http";
import { openDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import { notReady } from "./not-ready.ts";
import { answerAfterBody } from "./unread-body.ts";
import { sendWebhooks, sweepWebhooks } from "./webhooks.ts";

interface Opened {
  readonly app: App;
  readonly deps: AppDeps;
}

/**
 * One application for the life of the isolate: it is in it that requests share memory, places in the queue
 * and computations under way. A failure to open is not kept, so that the next request tries anew.
 */
let opened: Opened | undefined;

async function open(env: Env): Promise<Opened> {
  if (opened !== undefined) return opened;
  const deps = await openDeps(env);
  // Only what is finished is shared: a promise would end with the request that made it. The first one wins.
  opened ??= { app: createApp(deps), deps };
  return opened;
}

async function answer(request: Request, env: Env): Promise<Response> {
  let app: App;
  try {
    ({ app } = await open(env));
  } catch (error) {
    console.log(`not ready: ${describeError(error)}`);
    return notReady(error);
  }
  return answerAfterBody(request, app.fetch);
}

export default {
  fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    const response = answer(request, env);
    // Without it, a request whose client goes away stops where it stands: holding its place among those who
    // compute, and with it the computation that others may be waiting for.
    context.waitUntil(response.catch(() => undefined));
    return response;
  },

  /** Removes what uploads that failed and deletions left behind, and sends what waits for webhooks. */
  async scheduled(_controller: ScheduledController, env: Env): Promise<void> {
    const { deps } = await open(env);
    await Promise.all([collectAndLog(deps), sweepWebhooks(deps, env)]);
  },

  /** Sends what waits for webhooks: each message of the queue only says that it is time. */
  async queue(_batch: MessageBatch, env: Env): Promise<void> {
    const { deps } = await open(env);
    await sendWebhooks(deps, env);
  },
};
