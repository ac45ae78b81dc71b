import { createWebhookSender, type SenderDeps } from "./sender.ts";

export interface DrainOptions {
  /** Begins nothing after so many milliseconds: what was begun takes some more. */
  readonly forMs: number;
  /** Told when something is to be sent later. */
  readonly remind?: (at: number) => Promise<void>;
}

/**
 * Sends what is due and ends, for a runtime in which no work outlives its request. Many may run at once. Rejects when
 * the store does not answer.
 */
export async function drainWebhooks(deps: SenderDeps, { forMs, remind }: DrainOptions): Promise<void> {
  const { deliveries, now } = deps;
  const end = now() + forMs;
  const due = await deliveries.nextDue();
  if (due === undefined || due > now()) return;
  const sender = createWebhookSender(deps, remind);
  // Side by side, so that nobody waits behind a receiver that hangs.
  await Promise.all([serve(false), serve(true)]);

  async function serve(failing: boolean): Promise<void> {
    for (let lot = await sender.claim(failing); lot !== undefined; lot = await sender.claim(failing)) {
      await sender.sendLot(lot);
      if (now() >= end) return remind?.(now());
    }
  }
}
