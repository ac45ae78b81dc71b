import type { Json } from "./record-store.ts";
import type { WebhookRecord } from "./webhook-store.ts";

/** Something that happened in an account. */
export interface NewEvent {
  /** Unique: what a receiver tells a message by that it has had already. */
  readonly id: string;
  readonly account: string;
  readonly type: string;
  /** Milliseconds since the epoch, like all times here. */
  readonly created: number;
  /** What is said of it, besides what the store adds (see `DraftStore`). */
  readonly data: { readonly [key: string]: Json };
}

/** One try to send an event. */
export interface Attempt {
  readonly at: number;
  /** How long it took, in milliseconds. */
  readonly took: number;
  /** The status of the answer, or a word for why there was none. */
  readonly outcome: number | string;
}

/** An event and a webhook that it is for: what is left to do, and afterwards what was done. */
export interface DeliveryRecord {
  readonly account: string;
  readonly webhook: string;
  /** Id of the event; with the webhook, the key. */
  readonly event: string;
  readonly type: string;
  /** When the event happened. */
  readonly created: number;
  readonly state: DeliveryState;
  readonly attempts: readonly Attempt[];
  /** When it is tried next, or tried again should the one who tries it now not say how it went. */
  readonly due: number | null;
}

export type DeliveryState = "pending" | "delivered" | "given_up";

/** A delivery with what is to be sent, which is kept no longer than needed. */
export interface ClaimedDelivery extends DeliveryRecord {
  readonly data: { readonly [key: string]: Json };
}

/** Deliveries to one webhook. */
export interface Lot {
  readonly webhook: WebhookRecord;
  readonly deliveries: readonly ClaimedDelivery[];
}

export interface ClaimOptions {
  readonly now: number;
  /** Until when nobody else gets them. */
  readonly until: number;
  /** Whether to look among webhooks whose last message failed, or among the others. */
  readonly failing: boolean;
  /** Most deliveries. */
  readonly most: number;
}

/** What comes after an attempt. */
export type NextStep =
  /** With `all`, whatever else waits for the webhook is due now. */
  | { readonly state: "delivered"; readonly all: boolean }
  | { readonly state: "given_up" }
  | { readonly state: "pending"; readonly due: number };

/**
 * What is to be sent to webhooks, and the log of what was. Events of direct uploads are entered by the
 * `DraftStore`, in one step with what they tell of. Each delivery is handed out until somebody says how it went: at least once.
 */
export interface DeliveryQueue {
  /** Enters an event for one webhook, enabled or not, claimed until `until`. */
  enterEvent(event: NewEvent, webhook: string, until: number): Promise<void>;
  /**
   * Claims the deliveries of one enabled webhook that are due, oldest first: of the webhook that has waited
   * longest, among those of whose deliveries none is claimed. Of many at once, each gets others.
   */
  claimDeliveries(options: ClaimOptions): Promise<Lot | undefined>;
  /**
   * Notes an attempt, and forgets the data of the event with the last one; tells the webhook since when it fails.
   * A delivery that is not pending any more, or was removed, stays so.
   * @param keep Of the webhook's deliveries that are over, the newest so many stay in the log.
   */
  recordAttempt(
    delivery: Pick<DeliveryRecord, "webhook" | "event">,
    attempt: Attempt,
    next: NextStep,
    keep: number,
  ): Promise<void>;
  /** Makes all that is claimed due at `at`: for a server that knows that nobody is sending. */
  releaseDeliveries(at: number): Promise<void>;
  /** When the next delivery is due, if any is. */
  nextDue(): Promise<number | undefined>;
  /** Those of a webhook, newest first. */
  listDeliveries(
    account: string,
    webhook: string,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<readonly DeliveryRecord[]>;
  countDeliveries(account: string, webhook: string): Promise<number>;
  /** Removes what happened before `before`, unless it is still to be sent. @returns how many were removed. */
  pruneDeliveries(before: number): Promise<number>;
}
