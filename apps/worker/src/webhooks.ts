import { describeError, drainWebhooks, type AppDeps } from "@darkroom/http";
import type { Env } from "./env.ts";

/**
 * How long it goes on taking up messages, in milliseconds: one that was begun may take 15 s more, and what a request
 * leaves behind may go on for 30 s after its answer.
 */
const AFTER_ANSWER_MS = 10_000;
/** By the cron trigger or the queue, which have 15 minutes. */
const BY_ITSELF_MS = 240_000;

/** The time between two cron triggers: see `wrangler.jsonc`. */
const CRON_MS = 600_000;

/** The longest that a queue holds a message back: 12 hours. */
const MOST_DELAY_S = 43_200;

/** Sends what is due to webhooks, once by itself. Rejects when the database does not answer. */
export async function sendWebhooks(deps: AppDeps, env: Env, forMs = BY_ITSELF_MS): Promise<void> {
  await drainWebhooks(deps, { forMs, remind: (at) => remind(deps, env, at) });
}

/** The same, for what a request brought about: nobody hears of its failure but the log. */
export async function sendAfterAnswer(deps: AppDeps, env: Env): Promise<void> {
  await sendWebhooks(deps, env, AFTER_ANSWER_MS).catch((error: unknown) =>
    deps.log.warn("webhooks left to the cron trigger", { error: describeError(error) }),
  );
}

/**
 * The same, by the cron trigger, which also has the queue called for what nobody may have asked it for: what a lost
 * isolate had begun.
 */
export async function sweepWebhooks(deps: AppDeps, env: Env): Promise<void> {
  await sendWebhooks(deps, env);
  const due = await deps.deliveries.nextDue();
  if (due !== undefined && due <= deps.now() + CRON_MS) await remind(deps, env, due);
}

/** Has the queue wake a Worker. Without one, or when it does not answer, the cron trigger comes by. */
async function remind({ now, log }: AppDeps, { WEBHOOKS }: Env, at: number): Promise<void> {
  const delaySeconds = Math.min(Math.max(0, Math.ceil((at - now()) / 1000)), MOST_DELAY_S);
  await WEBHOOKS?.send(null, { delaySeconds }).catch((error: unknown) =>
    log.warn("webhook left to the cron trigger", { error: describeError(error) }),
  );
}
