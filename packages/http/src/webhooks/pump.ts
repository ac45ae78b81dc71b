import { describeError } from "../log.ts";
import { createWebhookSender, type SenderDeps } from "./sender.ts";

/** Sends to webhooks while a server runs: at once what has just happened, and what failed when its time comes. */
export interface WebhookPump {
  /** To be called when there is something new. */
  wake(): void;
  /** Ends what is under way; what was not delivered is due when a pump is started again. */
  close(): Promise<void>;
}

/**
 * Webhooks that are served at once. Those whose last message failed have lanes of their own, so that nobody else waits
 * behind a receiver that hangs.
 */
const LANES = [
  { failing: false, most: 8 },
  { failing: true, most: 4 },
] as const;

/** Between two looks at what is due, in milliseconds. Something may be due that only another may send now. */
const SHORTEST_WAIT = 1000;
const LONGEST_WAIT = 3_600_000;
/** When the store does not answer. */
const TROUBLE_WAIT = 30_000;

/** What is under way when a server closes may take so long to end; then it is broken off, to be sent again. */
const GRACE_MS = 5000;

/** Starts to send all that is due. The store must be this server's alone: what others had claimed is sent again. */
export function startWebhookPump(deps: SenderDeps, graceMs = GRACE_MS): WebhookPump {
  const { deliveries, now, log } = deps;
  const sender = createWebhookSender(deps);
  const end = new AbortController();
  let isClosing = false;
  const underWay = new Set<Promise<void>>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const starts = LANES.map(({ failing, most }) => {
    let busy = 0;
    /** Whether there may be something that no lane has looked at. */
    let isNew = false;

    function start(): void {
      isNew = true;
      if (busy === most || isClosing) return;
      busy++;
      track(serve().finally(() => busy--));
    }

    async function serve(): Promise<void> {
      while (isNew && !isClosing) {
        isNew = false;
        const lot = await sender.claim(failing);
        if (lot === undefined) continue;
        // Somebody else may wait as well.
        start();
        await sender.sendLot(lot, end.signal);
        isNew = true;
      }
    }
    return start;
  });

  /** Keeps an eye on work, and sees to what is due after it. */
  function track(work: Promise<void>): void {
    const entry = work
      .catch((error: unknown) => log.warn("webhooks not served", { error: describeError(error) }))
      .then(setTimer)
      .finally(() => underWay.delete(entry));
    underWay.add(entry);
  }

  async function setTimer(): Promise<void> {
    const due = await deliveries.nextDue().catch(() => now() + TROUBLE_WAIT);
    clearTimeout(timer);
    if (due === undefined || isClosing) return;
    timer = setTimeout(wake, Math.min(Math.max(due - now(), SHORTEST_WAIT), LONGEST_WAIT));
  }

  function wake(): void {
    for (const start of starts) start();
  }

  track(deliveries.releaseDeliveries(now()).then(wake));
  return {
    wake,
    async close() {
      isClosing = true;
      clearTimeout(timer);
      const grace = setTimeout(() => end.abort(), graceMs);
      while (underWay.size > 0) await Promise.all(underWay);
      clearTimeout(grace);
      await deliveries.releaseDeliveries(now());
    },
  };
}
