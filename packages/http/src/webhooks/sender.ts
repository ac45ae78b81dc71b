import type {
  Attempt,
  ClaimedDelivery,
  DeliveryRecord,
  Lot,
  NextStep,
  WebhookRecord,
} from "@darkroom/storage";
import type { AppDeps } from "../deps.ts";
import { HttpError, type HttpErrorCode } from "../errors.ts";
import { describeError } from "../log.ts";
import { createWebhookFetch } from "./fetch.ts";
import { signMessage } from "./message.ts";
import { CLAIM_MS, DISABLE_AFTER_MS, LOG_LENGTH, OUTAGE_MS, retryDelay } from "./schedule.ts";
import { TEST_EVENT } from "./event-types.ts";

export type SenderDeps = Pick<
  AppDeps,
  "webhooks" | "deliveries" | "settings" | "outbound" | "now" | "randomBytes" | "log"
>;

/** Sends what is due. Many may work at once, here and in other processes: each claims what it sends. */
export interface WebhookSender {
  /** Claims what one webhook waits for: one whose last message failed, or one of the others. */
  claim(failing: boolean): Promise<Lot | undefined>;
  /** Sends deliveries and notes how it went. What is aborted is noted nowhere, and due when its claim ends. */
  sendLot(lot: Lot, signal?: AbortSignal): Promise<void>;
  /** Sends one delivery. @returns it as it is afterwards. Throws the signal's reason. */
  send(webhook: WebhookRecord, delivery: ClaimedDelivery, signal?: AbortSignal): Promise<DeliveryRecord>;
}

/** Why there was no answer, in a word. */
const FAULTS: Partial<Record<HttpErrorCode, string>> = {
  source_invalid: "refused",
  source_refused: "refused",
  source_unresolved: "unresolved",
  source_unreachable: "unreachable",
  source_untrusted: "untrusted",
  source_slow: "slow",
};

/** The receiver wants no more of this, for good (RFC 9110, section 15.5.11). */
const GONE = 410;

export interface SenderOptions {
  /** Messages that are sent to one webhook at once; to one that fails, they go one by one. */
  readonly lotLength?: number;
  /** Told when a delivery is tried again, for a runtime that has no timer of its own. */
  readonly remind?: (at: number) => Promise<void>;
}

export function createWebhookSender(
  deps: SenderDeps,
  { lotLength = 4, remind }: SenderOptions = {},
): WebhookSender {
  const { webhooks, deliveries, now, log } = deps;
  const fetcher = createWebhookFetch(deps);

  async function attempt(
    { url, secret }: WebhookRecord,
    delivery: ClaimedDelivery,
    signal: AbortSignal | undefined,
  ): Promise<Attempt> {
    const at = now();
    const message = await signMessage(delivery, secret, at);
    const outcome = await fetcher
      .post(url, { ...message, ...(signal !== undefined && { signal }) })
      .catch((error: unknown) => {
        signal?.throwIfAborted();
        const fault = error instanceof HttpError ? FAULTS[error.code] : undefined;
        if (fault === undefined) log.error("webhook not sent", { error: describeError(error) });
        return fault ?? "failed";
      });
    return { at, took: now() - at, outcome };
  }

  async function send(
    webhook: WebhookRecord,
    delivery: ClaimedDelivery,
    signal?: AbortSignal,
  ): Promise<DeliveryRecord> {
    const made = await attempt(webhook, delivery, signal);
    const next = nextStep(webhook, delivery, made, chance(deps.randomBytes));
    await deliveries.recordAttempt(delivery, made, next, LOG_LENGTH);
    const fields = { webhook: webhook.id, message: delivery.event, outcome: made.outcome, ms: made.took };
    if (next.state === "delivered") log.info("webhook delivered", fields);
    else log.warn(next.state === "pending" ? "webhook failed" : "webhook given up", fields);
    const reason = reasonToDisable(webhook, delivery, made, next);
    if (reason !== undefined) {
      await webhooks.updateWebhook(webhook.account, webhook.id, { disabled: reason }, now());
      log.warn("webhook disabled", { webhook: webhook.id, reason });
    }
    const due = next.state === "pending" ? next.due : null;
    if (due !== null) await remind?.(due);
    const { data: _data, ...shown } = delivery;
    return { ...shown, state: next.state, due, attempts: [...delivery.attempts, made] };
  }

  return {
    claim: (failing) =>
      deliveries.claimDeliveries({
        now: now(),
        until: now() + CLAIM_MS,
        failing,
        most: failing ? 1 : lotLength,
      }),

    async sendLot({ webhook, deliveries: lot }, signal) {
      await Promise.all(
        lot.map((delivery) =>
          send(webhook, delivery, signal).catch((error: unknown) => {
            if (signal?.aborted === true) return;
            log.error("webhook attempt not noted", { webhook: webhook.id, error: describeError(error) });
          }),
        ),
      );
    },

    send,
  };
}

function nextStep(
  { failingSince }: WebhookRecord,
  { type, attempts }: ClaimedDelivery,
  { at, took, outcome }: Attempt,
  luck: number,
): NextStep {
  if (isSuccess(outcome))
    return { state: "delivered", all: failingSince !== null && at - failingSince >= OUTAGE_MS };
  const delay = outcome === GONE ? undefined : retryDelay(type, attempts.length + 1, luck);
  return delay === undefined ? { state: "given_up" } : { state: "pending", due: at + took + delay };
}

function reasonToDisable(
  { failingSince }: WebhookRecord,
  { type }: ClaimedDelivery,
  { at, outcome }: Attempt,
  { state }: NextStep,
): "gone" | "failing" | undefined {
  if (state !== "given_up" || type === TEST_EVENT) return undefined;
  if (outcome === GONE) return "gone";
  return failingSince !== null && at - failingSince >= DISABLE_AFTER_MS ? "failing" : undefined;
}

function isSuccess(outcome: Attempt["outcome"]): boolean {
  return typeof outcome === "number" && outcome >= 200 && outcome <= 299;
}

/** A random number from 0 to below 1. */
function chance(randomBytes: (length: number) => Uint8Array): number {
  const [high = 0, low = 0] = randomBytes(2);
  return (high * 256 + low) / 65_536;
}
