import { givenChanges } from "./changes.ts";
import type { DeliveryQueue, DeliveryRecord, NewEvent } from "./delivery-queue.ts";
import type { ImageChanges } from "./draft-store.ts";
import { assertStorableTexts } from "./record-rules.ts";
import type { WebhookRecord, WebhookStore } from "./webhook-store.ts";

/** A delivery with what is kept of it only while it is pending. */
interface StoredDelivery extends DeliveryRecord {
  /** As JSON text, so that nobody else holds a part of it. */
  readonly data: string;
  readonly claimed: boolean;
}

export interface MemoryDeliveryQueue extends DeliveryQueue {
  /**
   * Enters an event of an image or a draft for every enabled webhook of its account that wants it.
   * @returns whether there is one.
   */
  enterFor(event: NewEvent, subject: Required<ImageChanges>): boolean;
}

/** Webhooks and their deliveries in memory: the reference that other stores are held to. */
export function createMemoryWebhooks(): {
  readonly webhooks: WebhookStore;
  readonly deliveries: MemoryDeliveryQueue;
} {
  /** In order of their making. */
  const webhooks = new Map<string, WebhookRecord>();
  /** In order of their entering. */
  let deliveries: StoredDelivery[] = [];

  const find = (account: string, id: string): WebhookRecord | undefined => {
    const webhook = webhooks.get(id);
    return webhook?.account === account ? webhook : undefined;
  };
  const isEnabled = (id: string): boolean => webhooks.get(id)?.disabled === null;
  const of = (id: string): readonly StoredDelivery[] => deliveries.filter(({ webhook }) => webhook === id);
  const isDue = (delivery: StoredDelivery, at: number): boolean =>
    delivery.due !== null && delivery.due <= at;
  const isBeingSent = (delivery: StoredDelivery, at: number): boolean =>
    delivery.claimed && delivery.due !== null && delivery.due > at;

  /** Replaces the deliveries that are meant by what `change` makes of them. */
  function change(
    isMeant: (delivery: StoredDelivery) => boolean,
    changed: (delivery: StoredDelivery) => Partial<StoredDelivery>,
  ): void {
    deliveries = deliveries.map((one) => (isMeant(one) ? { ...one, ...changed(one) } : one));
  }

  function enter(event: NewEvent, webhook: string, data: object, due: number, claimed: boolean): void {
    const { id, account, type, created } = event;
    deliveries.push({
      account,
      webhook,
      event: id,
      type,
      created,
      data: JSON.stringify(data),
      state: "pending",
      attempts: [],
      due,
      claimed,
    });
  }

  /** The webhook to serve next. */
  function longestWaiting(now: number, failing: boolean): WebhookRecord | undefined {
    const since = ({ id }: WebhookRecord): number =>
      Math.min(...of(id).map(({ due }) => due ?? Number.POSITIVE_INFINITY));
    return [...webhooks.values()]
      .filter((webhook) => webhook.disabled === null && (webhook.failingSince !== null) === failing)
      .filter((webhook) => since(webhook) <= now && !of(webhook.id).some((one) => isBeingSent(one, now)))
      .toSorted((a, b) => since(a) - since(b))[0];
  }

  return {
    webhooks: {
      async insertWebhook(webhook, most) {
        const { id, account, url, description, secret } = webhook;
        assertStorableTexts({ id, account, url, description, secret });
        const others = [...webhooks.values()].filter((other) => other.account === account);
        if (others.length >= most) return "full";
        webhooks.set(id, structuredClone(webhook));
        return "inserted";
      },

      async getWebhook(account, id) {
        return structuredClone(find(account, id));
      },

      async listWebhooks(account) {
        return [...webhooks.values()]
          .filter((webhook) => webhook.account === account)
          .sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
          .map((webhook) => structuredClone(webhook));
      },

      async updateWebhook(account, id, changes, at) {
        const { url, description } = changes;
        assertStorableTexts({ url, description });
        const webhook = find(account, id);
        if (webhook === undefined) return undefined;
        webhooks.set(id, { ...webhook, ...structuredClone(givenChanges(changes)) });
        if (changes.disabled !== undefined) {
          change(
            (one) => one.webhook === id && one.state === "pending",
            ({ due }) => ({ due: isEnabled(id) ? (due ?? at) : null }),
          );
        }
        return structuredClone(webhooks.get(id));
      },

      async deleteWebhook(account, id) {
        if (find(account, id) === undefined) return false;
        deliveries = deliveries.filter(({ webhook }) => webhook !== id);
        return webhooks.delete(id);
      },
    },

    deliveries: {
      enterFor(event, { creator, meta, requireSignedURLs }) {
        const wanted = [...webhooks.values()].filter(
          ({ account, disabled, events }) =>
            account === event.account && disabled === null && events.includes(event.type),
        );
        const data = { ...event.data, creator, meta, requireSignedURLs };
        for (const { id } of wanted) enter(event, id, data, event.created, false);
        return wanted.length > 0;
      },

      async enterEvent(event, webhook, until) {
        enter(event, webhook, event.data, until, true);
      },

      async claimDeliveries({ now, until, failing, most }) {
        const webhook = longestWaiting(now, failing);
        if (webhook === undefined) return undefined;
        const waiting = of(webhook.id).filter((delivery) => isDue(delivery, now));
        const claimed = new Set(waiting.toSorted((a, b) => a.due! - b.due!).slice(0, most));
        const isClaimed = (delivery: StoredDelivery): boolean => claimed.has(delivery);
        const lot = deliveries.filter(isClaimed).map((delivery) => {
          const data = JSON.parse(delivery.data) as NewEvent["data"];
          return Object.assign(restore({ ...delivery, due: until }), { data });
        });
        change(isClaimed, () => ({ due: until, claimed: true }));
        return { webhook: structuredClone(webhook), deliveries: lot };
      },

      async recordAttempt({ webhook: id, event }, attempt, next, keep) {
        change(
          (delivery) => delivery.webhook === id && delivery.event === event && delivery.state === "pending",
          ({ attempts }) => ({
            attempts: [...attempts, { ...attempt }],
            state: next.state,
            due: next.state === "pending" && isEnabled(id) ? next.due : null,
            claimed: false,
          }),
        );
        if (next.state === "delivered" && next.all) {
          change(
            ({ webhook, due, claimed }) => webhook === id && due !== null && due > attempt.at && !claimed,
            () => ({ due: attempt.at }),
          );
        }
        const over = of(id).filter(({ state }) => state !== "pending");
        const removed = new Set(over.slice(0, Math.max(0, over.length - keep)));
        deliveries = deliveries.filter((delivery) => !removed.has(delivery));
        const webhook = webhooks.get(id);
        if (webhook === undefined) return;
        const failingSince = next.state === "delivered" ? null : (webhook.failingSince ?? attempt.at);
        webhooks.set(id, { ...webhook, failingSince });
      },

      async releaseDeliveries(at) {
        change(
          ({ due, claimed }) => due !== null && claimed,
          ({ webhook }) => ({ claimed: false, due: isEnabled(webhook) ? at : null }),
        );
      },

      async nextDue() {
        const dues = deliveries.flatMap(({ due }) => due ?? []);
        return dues.length === 0 ? undefined : Math.min(...dues);
      },

      async listDeliveries(account, webhook, { limit, offset }) {
        return of(webhook)
          .filter((delivery) => delivery.account === account)
          .toReversed()
          .slice(offset, offset + limit)
          .map(restore);
      },

      async countDeliveries(account, webhook) {
        return of(webhook).filter((delivery) => delivery.account === account).length;
      },

      async pruneDeliveries(before) {
        const { length } = deliveries;
        deliveries = deliveries.filter(({ created, due }) => created >= before || due !== null);
        return length - deliveries.length;
      },
    },
  };
}

function restore({ data: _data, claimed: _claimed, ...delivery }: StoredDelivery): DeliveryRecord {
  return structuredClone(delivery);
}
