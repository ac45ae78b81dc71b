import { createWebhookSender, type SenderDeps, type SenderOptions } from "./sender.ts";

export interface DrainOptions extends Pick<SenderOptions, "remind"> {
  /** Begins nothing after so many milliseconds: what was begun takes some more. */
  readonly forMs: number;
}

/**
 * Whether each loop serves webhooks whose last message failed. Many, so that nobody waits behind a receiver that hangs;
 * and each message alone, for a Worker waits for six answers at a time (Workers documentation, "Limits").
 */
const LOOPS = [false, false, false, false, true];

/**
 * Sends what is due and ends, for a runtime in which no work outlives its request. Many may run at once. Rejects when
 * the store does not answer.
 */
export async function drainWebhooks(deps: SenderDeps, { forMs, remind }: DrainOptions): Promise<void> {
  const { deliveries, now } = deps;
  const end = now() + forMs;
  const due = await deliveries.nextDue();
  if (due === undefined || due > now()) return;
  const sender = createWebhookSender(deps, { lotLength: 1, ...(remind !== undefined && { remind }) });
  await Promise.all(LOOPS.map(serve));

  async function serve(failing: boolean): Promise<void> {
    for (let lot = await sender.claim(failing); lot !== undefined; lot = await sender.claim(failing)) {
      await sender.sendLot(lot);
      if (now() >= end) return remind?.(now());
    }
  }
}
